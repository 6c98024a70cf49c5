package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.sealing.RootKey;
import adsync.testing.Adsync;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same login, from the directory to the provider, through the real process; and nothing readable on the way. */
class PasswordsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final EmbeddedProviderOptions PROVIDER = EmbeddedProviderOptions.defaults();

    /** In no text of this program but here. */
    private static final String MARKER = "Q7zebra-" + Long.toHexString(System.nanoTime()) + "-Xk";

    @TempDir
    private Path folder;

    private EmbeddedDirectory directory;
    private EmbeddedProvider provider;
    private PasswordReceiver receiver;
    private LDAPConnection administrator;
    private Path file;
    private @Nullable SimulatedController controller;
    private final List<String> spool = new CopyOnWriteArrayList<>();
    private final Map<String, String> sids = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException, LDAPException, GeneralSecurityException {
        directory = EmbeddedDirectory.start();
        directory.seedPeople(5);
        provider = EmbeddedProvider.start(PROVIDER);
        receiver = new PasswordReceiver(Clock.systemUTC());
        provider.takePasswords(receiver);
        administrator = new LDAPConnection(
                new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
                directory.host(),
                directory.ldapsPort(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
        file = configuration();
    }

    @AfterEach
    void close() {
        administrator.close();
        SimulatedController enrolled = controller;
        if (enrolled != null) {
            enrolled.close();
        }
        provider.close();
        directory.close();
    }

    private Path configuration() throws IOException {
        int intake;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            intake = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        Files.writeString(folder.resolve("keys.jws"), receiver.keySet());
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
                        intake,
                        receiver.rootKey()));
    }

    private Map<String, String> environment() {
        return Map.of(
                "DIRECTORY_PASSWORD", directory.options().accounts().servicePassword(),
                "PROVIDER_PASSWORD", PROVIDER.password());
    }

    private Adsync start() {
        Adsync service = Adsync.start(environment(), "run", "--config", file.toString());
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("state/control.json")));
        return service;
    }

    private JsonObject ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--config", file.toString()));
        Adsync.Ended ended = Adsync.run(environment(), all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return new JsonObject(String.join("\n", ended.out()));
    }

    private SimulatedController controller() {
        return Objects.requireNonNull(controller);
    }

    private void enrol() throws IOException, InterruptedException {
        String token = ask("dc", "add", directory.dnsHostName()).getString("token");
        controller = SimulatedController.enrol(
                token,
                directory.dnsHostName(),
                directory.computerGuid(),
                new RootKey(receiver.rootKey()),
                Clock.systemUTC());
        directory.onPassword((sid, account, filetime, password) -> {
            sids.put(account, sid);
            spool.add(controller().seal(sid, account, filetime, password));
        });
    }

    /** Sends what waits until it is acknowledged, like a courier. */
    private void deliver() {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            for (String sealed : List.copyOf(spool)) {
                assertThat(controller().deliver(List.of(sealed))).isSubsetOf("accepted", "duplicate", "stale");
                spool.remove(sealed);
            }
            return true;
        });
    }

    private String staff(String account) {
        return "CN=" + account + ",OU=Staff," + directory.baseDn();
    }

    private void hire(String account, String password) throws LDAPException {
        AddRequest request = new AddRequest(new DN(staff(account)));
        request.addAttribute("objectClass", "user");
        request.addAttribute("sAMAccountName", account);
        request.addAttribute(
                "userPrincipalName", account + "@" + directory.options().dnsName());
        request.addAttribute("userAccountControl", "512");
        request.addAttribute("unicodePwd", ("\"" + password + "\"").getBytes(UTF_16LE));
        administrator.add(request);
    }

    private void change(String account, String password) throws LDAPException {
        administrator.modify(
                staff(account),
                new Modification(ModificationType.REPLACE, "unicodePwd", ("\"" + password + "\"").getBytes(UTF_16LE)));
    }

    private boolean signsIn(String account, String password) {
        return receiver.verify(sids.getOrDefault(account, ""), password.getBytes(UTF_8));
    }

    private void awaitSignsIn(String account, String password) {
        await().atMost(SOON).until(() -> signsIn(account, password));
    }

    @Test
    void a_new_user_signs_in_with_the_first_password_and_then_with_the_next_one() throws Exception {
        try (Adsync service = start()) {
            enrol();
            hire("ada", "First-password-1");
            deliver();
            awaitSignsIn("ada", "First-password-1");

            long begun = System.nanoTime();
            change("ada", "Second-password-2");
            deliver();
            awaitSignsIn("ada", "Second-password-2");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(signsIn("ada", "First-password-1")).isFalse();
            controller().beat();
            JsonObject told = ask("passwords");
            assertThat(told.getLong("reporting")).isEqualTo(1);
            assertThat(told.getLong("synced")).isEqualTo(1);
            assertThat(told.getLong("gaps")).isZero();
            assertThat(ask("dc", "list")
                            .getJsonArray("controllers")
                            .getJsonObject(0)
                            .getString("trouble"))
                    .isEmpty();
            service.kill();
        }
    }

    @Test
    void nothing_is_lost_when_the_process_is_killed_between_acknowledgement_and_shipping() throws Exception {
        provider.delay(Duration.ofMillis(300));
        try (Adsync service = start()) {
            enrol();
            for (int number = 0; number < 20; number++) {
                hire("user" + number, "Password-of-" + number);
            }
            deliver();
            service.kill();
        }
        change("user0", "Changed-while-away-0");
        provider.delay(Duration.ZERO);

        Files.deleteIfExists(folder.resolve("state/control.json"));
        try (Adsync service = start()) {
            deliver();

            awaitSignsIn("user0", "Changed-while-away-0");
            for (int number = 1; number < 20; number++) {
                awaitSignsIn("user" + number, "Password-of-" + number);
            }
            service.kill();
        }
    }

    @Test
    void a_marker_password_is_nowhere_but_in_what_is_sealed() throws Exception {
        provider.delay(Duration.ofMillis(20));
        try (Adsync service = start()) {
            enrol();
            hire("ada", MARKER);
            deliver();
            awaitSignsIn("ada", MARKER);
            provider.limitRate(1); // the next one waits in the journal
            change("ada", MARKER + "2");
            deliver();

            Path dump = folder.resolve("heap.hprof");
            dump(service.pid(), dump);

            assertThat(found(dump)).isEmpty();
            try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
                for (Path one : files.filter(Files::isRegularFile).toList()) {
                    assertThat(found(one)).as(one.toString()).isEmpty();
                }
            }
            assertThat(String.join("\n", service.out()) + String.join("\n", service.err()))
                    .doesNotContain(MARKER)
                    .doesNotContain("eyJ"); // no JWE, sealed as it is
            provider.limitRate(0);
            awaitSignsIn("ada", MARKER + "2");
            service.kill();
        }
        assertThat(provider.users().toString()).doesNotContain(MARKER).doesNotContain("encryptedPassword");
    }

    private static void dump(long pid, Path to) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_dump", "-all", to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(to).isNotEmptyFile();
    }

    /** In which encodings the marker is in a file. */
    private static Set<String> found(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        Map<String, byte[]> forms = Map.of(
                "UTF-8", MARKER.getBytes(UTF_8),
                "UTF-16", MARKER.getBytes(UTF_16LE),
                "Base64", Base64.getEncoder().encode(Arrays.copyOf(MARKER.getBytes(UTF_8), 18)));
        return forms.entrySet().stream()
                .filter(form -> contains(octets, form.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean contains(byte[] octets, byte[] wanted) {
        for (int at = 0; at + wanted.length <= octets.length; at++) {
            if (octets[at] == wanted[0] && Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void the_scan_finds_what_is_there() throws IOException {
        Path file = Files.writeString(folder.resolve("probe"), "…" + MARKER + "…");

        assertThat(found(file)).containsExactly("UTF-8");
    }
}
