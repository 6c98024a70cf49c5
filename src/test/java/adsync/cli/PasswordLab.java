package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.control.ControlClient;
import adsync.desk.Passwords;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.sealing.KeySet;
import adsync.sealing.RootKey;
import adsync.testing.Adsync;
import adsync.testing.FreePort;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A directory, a provider that opens sealed passwords, and the configuration of a process between them. */
final class PasswordLab implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(90);
    private static final EmbeddedProviderOptions PROVIDER = EmbeddedProviderOptions.defaults();

    private static final int PAGE = 500;

    private final Path folder;
    private final EmbeddedDirectory directory;
    private final EmbeddedProvider provider;
    private final PasswordReceiver receiver;
    private final LDAPConnection administrator;
    private final int intake;
    private final Path file;

    PasswordLab(Path folder, PasswordReceiver receiver) throws IOException, LDAPException, GeneralSecurityException {
        this.folder = folder;
        this.receiver = receiver;
        directory = EmbeddedDirectory.start();
        directory.seedPeople(1);
        provider = EmbeddedProvider.start(PROVIDER);
        provider.takePasswords(receiver);
        administrator = new LDAPConnection(
                new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
                directory.host(),
                directory.ldapsPort(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
        intake = FreePort.draw();
        Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        Files.writeString(keySet(), receiver.keySet());
        file = configure(intake);
    }

    /** Writes the configuration. */
    Path configure(int reachedPort) throws IOException {
        return Files.writeString(folder.resolve("adsync.yaml"), """
                organization: contoso
                directory:
                  servers: ["%s"]
                  root: OU=Staff,%s
                  user: %s
                  password: ${env:DIRECTORY_PASSWORD}
                  trust: ca.pem
                  poll: 2s
                provider:
                  url: %s
                  user: %s
                  password: ${env:PROVIDER_PASSWORD}
                passwords:
                  listen: 127.0.0.1:%d
                  name: 127.0.0.1:%d
                  keySet: keys.jws
                  rootKey: %s
                state: state
                listen: 127.0.0.1:0
                """.formatted(
                        directory.ldapsUrl(),
                        directory.baseDn(),
                        directory.serviceAccount(),
                        provider.url(),
                        PROVIDER.userName(),
                        intake,
                        reachedPort,
                        receiver.rootKey()));
    }

    /** Changes the text of the configuration, before the start. */
    void configure(String text, String instead) throws IOException {
        String whole = Files.readString(file);
        assertThat(whole).contains(text);
        Files.writeString(file, whole.replace(text, instead));
    }

    EmbeddedDirectory directory() {
        return directory;
    }

    EmbeddedProvider provider() {
        return provider;
    }

    PasswordReceiver receiver() {
        return receiver;
    }

    /** What the provider has published. */
    KeySet keys() {
        return KeySet.read(receiver.keySet(), new RootKey(receiver.rootKey()));
    }

    /** Where the process under test listens for domain controllers. */
    int intake() {
        return intake;
    }

    /** The file of the provider's key set. */
    Path keySet() {
        return folder.resolve("keys.jws");
    }

    Path state() {
        return folder.resolve("state");
    }

    private Map<String, String> environment() {
        return Map.of(
                "DIRECTORY_PASSWORD", directory.options().accounts().servicePassword(),
                "PROVIDER_PASSWORD", PROVIDER.password());
    }

    Adsync start() throws IOException {
        Files.deleteIfExists(state().resolve("control.json"));
        Adsync service = Adsync.start(environment(), "run", "--config", file.toString());
        await().atMost(SOON)
                .failFast(() -> assertThat(service.runs())
                        .as(service.out() + "\n" + service.err())
                        .isTrue())
                .until(() -> Files.exists(state().resolve("control.json")));
        return service;
    }

    JsonObject ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--config", file.toString()));
        Adsync.Ended ended = Adsync.run(environment(), all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return new JsonObject(String.join("\n", ended.out()));
    }

    /** As the command {@code passwords} tells it, without a process that asks: for whoever asks again and again. */
    JsonObject passwords(boolean all) throws InterruptedException {
        return passwords(state(), all);
    }

    /** The same of the service that runs on a state folder, which must answer. */
    static JsonObject passwords(Path state, boolean all) throws InterruptedException {
        JsonObject asked = new JsonObject().put("all", all);
        return switch (ControlClient.ask(state, Passwords.NAME, asked)) {
            case ControlClient.Answered told -> told.answer().body();
            case ControlClient.Unreachable unreachable -> throw new IllegalStateException(unreachable.why());
        };
    }

    /** The line to paste on the only domain controller. */
    String invite() {
        return ask("dc", "add", directory.dnsHostName()).getString("token");
    }

    /** A source on the only domain controller; the caller closes it. */
    SimulatedController enrol() throws IOException, InterruptedException {
        return SimulatedController.enrol(
                invite(),
                directory.dnsHostName(),
                directory.computerGuid(),
                new RootKey(receiver.rootKey()),
                Clock.systemUTC());
    }

    /** A source on another domain controller, which the directory knows of and which nobody can ask; the caller closes it. */
    SimulatedController enrolAnother(String name) throws LDAPException, IOException, InterruptedException {
        String host = name + "." + directory.options().dnsName();
        String dn = "CN=" + name + ",OU=Domain Controllers," + directory.baseDn();
        AddRequest request = new AddRequest(new DN(dn));
        request.addAttribute("objectClass", "computer");
        request.addAttribute("sAMAccountName", name + "$");
        request.addAttribute("userAccountControl", "532480");
        request.addAttribute("primaryGroupID", "516");
        request.addAttribute("dNSHostName", host);
        administrator.add(request);
        SearchResultEntry computer = Objects.requireNonNull(administrator.getEntry(dn, "objectGUID"));
        String guid = ObjectGuid.ofOctets(Objects.requireNonNull(computer.getAttributeValueBytes("objectGUID")))
                .toString();
        String invitation = ask("dc", "add", host).getString("token");
        return SimulatedController.enrol(invitation, host, guid, new RootKey(receiver.rootKey()), Clock.systemUTC());
    }

    /** The DNs of everybody who is shipped. */
    List<String> people() throws LDAPException {
        List<String> people = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            SearchRequest request = new SearchRequest(
                    "OU=Staff," + directory.baseDn(), SearchScope.SUB, "(sAMAccountType=805306368)", "1.1");
            request.addControl(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult result = administrator.search(request);
            for (SearchResultEntry user : Objects.requireNonNull(result.getSearchEntries())) {
                people.add(user.getDN());
            }
            cookie = Objects.requireNonNull(SimplePagedResultsControl.get(result))
                    .getCookie();
        } while (cookie != null && cookie.getValueLength() > 0);
        return people;
    }

    private String staff(String account) {
        return "CN=" + account + ",OU=Staff," + directory.baseDn();
    }

    void hire(String account, String password) throws LDAPException {
        add("user", "512", account, password);
    }

    /** A computer joins the domain, in the midst of the users. */
    void join(String account, String password) throws LDAPException {
        add("computer", "4096", account, password);
    }

    private void add(String type, String control, String account, String password) throws LDAPException {
        AddRequest request = new AddRequest(new DN(staff(account)));
        request.addAttribute("objectClass", type);
        request.addAttribute("sAMAccountName", account);
        request.addAttribute(
                "userPrincipalName", account + "@" + directory.options().dnsName());
        request.addAttribute("userAccountControl", control);
        request.addAttribute("unicodePwd", quoted(password));
        administrator.add(request);
    }

    void change(String account, String password) throws LDAPException {
        changeAt(staff(account), password);
    }

    /** The next sign-in must be with another password. */
    void mustChange(String account) throws LDAPException {
        administrator.modify(staff(account), new Modification(ModificationType.REPLACE, "pwdLastSet", "0"));
    }

    void changeAt(String dn, String password) throws LDAPException {
        administrator.modify(dn, new Modification(ModificationType.REPLACE, "unicodePwd", quoted(password)));
    }

    private static byte[] quoted(String password) {
        return ("\"" + password + "\"").getBytes(UTF_16LE);
    }

    boolean signsIn(String sid, String password) {
        return receiver.verify(sid, password.getBytes(UTF_8));
    }

    void awaitSignsIn(String sid, String password) {
        awaitSignsIn(receiver, sid, password, SOON);
    }

    /** Tries to sign in once for each password that the provider takes: a hash of the usual strength takes long. */
    static void awaitSignsIn(PasswordReceiver receiver, String sid, String password, Duration within) {
        var tried = new AtomicLong(-1);
        await().atMost(within).until(() -> {
            long taken = receiver.taken();
            return tried.getAndSet(taken) != taken && receiver.verify(sid, password.getBytes(UTF_8));
        });
    }

    @Override
    public void close() {
        administrator.close();
        provider.close();
        directory.close();
    }
}
