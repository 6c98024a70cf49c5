package adsync.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.testing.OldTls;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever begins to speak TLS and does not come to an end takes no room from those who do. */
class HostileHandshakeTest extends IntakeFixture {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** The beginning of a TLS record that does not go on. */
    private static final byte[] BEGINNING = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01};

    private final List<Socket> begun = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket one : begun) {
            one.close();
        }
    }

    private void begin(String from) throws IOException {
        Socket socket = new Socket("127.0.0.1", intake.port(), InetAddress.getByName(from), 0);
        begun.add(socket);
        socket.getOutputStream().write(BEGINNING);
    }

    /** Whether the other side has ended it, by a reset if it had not read all. */
    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private double cut() {
        return IntakeMeter.CUT.counter(meters).count();
    }

    @Test
    void of_many_handshakes_of_one_address_the_oldest_give_way() throws Exception {
        reopen(new Limits(128, 4, 6, 4, 65_536, LONG, LONG, LONG));
        begin("127.0.0.2");
        for (int number = 0; number < 20; number++) {
            begin("127.0.0.3");
        }

        await().atMost(SOON).until(() -> cut() == 14);
        assertThat(ended(begun.get(1))).isTrue();
        begin("127.0.0.2");
        try (SimulatedController controller = enrolled()) {
            controller.beat();
        }
        assertThat(cut()).isEqualTo(14);
    }

    @Test
    void of_many_handshakes_of_many_addresses_the_oldest_give_way() throws Exception {
        reopen(new Limits(12, 4, 6, 4, 65_536, LONG, LONG, LONG));
        for (int number = 0; number < 40; number++) {
            begin("127.0.1." + (1 + number));
        }
        await().atMost(SOON).until(() -> cut() == 28);

        try (SimulatedController controller = enrolled()) {
            controller.beat();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
        }
    }

    /** Whether the handshake of a connection from there comes to its end. */
    private boolean shakesHands(String from) throws Exception {
        try (SSLSocket socket = (SSLSocket) new SSLUtil(new TrustAllTrustManager())
                .createSSLSocketFactory()
                .createSocket("127.0.0.1", intake.port(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            return true;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return false; // cut off
        }
    }

    @Test
    void who_comes_to_the_end_of_a_handshake_again_and_again_has_to_wait_and_others_need_not() throws Exception {
        reopen(new Limits(128, 4, 32, 32, 65_536, LONG, LONG, LONG, 10, 1));
        for (int number = 0; number < 10; number++) {
            assertThat(shakesHands("127.0.0.2")).isTrue();
        }

        assertThat(shakesHands("127.0.0.2")).isFalse();
        assertThat(cut()).isEqualTo(1);
        try (SimulatedController controller = enrolled()) {
            controller.beat();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(shakesHands("127.0.0.2")).isTrue();
        assertThat(shakesHands("127.0.0.2")).isFalse();
        assertThat(cut()).isEqualTo(2);
    }

    @Test
    void hundreds_behind_one_address_are_never_in_the_way_of_each_other() throws Exception {
        reopen(new Limits(128, 4, 32, 32, 65_536, LONG, LONG, LONG));
        for (int number = 0; number < 300; number++) {
            assertThat(shakesHands("127.0.0.2")).isTrue();
        }
        assertThat(cut()).isZero();
    }

    @Test
    void who_speaks_no_tls_newer_than_1_1_is_refused() throws Exception {
        reopen(new Limits(128, 4, 6, 4, 65_536, LONG, LONG, LONG));
        try (Socket old = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
            assertThat(OldTls.ask(old)).isEqualTo(OldTls.PROTOCOL_VERSION);
        }
    }

    @Test
    void handshakes_that_are_over_are_not_counted() throws Exception {
        reopen(new Limits(128, 4, 2, 2, 65_536, LONG, LONG, LONG));
        for (int number = 0; number < 10; number++) {
            begin("127.0.0.2");
            begun.removeLast().close();
        }
        try (SimulatedController controller = enrolled()) {
            for (int number = 0; number < 10; number++) {
                try (Socket one = controller.connect()) {
                    ((SSLSocket) one).startHandshake();
                }
            }
            controller.beat();
        }
    }

    /** Also by one that we know: it would cost us more than it costs the other one, and could change who that is. */
    @Test
    void nobody_negotiates_anew_on_a_connection() throws Exception {
        try (SimulatedController controller = enrolled();
                SSLSocket socket = (SSLSocket) controller.connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            String before =
                    Base64.getEncoder().encodeToString(socket.getSession().getId());

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write("POST /v1/dc/heartbeat HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
                        if (socket.getInputStream().read() < 0) {
                            throw new EOFException();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Base64.getEncoder().encodeToString(socket.getSession().getId()))
                    .isEqualTo(before);
            controller.beat();
        }
    }
}
