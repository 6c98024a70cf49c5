package adsync.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.ServerCertificate;
import adsync.testing.TestClock;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key set is fetched from whom the certificate authorities of the platform vouch for, and from nobody else. */
class KeySetOverTlsTest {

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final ProviderKeys provider = new ProviderKeys();
    private final TestClock clock = new TestClock();
    private final AtomicInteger asked = new AtomicInteger();
    private SSLContext before;
    private HttpsServer server;

    @BeforeEach
    void open() throws GeneralSecurityException, IOException {
        before = SSLContext.getDefault();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void close() {
        server.stop(0);
        SSLContext.setDefault(before);
    }

    private void serve(ServerCertificate certificate) {
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = provider.set(3, "seal").getBytes(US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** As if the platform trusted this one and no other. */
    private static void trust(ServerCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.pem().getBytes(US_ASCII))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    private KeySets fetched() {
        URI place = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        KeySets sets = new KeySets(place, folder.resolve("kept"), provider.root(), clock);
        clock.advance(Duration.ofMinutes(10));
        sets.refresh();
        return sets;
    }

    @Test
    void whoever_is_trusted_is_asked() throws Exception {
        ServerCertificate own = ServerCertificate.forLoopback(FROM, UNTIL);
        serve(own);
        trust(own);

        KeySets sets = fetched();

        assertThat(sets.problem()).isEmpty();
        assertThat(sets.current().orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void whoever_another_authority_vouches_for_is_not() throws Exception {
        serve(ServerCertificate.forLoopback(FROM, UNTIL));
        trust(ServerCertificate.forLoopback(FROM, UNTIL));

        assertRefused("signature check failed");
    }

    @Test
    void nor_who_has_another_name() throws Exception {
        ServerCertificate elsewhere = ServerCertificate.forHost("keys.example.com", FROM, UNTIL);
        serve(elsewhere);
        trust(elsewhere);

        assertRefused("No subject alternative names matching IP address");
    }

    private void assertRefused(String why) {
        KeySets sets = fetched();

        assertThat(sets.current()).isEmpty();
        assertThat(sets.problem()).contains("cannot be read", "TLS: ", why);
        assertThat(asked).hasValue(0);
    }
}
