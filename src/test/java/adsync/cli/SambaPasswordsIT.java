package adsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final Path ADAPTER = Path.of("scripts/samba").toAbsolutePath();
    private static final List<String> HASHES = List.of("password hash userPassword schemes = CryptSHA512:rounds=10000");

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
    void open() throws IOException {
        domain = SambaDomain.fresh(SambaDomain.Model.PREFORK, HASHES);
        provider = EmbeddedProvider.start(PROVIDER);
        receiver = new PasswordReceiver(Clock.systemUTC());
        provider.takePasswords(receiver);
        file = configuration();
        settings();
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

    private Process adapter(String command) throws IOException {
        var builder = new ProcessBuilder(ADAPTER.resolve("adsync-samba").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(command + ".log").toFile()));
        builder.environment()
                .put("ADSYNC_SAMBA_SETTINGS", folder.resolve("samba.json").toString());
        builder.environment().put("SMB_CONF_PATH", domain.configuration().toString());
        return builder.start();
    }

    private void enrol() throws IOException, InterruptedException {
        Adsync.Ended ended =
                Adsync.run(environment(), "dc", "add", "dc1.lab.test", "--json", "--config", file.toString());
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        Process process = adapter("enrol");
        try (var in = process.outputWriter(UTF_8)) {
            in.write(new JsonObject(String.join("\n", ended.out())).getString("token") + "\n");
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

    private void awaitSignsIn(String password, Duration within) throws IOException {
        String log = Files.readString(folder.resolve("courier.log"));
        await(log).pollInterval(Duration.ofMillis(50)).atMost(within).until(() -> signsIn("ada", password));
    }

    /** What a unit starts. */
    private static String command(String unit) throws IOException {
        String start = "ExecStart=/usr/local/lib/adsync/adsync-samba ";
        return Files.readAllLines(ADAPTER.resolve(unit)).stream()
                .filter(line -> line.startsWith("Exec"))
                .reduce((one, other) -> one + "\n" + other)
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .orElseThrow();
    }

    /** Both services, as their units start them. */
    private void startServices() throws IOException {
        processes.add(adapter(command("adsync-samba-courier.service")));
        processes.add(adapter(command("adsync-samba-sync.service")));
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
        try (Adsync service = start()) {
            enrol();
            startServices();
            hire("ada", MARKER + "-1");
            awaitSignsIn(MARKER + "-1", SOON);

            List<Duration> all = new ArrayList<>();
            for (int number = 2; number <= 6; number++) {
                long begun = System.nanoTime();
                domain.tool("user", "setpassword", "ada", "--newpassword=" + MARKER + "-" + number);
                awaitSignsIn(MARKER + "-" + number, SOON);
                all.add(Duration.ofNanos(System.nanoTime() - begun));
                assertThat(signsIn("ada", MARKER + "-" + (number - 1))).isFalse();
            }

            System.out.println("samba-tool user setpassword to login at the provider: " + all);
            Collections.sort(all);
            assertThat(all.get(all.size() / 2))
                    .as("samba-tool user setpassword to login at the provider, median of " + all)
                    .isLessThan(Duration.ofSeconds(5));
            service.kill();
            stopServices(); // so that no file goes away while it is looked at
            assertNoMarker(service);
        }
    }

    private void assertNoMarker(Adsync service) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(one, ISO_8859_1)).as(one.toString()).doesNotContain(MARKER);
            }
        }
        assertThat(String.join("\n", service.out()) + String.join("\n", service.err()))
                .doesNotContain(MARKER)
                .doesNotContain("$6$");
    }

    @Test
    void what_changes_while_the_master_is_away_is_spooled_sealed_and_arrives() throws Exception {
        try (Adsync service = start()) {
            enrol();
            startServices();
            hire("ada", "First-Passw0rd");
            awaitSignsIn("First-Passw0rd", SOON);
            await().atMost(SOON).until(() -> spooled().isEmpty());
            service.kill();
        }
        stopServices(); // and the domain controller starts anew
        startServices();
        domain.tool("user", "setpassword", "ada", "--newpassword=Third-Passw0rd");
        hire("bob", "Of-bob-Passw0rd");
        await().atMost(SOON).until(() -> spooled().size() == 2);
        for (Path record : spooled()) {
            assertThat(Files.readString(record)).doesNotContain("$6$").doesNotContain("Passw0rd");
        }

        try (Adsync service = start()) {
            awaitSignsIn("Third-Passw0rd", Duration.ofSeconds(90));
            assertThat(signsIn("ada", "First-Passw0rd")).isFalse();
            await().atMost(SOON).until(() -> signsIn("bob", "Of-bob-Passw0rd"));
            service.kill();
        }
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> spool = Files.list(folder.resolve("samba/spool"))) {
            return spool.filter(file -> file.toString().endsWith(".pwe")).toList();
        }
    }
}
