package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRateTest {

    private static final Duration TICK = Duration.ofMillis(5);

    private final TestClock clock = new TestClock();
    private final RequestRate rate = new RequestRate();

    /** Takes so many requests in a second, as a bucket that is filled steadily; refuses the others. */
    private final class Bucket {

        private final double perSecond;
        private final double most;
        private double left;
        private Instant filled = clock.instant();
        private int taken;
        private int refused;

        Bucket(double perSecond, double most) {
            this.perSecond = perSecond;
            this.most = most;
            this.left = most;
        }

        boolean takes() {
            double seconds = Duration.between(filled, clock.instant()).toNanos() / 1e9;
            left = Math.min(most, left + perSecond * seconds);
            filled = clock.instant();
            if (left < 1) {
                refused++;
                return false;
            }
            left--;
            taken++;
            return true;
        }
    }

    /** Sends as much as may be sent, 16 requests at once, and waits after a refusal as it is told. */
    private void sendFor(Duration time, Bucket bucket, Duration retryAfter) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            Instant begun = clock.instant();
            boolean held = false;
            for (int left = Math.min(16, rate.room(begun)); left > 0; left--) {
                rate.sent(begun);
                if (!bucket.takes()) {
                    rate.refused(begun, clock.instant());
                    held = true;
                }
            }
            clock.advance(held ? retryAfter : TICK);
        }
    }

    @Test
    void until_a_refusal_there_is_no_limit() {
        for (int i = 0; i < 10_000; i++) {
            rate.sent(clock.instant());
        }

        assertThat(rate.room(clock.instant())).isEqualTo(Integer.MAX_VALUE);
        assertThat(rate.pause(clock.instant())).isZero();
        assertThat(rate.perSecond()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"300, 300, 1", "50, 50, 1", "3, 20, 5", "10, 600, 30"})
    void it_is_found_and_kept_to_whatever_it_is(double perSecond, double burst, int retryAfterSeconds) {
        Bucket provider = new Bucket(perSecond, burst);
        sendFor(Duration.ofMinutes(5), provider, Duration.ofSeconds(retryAfterSeconds));
        provider.taken = 0;
        provider.refused = 0;

        sendFor(Duration.ofMinutes(10), provider, Duration.ofSeconds(retryAfterSeconds));

        assertThat(provider.taken).isGreaterThan((int) (0.75 * perSecond * 600));
        assertThat(provider.refused).isLessThan(Math.max(100, provider.taken / 50));
    }

    @Test
    void requests_under_way_at_a_refusal_are_refused_together_and_count_once() {
        for (int i = 0; i < 200; i++) {
            rate.sent(clock.instant());
        }
        Instant begun = clock.instant();
        clock.advance(Duration.ofMillis(100));
        rate.refused(begun, clock.instant());
        double learned = rate.perSecond();

        rate.refused(begun, clock.instant());

        assertThat(learned).isEqualTo(100);
        assertThat(rate.perSecond()).isEqualTo(learned);
    }

    @Test
    void a_refusal_among_few_requests_leaves_some() {
        rate.sent(clock.instant());
        rate.refused(clock.instant(), clock.instant());

        assertThat(rate.perSecond()).isEqualTo(5);
        assertThat(rate.room(clock.instant())).isZero();
        clock.advance(rate.pause(clock.instant()));
        assertThat(rate.room(clock.instant())).isPositive();
    }

    @Test
    void what_is_urgent_goes_at_once_and_the_others_wait_for_that() {
        rate.sent(clock.instant());
        rate.refused(clock.instant(), clock.instant());
        for (int i = 0; i < 10; i++) {
            rate.sent(clock.instant());
        }

        assertThat(rate.pause(clock.instant())).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2300));
    }

    @Test
    void it_is_forgotten_when_nothing_was_refused_for_long() {
        rate.sent(clock.instant());
        rate.refused(clock.instant(), clock.instant());
        for (int minute = 0; minute < 20; minute++) {
            clock.advance(Duration.ofMinutes(1));
            rate.room(clock.instant());
        }

        assertThat(rate.perSecond()).isZero();
        assertThat(rate.room(clock.instant())).isEqualTo(Integer.MAX_VALUE);
    }
}
