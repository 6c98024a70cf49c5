package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a listener waits before it begins anew. */
class RetryTest {

    private final Retry retry = new Retry(new Random(7));

    @Test
    void refused_credentials_are_not_hammered() {
        for (int i = 0; i < 10; i++) {
            assertThat(retry.afterDirectoryFailure(Reason.CREDENTIALS)).isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void the_first_waits_are_short_and_none_is_longer_than_half_a_minute() {
        assertThat(retry.afterDirectoryFailure(Reason.UNREACHABLE)).isLessThanOrEqualTo(Duration.ofMillis(500));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Duration wait = retry.afterDirectoryFailure(Reason.UNREACHABLE);
            longest = longest.compareTo(wait) < 0 ? wait : longest;
        }

        assertThat(longest).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @Test
    void a_success_makes_the_waits_short_again() {
        for (int i = 0; i < 10; i++) {
            retry.afterJournalFailure();
        }

        retry.succeeded();

        assertThat(retry.afterJournalFailure()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "RIGHTS", "REBUILT", "UNSUPPORTED", "PROTOCOL"})
    void what_a_person_must_mend_is_not_asked_every_second(Reason reason) {
        assertThat(retry.afterDirectoryFailure(reason)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }
}
