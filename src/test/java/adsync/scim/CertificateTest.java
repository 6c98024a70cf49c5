package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.observe.CheckStep;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.secret.Secret;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With certificates of the JDK's own keytool. */
class CertificateTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void a_certificate_that_is_trusted_and_fits_is_taken() throws IOException, InterruptedException {
        OddServer server = serve("localhost", "-1d");

        assertThat(create(server.url("https", "localhost"), true)).isInstanceOf(Created.class);
    }

    @Test
    void a_certificate_of_nobody_known_is_denied() throws IOException, InterruptedException {
        OddServer server = serve("localhost", "-1d");

        assertThat(create(server.url("https", "localhost"), false))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.detail())
                                .contains("unknown authority")
                                .contains("provider.trust"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_of_another_host_is_denied() throws IOException, InterruptedException {
        OddServer server = serve("elsewhere.example.net", "-1d");

        assertThat(create(server.url("https", "localhost"), true))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.detail()).contains("for another host"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_certificate_that_has_expired_is_denied() throws IOException, InterruptedException {
        OddServer server = serve("localhost", "-30d");

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
    void the_check_names_the_certificate() throws IOException, InterruptedException {
        OddServer server = serve("localhost", "-30d");

        List<CheckStep> steps = ScimClients.check(
                        vertx,
                        options(server.url("https", "localhost"), Optional.of(folder.resolve("authority.pem"))),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .await();

        assertThat(steps)
                .extracting(CheckStep::name)
                .containsExactly("provider: name", "provider: connection", "provider: certificate");
        assertThat(steps.get(2).passed()).isFalse();
        assertThat(steps.get(2).detail()).contains("expired");
    }

    /** Serves with a certificate for that host, of an authority whose own is in {@code authority.pem}. */
    private OddServer serve(String host, String start) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        Path authority = folder.resolve("authority.p12");
        keytool(authority, "-genkeypair", "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc=ca:true");
        keytool(authority, "-exportcert", "-rfc", "-file", file("authority.pem"));
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + host);
        keytool(store, "-certreq", "-file", file("request.pem"));
        keytool(
                authority,
                "-gencert",
                "-rfc",
                "-infile",
                file("request.pem"),
                "-outfile",
                file("server.pem"),
                "-ext",
                "san=dns:" + host,
                "-startdate",
                start,
                "-validity",
                "10");
        String chain = Files.readString(Path.of(file("server.pem"))) + Files.readString(Path.of(file("authority.pem")));
        Path chainFile = Files.writeString(folder.resolve("chain.pem"), chain);
        keytool(store, "-importcert", "-noprompt", "-trustcacerts", "-file", chainFile.toString());
        return OddServer.start(
                        vertx,
                        new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PfxOptions()
                                        .setValue(Buffer.buffer(Files.readAllBytes(store)))
                                        .setPassword("changeit")))
                .then(201, "{\"id\":\"1\"}");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(Path store, String... command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var arguments = new ArrayList<>(List.of(tool.toString()));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "-alias", "x", "-keystore", store.toString(), "-storepass", "changeit", "-storetype", "PKCS12"));
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private ScimOutcome create(String url, boolean trusted) {
        Optional<Path> trust = trusted ? Optional.of(folder.resolve("authority.pem")) : Optional.empty();
        ScimClient client = ScimClients.open(vertx, options(url, trust), new SimpleMeterRegistry(), Clock.systemUTC());
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
