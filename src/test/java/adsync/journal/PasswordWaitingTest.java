package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a password has waited is time in which somebody was at work, whatever the clock says meanwhile. */
class PasswordWaitingTest extends PasswordFixture {

    @BeforeEach
    void oneWaits() {
        receive(event("a", NOON));
    }

    private WaitingPassword looked() {
        return passwords().waiting(clock().instant(), 0, 10).await().getFirst();
    }

    private Duration waitedAfter(Duration time) {
        clock().advance(time);
        return looked().waited();
    }

    /** As the lane looks, and more rarely. */
    private Duration waitedThrough(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusMinutes(2)) {
            looked();
            clock().advance(left.compareTo(Duration.ofMinutes(2)) < 0 ? left : Duration.ofMinutes(2));
        }
        return looked().waited();
    }

    @Test
    void time_that_goes_on_counts() {
        assertThat(waitedThrough(Duration.ofMinutes(50))).hasMinutes(50);
        assertThat(waitedThrough(Duration.ofMinutes(50))).hasMinutes(100);
        assertThat(looked().receivedAt()).isEqualTo(NOON);
    }

    @Test
    void a_leap_counts_neither_way() {
        assertThat(waitedThrough(Duration.ofMinutes(50))).hasMinutes(50);

        assertThat(waitedAfter(Duration.ofMinutes(6))).hasMinutes(50);
        assertThat(waitedAfter(Duration.ofDays(8))).hasMinutes(50);
        assertThat(looked().receivedAt()).as("what people are told").isEqualTo(NOON);
        assertThat(waitedThrough(Duration.ofMinutes(10))).hasMinutes(60);
        assertThat(waitedAfter(Duration.ofDays(-8))).hasMinutes(60);
        assertThat(waitedAfter(Duration.ofDays(-300))).hasMinutes(60);
        assertThat(waitedAfter(Duration.ofMinutes(1))).hasMinutes(61);
    }

    @Test
    void one_that_comes_by_a_clock_that_is_ahead_waits_no_longer_for_that() {
        clock().advance(Duration.ofDays(8));
        receive(new ReceivedPassword("b", "S-1-5-21-1-2-3-1105", 1, "sealed-b", null));

        assertThat(waitedAfter(Duration.ofDays(-8))).isZero();
        assertThat(waitedThrough(Duration.ofMinutes(20))).hasMinutes(20);
        assertThat(passwords().claim(clock().instant(), 10).await())
                .extracting(WaitingPassword::waited)
                .containsExactly(Duration.ofMinutes(20), Duration.ofMinutes(20));
    }

    @Test
    void while_no_process_runs_nothing_counts() {
        assertThat(waitedThrough(Duration.ofMinutes(50))).hasMinutes(50);

        clock().advance(Duration.ofDays(8));
        reopen();

        assertThat(passwords().claim(clock().instant(), 10).await())
                .extracting(WaitingPassword::waited)
                .containsExactly(Duration.ofMinutes(50));
    }
}
