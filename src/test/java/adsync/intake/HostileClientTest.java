package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** Whoever does not keep to the rules costs little and hinders nobody. */
class HostileClientTest extends IntakeFixture {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void who_sends_octet_by_octet_is_cut_off() throws Exception {
        double before = cut();
        try (Socket socket = anonymous()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread drip = Thread.ofVirtual().start(() -> drip(out));

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            drip.join(SOON);
        }
        await().atMost(SOON).until(() -> cut() > before);
    }

    private static void drip(OutputStream out) {
        try {
            while (true) {
                out.write('a');
                out.flush();
                Thread.sleep(Duration.ofMillis(200));
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // cut off
        }
    }

    private double cut() {
        return IntakeMeter.CUT.counter(meters).count();
    }

    @Test
    void a_huge_header_and_nonsense_are_refused_and_others_are_served() throws Exception {
        for (String nonsense : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/dc/enrol HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = anonymous()) {
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                InputStream in = socket.getInputStream();
                String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
                assertThat(line)
                        .satisfiesAnyOf(
                                text -> assertThat(text).startsWith("HTTP/1.1 4"),
                                text -> assertThat(text).isEmpty());
            } catch (IOException e) {
                assertThat(e).isNotNull(); // cut off
            }
        }
        try (SimulatedController controller = enrolled()) {
            controller.beat();
        }
    }

    private Socket anonymous() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", intake.port());
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
