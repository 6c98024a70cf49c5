package adsync.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordSettlement;
import adsync.journal.WaitingPassword;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One domain controller has no more than its share, however many certificates it was given. */
class ControllerLimitsTest extends IntakeFixture {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private void reopenWithOneEach() throws IOException {
        reopen(new Limits(20, 1, 3, 3, 100_000, MINUTE, MINUTE, MINUTE));
    }

    private static SSLSocket connected(SimulatedController controller) throws IOException {
        var socket = (SSLSocket) controller.connect();
        socket.setSoTimeout(2_000);
        return socket;
    }

    /** Whether the other side leaves a connection open for a while. */
    private static boolean staysOpen(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false; // by a reset
        }
    }

    @Test
    void renewed_certificates_make_no_room_for_more_connections() throws Exception {
        reopenWithOneEach();
        try (SimulatedController controller = enrolled();
                SSLSocket first = connected(controller)) {
            await().atMost(SOON).ignoreExceptionsInstanceOf(IOException.class).until(() -> staysOpen(first));
            controller.renew();

            await().atMost(SOON).untilAsserted(() -> {
                try (SSLSocket second = connected(controller);
                        SSLSocket third = connected(controller)) {
                    assertThat(staysOpen(second)).isTrue();
                    assertThat(staysOpen(third)).isFalse();
                }
            });
            assertThat(staysOpen(first)).isTrue();
        }
    }

    @Test
    void an_old_certificate_takes_no_place_of_the_new_one() throws Exception {
        reopenWithOneEach();
        try (SimulatedController before = enrolled();
                SimulatedController now = enrolled();
                Socket first = open(before);
                Socket second = open(before)) {
            await().atMost(SOON).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(now::beat);

            assertThatThrownBy(before::beat).hasMessageContaining("403");
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
    }

    private static SSLSocket open(SimulatedController controller) throws IOException {
        SSLSocket socket = connected(controller);
        socket.startHandshake();
        return socket;
    }

    @Test
    void renewals_are_a_few_at_once_and_one_a_minute() throws Exception {
        try (SimulatedController controller = enrolled()) {
            for (int renewal = 0; renewal < 5; renewal++) {
                controller.renew();
            }

            var refused = controller.post("/v1/dc/renew", "{}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("60");
            controller.beat();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");

            clock.advance(MINUTE);
            controller.renew();
            assertThatThrownBy(controller::renew).hasMessageContaining("429");
        }
    }

    @Test
    void heartbeats_are_some_at_once_and_ten_a_minute_for_each() throws Exception {
        try (SimulatedController controller = enrolled();
                SimulatedController other = SimulatedController.enrol(
                        invite("dc2.example.com"), "dc2.example.com", OTHER, provider.root(), clock)) {
            for (int beat = 0; beat < 20; beat++) {
                controller.beat();
            }

            var refused = controller.post("/v1/dc/heartbeat", "{}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("6");
            other.beat();
            clock.advance(Duration.ofSeconds(6));
            controller.beat();
        }
    }

    @Test
    void batches_that_are_no_good_are_counted_too() throws Exception {
        try (SimulatedController controller = enrolled()) {
            for (int batch = 0; batch < 1000; batch++) {
                controller.post("/v1/password-events", "");
            }

            assertThat(controller.post("/v1/password-events", "").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_wrong_clock_is_told_when_it_becomes_wrong_and_when_it_is_right_again() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(HeartbeatCall.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try (SimulatedController controller = enrolled()) {
            for (int minutes : List.of(10, 11, 0, 0, 10)) {
                long told = clock.instant().plus(Duration.ofMinutes(minutes)).getEpochSecond();
                controller.post(
                        "/v1/dc/heartbeat", new JsonObject().put("time", told).encode());
            }

            assertThat(log.list)
                    .extracting(ILoggingEvent::getLevel)
                    .containsExactly(Level.WARN, Level.INFO, Level.WARN);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    /** Each of a user of its own, as if all of a domain had changed, or somebody made users up. */
    @Test
    void whoever_has_too_many_passwords_waiting_is_put_off_and_others_are_not() throws Exception {
        reopen(new Limits(20, 4, 3, 3, 100_000, MINUTE, MINUTE, MINUTE, 2, 50));
        try (SimulatedController controller = enrolled();
                SimulatedController other = SimulatedController.enrol(
                        invite("dc2.example.com"), "dc2.example.com", OTHER, provider.root(), clock)) {
            controller.deliver(List.of(sealOf(controller, 1), sealOf(controller, 2)));
            String third = sealOf(controller, 3);

            HttpResponse<String> answer = controller.post("/v1/password-events", "{\"jwe\":\"" + third + "\"}\n");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("60");
            assertThat(other.deliver(List.of(sealOf(other, 4)))).containsExactly("accepted");
            endOne();
            assertThat(controller.deliver(List.of(third))).containsExactly("accepted");
        }
    }

    private String sealOf(SimulatedController controller, int number) {
        return controller.seal(
                "S-1-5-21-1-2-3-" + (1200 + number), "u", Filetime.of(clock.instant()), "Secret-1".getBytes(UTF_8));
    }

    private void endOne() {
        WaitingPassword first =
                journal.passwords().claim(clock.instant(), 1).await().getFirst();
        journal.passwords()
                .settle(List.of(new PasswordSettlement.Ended(first, PasswordEnd.EXPIRED, "")), clock.instant())
                .await();
    }
}
