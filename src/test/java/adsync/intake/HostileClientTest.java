package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Whoever does not keep to the rules costs little and hinders nobody. */
class HostileClientTest extends IntakeFixture {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ENROL = "/v1/dc/enrol";
    private static final String EVENTS = "/v1/password-events";
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    @Test
    void who_sends_octet_by_octet_is_cut_off() throws Exception {
        double before = cut();
        try (Socket socket = anonymous()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var over = new CountDownLatch(1);
            Thread drip = Thread.ofVirtual().start(() -> drip(out, over));

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            over.countDown();
            drip.join(SOON);
        }
        await().atMost(SOON).until(() -> cut() > before);
    }

    private static void drip(OutputStream out, CountDownLatch over) {
        try {
            do {
                out.write('a');
                out.flush();
            } while (!over.await(200, TimeUnit.MILLISECONDS));
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
                say(socket, nonsense);
                byte[] begun = socket.getInputStream().readNBytes(12);
                assertThat(new String(begun, StandardCharsets.US_ASCII)).matches("HTTP/1\\.1 4.*|");
            } catch (IOException e) {
                assertThat(e).isNotNull(); // cut off
            }
        }
        try (SimulatedController controller = enrolled()) {
            controller.beat();
        }
    }

    @Test
    void who_does_not_speak_tls_is_cut_off() throws Exception {
        try (Socket silent = plain();
                Socket chatty = plain()) {
            chatty.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(ends(chatty)).isTrue();
            assertThat(ends(silent)).isTrue();
        }
    }

    @Test
    void who_sends_a_body_octet_by_octet_is_cut_off_and_nothing_of_it_is_kept() throws Exception {
        reopen(within(Duration.ofSeconds(1)));
        try (SimulatedController controller = enrolled();
                Socket slow = connected(controller)) {
            String sealed = "{\"jwe\":\"" + seal(controller, clock.instant()) + "\"}\n";
            say(slow, head(EVENTS, sealed.length() + 100) + sealed);
            var over = new CountDownLatch(1);
            Thread drip = Thread.ofVirtual().start(() -> drip(outOf(slow), over));

            assertThat(ends(slow)).isTrue();
            over.countDown();
            drip.join(SOON);

            assertThat(journal.passwords().claim(clock.instant(), 10).await()).isEmpty();
            controller.beat();
        }
    }

    @Test
    void a_fifth_connection_of_one_domain_controller_is_refused_and_the_four_are_served() throws Exception {
        List<Socket> four = new ArrayList<>();
        try (SimulatedController controller = enrolled();
                SimulatedController other = SimulatedController.enrol(
                        invite("dc2.example.com"), "dc2.example.com", OTHER, provider.root(), clock)) {
            for (int number = 0; number < 4; number++) {
                four.add(connected(controller));
                assertThat(beat(four.getLast())).startsWith("HTTP/1.1 200");
            }

            try (Socket fifth = connected(controller)) {
                assertThat(beat(fifth)).startsWith("HTTP/1.1 429").containsIgnoringCase("retry-after: 1");
                assertThat(ends(fifth)).isTrue();
            }
            for (Socket one : four) {
                assertThat(beat(one)).startsWith("HTTP/1.1 200");
            }
            other.beat();

            four.getFirst().close();
            await().atMost(SOON).untilAsserted(() -> {
                try (Socket again = connected(controller)) {
                    assertThat(beat(again)).startsWith("HTTP/1.1 200");
                }
            });
        } finally {
            for (Socket one : four) {
                one.close();
            }
        }
    }

    @Test
    void many_connections_of_one_certificate_are_cut_off_before_they_ask_for_anything() throws Exception {
        reopen(new Limits(128, 1, 3, 3, 1024, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        try (SimulatedController controller = enrolled()) {
            await().atMost(SOON).untilAsserted(() -> {
                try (Socket first = connected(controller);
                        Socket second = connected(controller);
                        Socket third = connected(controller)) {
                    ((SSLSocket) first).startHandshake();
                    ((SSLSocket) second).startHandshake();
                    assertThat(ends(third)).isTrue();
                    assertThat(beat(first)).startsWith("HTTP/1.1 200");
                }
            });
        }
    }

    @Test
    void more_connections_than_there_may_be_are_cut_off_and_the_others_are_served() throws Exception {
        reopen(new Limits(3, 4, 3, 3, 1024, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        try (Socket first = anonymous();
                Socket second = anonymous();
                Socket third = anonymous();
                Socket fourth = anonymous()) {
            List<Socket> all = List.of(first, second, third, fourth);
            assertThat(all).filteredOn(HostileClientTest::served).hasSize(3);
            assertThat(cut()).isEqualTo(1);
        }
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> enrolled().close());
    }

    private static boolean served(Socket socket) {
        try {
            say(socket, head(ENROL, 2) + "{}");
            return answer(socket).startsWith("HTTP/1.1 400");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void connections_without_a_certificate_leave_room_for_domain_controllers() throws Exception {
        reopen(new Limits(8, 4, 3, 2, 65_536, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        try (SimulatedController controller = enrolled()) {
            await().atMost(SOON).untilAsserted(() -> {
                try (Socket first = anonymous();
                        Socket second = anonymous();
                        Socket elsewhere = anonymous("127.0.0.2");
                        Socket fifth = anonymous("127.0.0.3")) {
                    for (Socket one : List.of(first, second)) {
                        ((SSLSocket) one).startHandshake();
                    }
                    try (Socket third = anonymous()) {
                        assertThat(ends(third)).isTrue(); // of one address
                    }
                    ((SSLSocket) elsewhere).startHandshake();
                    assertThat(ends(fifth)).isTrue(); // of all
                    for (Socket one : List.of(first, second, elsewhere)) {
                        say(one, head(ENROL, 2) + "{}");
                        assertThat(answer(one)).startsWith("HTTP/1.1 400");
                    }
                }
            });
            controller.beat();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
        }
    }

    @Test
    void guesses_of_one_address_do_not_keep_others_from_enrolling() throws Exception {
        String invitation = invite(NAME);
        for (int guess = 0; guess < 30; guess++) {
            try (Socket elsewhere = anonymous("127.0.0.2")) {
                say(elsewhere, head(ENROL, 2) + "{}");
                answer(elsewhere);
            }
        }
        SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock)
                .close();
    }

    @Test
    void what_is_in_flight_is_bounded_and_what_is_given_up_frees_it() throws Exception {
        reopen(new Limits(
                128, 4, 32, 4, 64 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(8), Duration.ofSeconds(30)));
        try (SimulatedController controller = enrolled();
                Socket half = connected(controller)) {
            say(half, head(EVENTS, 60_000) + "x".repeat(50_000));
            String nonsense = "x".repeat(20_000);

            await().atMost(SOON).untilAsserted(() -> {
                var refused = controller.post(EVENTS, nonsense);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).contains("5");
            });

            assertThat(ends(half)).isTrue(); // it took too long
            assertThat(controller.post(EVENTS, nonsense).statusCode())
                    .isEqualTo(413); // a line that is too long, once more
        }
    }

    @Test
    void what_waits_for_the_disk_is_in_flight_until_it_is_answered() throws Exception {
        AtomicReference<Optional<Promise<Void>>> disk = new AtomicReference<>(Optional.empty());
        List<Future<Void>> hanging = new CopyOnWriteArrayList<>();
        way = real ->
                StalledJournal.of(real, () -> disk.get().map(Promise::future).filter(hanging::add));
        reopen(new Limits(128, 4, 32, 4, 4000, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        try (SimulatedController controller = enrolled();
                Socket first = connected(controller);
                Socket second = connected(controller)) {
            disk.set(Optional.of(Promise.promise()));
            String one = batch(controller);
            say(first, head(EVENTS, one.length()) + one);
            await().atMost(SOON).until(() -> !hanging.isEmpty()); // else the second may be the first
            await().atMost(SOON).untilAsserted(() -> {
                String other = batch(controller);
                say(second, head(EVENTS, other.length()) + other);
                assertThat(answer(second)).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 5");
            });

            disk.getAndSet(Optional.empty()).orElseThrow().complete();
            assertThat(answer(first)).startsWith("HTTP/1.1 200").contains("accepted");
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .hasSize(1);
        }
    }

    /** Three events, of more than half of what may be in flight. */
    private String batch(SimulatedController controller) {
        return ("{\"jwe\":\"" + seal(controller, clock.instant()) + "\"}\n").repeat(3);
    }

    @Test
    void who_is_refused_in_the_middle_of_a_body_and_falls_silent_is_cut_off() throws Exception {
        reopen(new Limits(128, 4, 32, 4, 10_000, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60)));
        try (SimulatedController controller = enrolled();
                Socket silent = connected(controller)) {
            say(silent, head(EVENTS, 60_000) + "x".repeat(30_000));

            assertThat(ends(silent)).isTrue();
        }
    }

    @Test
    void a_body_that_does_not_say_how_long_it_is_ends_where_any_other_does() throws Exception {
        try (SimulatedController controller = enrolled();
                Socket chunked = connected(controller)) {
            say(chunked, "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        say(chunked, chunk);
                    }
                } catch (IOException e) {
                    Thread.currentThread().interrupt(); // cut off
                }
            });

            assertThat(ends(chunked)).isTrue();
            controller.beat();
        }
    }

    private static Limits within(Duration body) {
        return new Limits(128, 4, 32, 4, 1024 * 1024, Duration.ofSeconds(5), body, Duration.ofSeconds(30));
    }

    private Socket plain() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), intake.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static Socket connected(SimulatedController controller) throws IOException {
        Socket socket = controller.connect();
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static OutputStream outOf(Socket socket) {
        try {
            return socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String head(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String beat(Socket socket) throws IOException {
        say(socket, head("/v1/dc/heartbeat", 2) + "{}");
        return answer(socket);
    }

    /** Head and body of an answer that says how long it is. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return head.toString();
            }
            head.append((char) octet);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.US_ASCII);
    }

    /** Whether the other side ends the connection; fails if it keeps it open. */
    private static boolean ends(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // by a reset
        }
    }

    private Socket anonymous() throws Exception {
        return anonymous("127.0.0.1");
    }

    private Socket anonymous(String from) throws Exception {
        Socket socket = new SSLUtil(new TrustAllTrustManager())
                .createSSLSocketFactory()
                .createSocket("127.0.0.1", intake.port(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(60_000);
        return socket;
    }
}
