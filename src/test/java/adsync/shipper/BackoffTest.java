package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofMinutes(5);

    private final Backoff backoff = new Backoff(BASE, CAP, new Random(42));

    private Duration longestOf(int attempts) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 2000; i++) {
            Duration wait = backoff.after(attempts);
            assertThat(wait).isPositive();
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return longest;
    }

    @Test
    void the_ceiling_doubles_with_each_attempt() {
        assertThat(longestOf(0)).isBetween(BASE.multipliedBy(9).dividedBy(10), BASE);
        assertThat(longestOf(3)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    }

    @Test
    void it_never_waits_longer_than_the_cap_however_often_it_failed() {
        assertThat(longestOf(30)).isLessThanOrEqualTo(CAP);
        assertThat(longestOf(Integer.MAX_VALUE)).isLessThanOrEqualTo(CAP);
    }

    @Test
    void objects_that_failed_together_do_not_come_back_together() {
        var waits = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> backoff.after(5))
                .collect(java.util.stream.Collectors.toSet());

        assertThat(waits).hasSizeGreaterThan(90);
    }
}
