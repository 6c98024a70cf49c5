package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.observe.CheckStep;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.secret.Secret;
import adsync.testing.OldTls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With certificates of the JDK's own keytool. */
class CertificateTest {

    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private static Path folder;

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void a_certificate_that_is_trusted_and_fits_is_taken() throws IOException {
        OddServer server = serve("fitting");

        assertThat(create(server.url("https", "localhost"), true)).isInstanceOf(Created.class);
        assertThat(remaining("adsync.provider.certificate.remaining")).isPositive();
        assertThat(remaining("adsync.provider.token.remaining"))
                .as("that token does not say")
                .isNaN();
    }

    private double remaining(String meter) {
        return meters.get(meter).gauge().value();
    }

    @Test
    void a_certificate_of_nobody_known_is_denied() throws IOException {
        OddServer server = serve("fitting");

        assertThat(create(server.url("https", "localhost"), false))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.detail())
                                .contains("unknown authority")
                                .contains("provider.trust"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_of_another_host_is_denied() throws IOException {
        OddServer server = serve("strange");

        assertThat(create(server.url("https", "localhost"), true))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.detail()).contains("for another host"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_that_has_expired_is_denied() throws IOException {
        OddServer server = serve("expired");

        assertThat(create(server.url("https", "localhost"), true))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.detail()).contains("expired"));
    }

    @Test
    void a_server_that_does_not_encrypt_is_denied() {
        OddServer server = OddServer.start(vertx).then(201, "{\"id\":\"1\"}");

        assertThat(create(server.url("https", "localhost"), false))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.detail()).contains("does not speak TLS"));
    }

    @Test
    void a_server_that_speaks_no_tls_newer_than_1_1_is_denied() {
        try (OldTls server = OldTls.start()) {
            assertThat(create("https://localhost:" + server.port(), false)).isInstanceOf(Denied.class);

            await().until(() -> server.told().contains(OldTls.PROTOCOL_VERSION));
        }
    }

    @Test
    void a_name_that_does_not_exist_is_told_with_the_host() {
        assertThat(create("https://provider.invalid/scim/v2", false))
                .isInstanceOfSatisfying(
                        Busy.class,
                        busy -> assertThat(busy.detail())
                                .isEqualTo("cannot connect to provider.invalid: its name cannot be resolved"));
    }

    @Test
    void a_connection_that_breaks_during_the_handshake_may_come_back() {
        var server = vertx.createNetServer().connectHandler(socket -> socket.close());
        server.listen(0, "127.0.0.1").await();

        assertThat(create("https://localhost:" + server.actualPort(), false)).isInstanceOf(Busy.class);
    }

    @Test
    void a_file_that_holds_no_certificate_is_refused_by_its_key() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        for (Path file : List.of(empty, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> ScimClients.open(
                            vertx,
                            options("https://localhost", Optional.of(file)),
                            new SimpleMeterRegistry(),
                            Clock.systemUTC()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("provider.trust: " + file);
        }
    }

    @Test
    void the_check_names_the_certificate() throws IOException {
        OddServer server = serve("expired");

        List<CheckStep> steps = ScimClients.check(
                        vertx,
                        options(server.url("https", "localhost"), Optional.of(authority())),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .await();

        assertThat(steps)
                .extracting(CheckStep::name)
                .containsExactly("provider: name", "provider: connection", "provider: certificate");
        assertThat(steps.get(2).passed()).isFalse();
        assertThat(steps.get(2).detail()).contains("expired");
        assertThat(steps.get(2).remedy().orElseThrow()).contains("renew").doesNotContain("provider.trust");
    }

    /** All entries are in one store, the authority's too; starting keytool is slow. */
    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=Authority", "-ext", "bc=ca:true");
        keytool(
                "-exportcert",
                "-alias",
                "authority",
                "-rfc",
                "-file",
                authority().toString());
        makeServer("fitting", "localhost", "-1d");
        makeServer("strange", "elsewhere.example.net", "-1d");
        makeServer("expired", "localhost", "-30d");
    }

    private static void makeServer(String alias, String host, String start) throws IOException, InterruptedException {
        keytool(Stream.of(
                        List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-signer", "authority"),
                        List.of("-dname", "CN=" + host, "-ext", "san=dns:" + host),
                        List.of("-startdate", start, "-validity", "10"))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static void keytool(String... command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var arguments = new ArrayList<>(List.of(tool.toString()));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Path authority() {
        return folder.resolve("authority.pem");
    }

    private static Path store() {
        return folder.resolve("store.p12");
    }

    private OddServer serve(String alias) throws IOException {
        return OddServer.start(
                        vertx,
                        new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PfxOptions()
                                        .setValue(Buffer.buffer(Files.readAllBytes(store())))
                                        .setAlias(alias)
                                        .setPassword(PASSWORD)))
                .then(201, "{\"id\":\"1\"}");
    }

    private ScimOutcome create(String url, boolean trusted) {
        Optional<Path> trust = trusted ? Optional.of(authority()) : Optional.empty();
        ScimClient client = ScimClients.open(vertx, options(url, trust), meters, Clock.systemUTC());
        try {
            return client.execute(new ScimOperation.Create(SampleUsers.correlation(), SampleUsers.plain("alice")))
                    .await();
        } finally {
            client.close().await();
        }
    }

    private static ScimOptions options(String url, Optional<Path> trust) {
        return new ScimOptions(
                URI.create(url),
                new TokenLogin(Secret.of("token")),
                trust,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }
}
