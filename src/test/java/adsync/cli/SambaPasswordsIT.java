package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.embedded.PasswordReceiver;
import adsync.testing.Adsync;
import adsync.testing.FreePort;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that is set on a real Samba domain controller works at the provider, through the adapter in {@code scripts/samba}. */
class SambaPasswordsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final EmbeddedProviderOptions PROVIDER = EmbeddedProviderOptions.defaults();
    private static final String HASHES = SambaManual.hashes();

    /** A user and a group that nobody has. */
    private static final String COURIER = "64997";

    /** What root keeps of its rights, as {@code adsync-samba-sync.service} says. */
    private static final List<String> CONFINED_ROOT = List.of(
            "unshare",
            "--net",
            "setpriv",
            "--groups=" + COURIER,
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--no-new-privs");

    /** As {@code adsync-samba-courier.service} says. */
    private static final List<String> CONFINED_COURIER = List.of(
            "setpriv",
            "--reuid=" + COURIER,
            "--regid=" + COURIER,
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--no-new-privs");

    /** How each of Samba's hashes begins. */
    private static final String HASH = "$6$" + HASHES.substring(HASHES.indexOf("rounds=")) + "$";

    /** In no text of this program but here. */
    private static final String MARKER = "Q7zebra-" + Long.toHexString(System.nanoTime()) + "-Xk";

    @TempDir
    private Path folder;

    private SambaDomain domain;
    private EmbeddedProvider provider;
    private PasswordReceiver receiver;
    private Path file;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void open() throws IOException, InterruptedException {
        domain = SambaDomain.fresh(SambaDomain.Model.PREFORK, List.of(HASHES));
        provider = EmbeddedProvider.start(PROVIDER);
        receiver = new PasswordReceiver(Clock.systemUTC());
        provider.takePasswords(receiver);
        file = configuration();
        settings();
        install();
    }

    /** As scripts/samba/README.md says, with the courier's user and folders. */
    private void install() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(
                SambaManual.ADAPTER.resolve("adsync-samba"),
                lib.resolve("adsync-samba"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(lib.resolve("adsync-samba-sync"), Path.of("adsync-samba"));
        String folders = Files.readString(SambaManual.ADAPTER.resolve("adsync-samba-tmpfiles.conf"))
                .replace("/var/lib/adsync-samba", folder.resolve("samba").toString())
                .replace(" adsync-samba", " " + COURIER);
        Path made = Files.writeString(folder.resolve("tmpfiles.conf"), folders);
        Process process = new ProcessBuilder("systemd-tmpfiles", "--create", made.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @AfterEach
    void close() throws InterruptedException {
        stopServices();
        provider.close();
        domain.close();
    }

    private Path configuration() throws IOException {
        int intake = FreePort.draw();
        Files.writeString(folder.resolve("keys.jws"), receiver.keySet());
        return Files.writeString(folder.resolve("adsync.yaml"), """
                organization: contoso
                directory:
                  servers: ["%s"]
                  root: %s
                  user: %s
                  password: ${env:DIRECTORY_PASSWORD}
                  trust: %s
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
                        domain.ldapsUrl(),
                        domain.peopleDn(),
                        domain.directoryUserDn(),
                        domain.caFile(),
                        provider.url(),
                        PROVIDER.userName(),
                        intake,
                        intake,
                        receiver.rootKey()));
    }

    private void settings() throws IOException {
        Files.writeString(
                folder.resolve("samba.json"),
                new JsonObject()
                        .put("rootKey", receiver.rootKey())
                        .put("name", "dc1.lab.test")
                        .put("dc", computerGuid())
                        .put("state", folder.resolve("samba").toString())
                        .encode());
    }

    private String computerGuid() {
        try (LDAPConnection connection = domain.administrator()) {
            SearchResultEntry computer = Objects.requireNonNull(connection.searchForEntry(
                    domain.baseDn(), SearchScope.SUB, "(&(objectClass=computer)(primaryGroupID=516))", "objectGUID"));
            return ObjectGuid.ofOctets(Objects.requireNonNull(computer.getAttributeValueBytes("objectGUID")))
                    .toString();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process adapter(List<String> confined, String command) throws IOException {
        List<String> line = new ArrayList<>(confined);
        line.addAll(List.of(folder.resolve("lib/adsync-samba").toString(), command));
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(command + ".log").toFile()));
        builder.environment()
                .put("ADSYNC_SAMBA_SETTINGS", folder.resolve("samba.json").toString());
        builder.environment().put("SMB_CONF_PATH", domain.configuration().toString());
        return builder.start();
    }

    private void enrol() throws IOException, InterruptedException {
        JsonObject invited = ask("dc", "add", "dc1.lab.test");
        Process process = adapter(List.of(), "enrol");
        try (var in = process.outputWriter(UTF_8)) {
            in.write(invited.getString("token") + "\n");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("enrol.log")))
                .isZero();
    }

    private Map<String, String> environment() {
        return Map.of("DIRECTORY_PASSWORD", domain.password(), "PROVIDER_PASSWORD", PROVIDER.password());
    }

    private Adsync start() throws IOException {
        Files.deleteIfExists(folder.resolve("state/control.json"));
        Adsync service = Adsync.start(environment(), "run", "--config", file.toString());
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("state/control.json")));
        return service;
    }

    private void hire(String account, String password) {
        domain.tool("user", "create", account, password, "--userou=OU=People");
    }

    private String sid(String account) {
        try (LDAPConnection connection = domain.administrator()) {
            SearchResultEntry user = Objects.requireNonNull(connection.searchForEntry(
                    domain.baseDn(), SearchScope.SUB, "(sAMAccountName=" + account + ")", "objectSid"));
            ByteBuffer octets = ByteBuffer.wrap(Objects.requireNonNull(user.getAttributeValueBytes("objectSid")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            StringBuilder text = new StringBuilder("S-1-5");
            for (int at = 8; at < octets.capacity(); at += 4) {
                text.append('-').append(Integer.toUnsignedString(octets.getInt(at)));
            }
            return text.toString();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean signsIn(String account, String password) {
        return receiver.verify(sid(account), password.getBytes(UTF_8));
    }

    private void awaitSignsIn(String account, String password, Duration within) {
        PasswordLab.awaitSignsIn(receiver, sid(account), password, within);
    }

    /** Both services, as their units start them. */
    private void startServices() throws IOException {
        processes.add(adapter(CONFINED_COURIER, SambaManual.command("adsync-samba-courier.service")));
        processes.add(adapter(CONFINED_ROOT, SambaManual.command("adsync-samba-sync.service")));
    }

    private void stopServices() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        processes.clear();
    }

    @Test
    void a_password_set_on_samba_works_at_the_provider_within_five_seconds() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        provider.logRequests(requests::add);
        try (Adsync service = start()) {
            enrol();
            startServices();
            hire("ada", MARKER + "-1");
            awaitSignsIn("ada", MARKER + "-1", SOON);

            List<Duration> all = new ArrayList<>();
            for (int number = 2; number <= 6; number++) {
                domain.tool("user", "setpassword", "ada", "--newpassword=" + MARKER + "-" + number);
                long set = System.nanoTime(); // the command itself takes a second or two to start
                awaitSignsIn("ada", MARKER + "-" + number, SOON);
                all.add(Duration.ofNanos(System.nanoTime() - set));
                assertThat(signsIn("ada", MARKER + "-" + (number - 1))).isFalse();
            }

            System.out.println("samba-tool user setpassword to login at the provider: " + all);
            // The median: other suites run beside this one, and a single one may meet them.
            assertThat(all.stream().sorted().toList().get(all.size() / 2))
                    .as("samba-tool user setpassword to login at the provider, of " + all)
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(all).allSatisfy(took -> assertThat(took).isLessThan(Duration.ofSeconds(15)));
            waitAtEachPlace();
            assertNothingReadable(service, requests);
        }
    }

    /** One at the provider, one in the journal and on its way, one in the spool. */
    private void waitAtEachPlace() throws InterruptedException {
        provider.delay(Duration.ofMinutes(5));
        domain.tool("user", "setpassword", "ada", "--newpassword=" + MARKER + "-7");
        await("one is on its way").atMost(SOON).until(() -> onTheWay() == 1);
        Process courier = processes.removeFirst();
        courier.destroyForcibly().waitFor();
        domain.tool("user", "setpassword", "ada", "--newpassword=" + MARKER + "-8");
        await("one is in the spool").atMost(SOON).until(() -> spooled().size() == 1);
    }

    /** The hash that Samba made is as good as the password where somebody guesses. */
    private void assertNothingReadable(Adsync service, List<String> requests) throws IOException, InterruptedException {
        String hash = hash("ada");
        assertThat(hash).startsWith(HASH);
        var search = new SecretSearch(List.of(MARKER, HASH, hash.substring(hash.lastIndexOf('$') + 1)));
        assertThat(search.found(Files.writeString(folder.resolve("probe"), "…" + hash)))
                .as("what the search finds")
                .containsExactly("UTF-8");
        Files.delete(folder.resolve("probe"));

        SecretSearch.dumpHeap(service.pid(), folder.resolve("heap.hprof"));
        assertThat(onTheWay()).as("waits while the dump is taken").isEqualTo(1);
        assertThat(requests)
                .filteredOn(request -> request.contains("encryptedPassword"))
                .hasSizeGreaterThanOrEqualTo(6);
        service.kill(); // so that no file goes away while it is looked at; its write-ahead log stays
        stopServices();
        Files.write(folder.resolve("requests.log"), requests);
        Files.write(folder.resolve("out.log"), service.out());
        Files.write(folder.resolve("err.log"), service.err());

        assertThat(folder.resolve("state/journal.db")).exists();
        assertThat(folder.resolve("state/journal.db-wal")).exists();
        assertThat(search.foundBelow(folder)).isEmpty();
        assertThat(provider.users().toString()).doesNotContain(HASH);
    }

    private String hash(String account) {
        return domain.tool("user", "getpassword", account, "--attributes=virtualCryptSHA512")
                .replace("\n ", "")
                .lines()
                .filter(line -> line.startsWith("virtualCryptSHA512: "))
                .map(line -> line.substring(line.indexOf('$')))
                .findFirst()
                .orElseThrow();
    }

    /** Without those of users who are not selected. */
    private long onTheWay() throws InterruptedException {
        JsonObject told = PasswordLab.passwords(folder.resolve("state"), false);
        return told.getLong("open") - told.getLong("parked");
    }

    private JsonObject ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--config", file.toString()));
        Adsync.Ended ended = Adsync.run(environment(), all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return new JsonObject(String.join("\n", ended.out()));
    }

    @Test
    void what_changes_while_the_master_is_away_is_spooled_sealed_and_arrives() throws Exception {
        try (Adsync service = start()) {
            enrol();
            startServices();
            hire("ada", "First-Passw0rd");
            awaitSignsIn("ada", "First-Passw0rd", SOON);
            await().atMost(SOON).until(() -> spooled().isEmpty());
            service.kill();
        }
        stopServices(); // and the domain controller starts anew
        Instant restarted = Clock.systemUTC().instant();
        startServices();
        domain.tool("user", "setpassword", "ada", "--newpassword=Third-Passw0rd");
        hire("bob", "Of-bob-Passw0rd");
        // Of a pass that was cut short, Samba tells the changes again.
        await().atMost(SOON)
                .until(() -> spooled().stream()
                                .filter(file -> changedAt(file).isAfter(restarted))
                                .count()
                        == 2);
        assertThat(new SecretSearch(List.of(HASH, "Third-Passw0rd", "Of-bob-Passw0rd"))
                        .foundBelow(folder.resolve("samba")))
                .isEmpty();

        try (Adsync service = start()) {
            awaitSignsIn("ada", "Third-Passw0rd", Duration.ofSeconds(90));
            assertThat(signsIn("ada", "First-Passw0rd")).isFalse();
            awaitSignsIn("bob", "Of-bob-Passw0rd", SOON);
            service.kill();
        }
    }

    /** The name begins with it, as FILETIME: steps of 100 ns since 1601 (MS-DTYP 2.3.3). */
    private static Instant changedAt(Path file) {
        long filetime = Long.parseLong(file.getFileName().toString().substring(0, 16), 16);
        return Instant.EPOCH.plus(filetime / 10 - 11_644_473_600_000_000L, ChronoUnit.MICROS);
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> spool = Files.list(folder.resolve("samba/spool"))) {
            return spool.filter(file -> file.toString().endsWith(".pwe")).toList();
        }
    }
}
