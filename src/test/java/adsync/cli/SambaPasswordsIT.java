package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.embedded.PasswordReceiver;
import adsync.testing.Adsync;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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

    @TempDir
    private Path folder;

    private SambaDomain domain;
    private EmbeddedProvider provider;
    private PasswordReceiver receiver;
    private Path file;
    private Path sync;
    private String said = "";

    @BeforeEach
    void open() throws IOException {
        domain = SambaDomain.fresh(SambaDomain.Model.SINGLE, HASHES);
        provider = EmbeddedProvider.start(PROVIDER);
        receiver = new PasswordReceiver(Clock.systemUTC());
        provider.takePasswords(receiver);
        file = configuration();
        sync = wrapper();
    }

    @AfterEach
    void close() {
        provider.close();
        domain.close();
    }

    private Path configuration() throws IOException {
        int intake;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            intake = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("keys.jws"), receiver.keySet());
        return Files.writeString(folder.resolve("adsync.yaml"), """
                organization: contoso
                directory:
                  servers: ["%s"]
                  root: %s
                  user: %s
                  password: ${env:DIRECTORY_PASSWORD}
                  trust: %s
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

    /** samba-tool runs a script without arguments and settings. */
    private Path wrapper() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("samba.json"),
                new JsonObject()
                        .put("rootKey", receiver.rootKey())
                        .put("name", "dc1.lab.test")
                        .put("dc", computerGuid())
                        .put("state", folder.resolve("samba").toString())
                        .encode());
        Path wrapper = Files.writeString(
                folder.resolve("wrapper"),
                "#!/bin/sh\nADSYNC_SAMBA_SETTINGS=" + settings + " exec " + ADAPTER.resolve("adsync-samba-sync")
                        + "\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        return wrapper;
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

    /** Hands over what changed since the last time. */
    private void synchronise() {
        said = domain.tool("user", "syncpasswords", "--no-wait");
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
        await(said + log).atMost(within).until(() -> signsIn("ada", password));
    }

    @Test
    void a_password_set_on_samba_works_at_the_provider_also_after_the_master_was_away() throws Exception {
        Process courier = null;
        List<Path> marked = new ArrayList<>();
        try (Adsync service = start()) {
            enrol();
            courier = adapter("courier");
            domain.tool(
                    "user",
                    "syncpasswords",
                    "--cache-ldb-initialize",
                    "--attributes=objectGUID,objectSid,sAMAccountName,pwdLastSet,virtualCryptSHA512",
                    "--script=" + sync);

            hire("ada", "First-Passw0rd");
            synchronise();
            awaitSignsIn("First-Passw0rd", SOON);
            domain.tool("user", "setpassword", "ada", "--newpassword=Second-Passw0rd");
            synchronise();
            awaitSignsIn("Second-Passw0rd", SOON);
            assertThat(signsIn("ada", "First-Passw0rd")).isFalse();
            service.kill();
        }
        domain.tool("user", "setpassword", "ada", "--newpassword=Third-Passw0rd");
        synchronise();
        try (Stream<Path> spool = Files.list(folder.resolve("samba/spool"))) {
            spool.forEach(marked::add);
        }
        assertThat(marked).hasSize(1);
        assertThat(Files.readString(marked.getFirst())).doesNotContain("$6$").doesNotContain("Third");

        try (Adsync service = start()) {
            awaitSignsIn("Third-Passw0rd", Duration.ofSeconds(90));
            service.kill();
        } finally {
            courier.destroyForcibly();
        }
    }
}
