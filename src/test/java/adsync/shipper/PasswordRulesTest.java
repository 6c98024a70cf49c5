package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import adsync.journal.PasswordSettlement;
import adsync.journal.PasswordSettlement.Waits;
import adsync.journal.WaitingPassword;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a password waits that the directory has not told of. */
class PasswordRulesTest {

    private final TestClock clock = new TestClock();
    private final PasswordRules rules = new PasswordRules(
            MustChange.HOLD,
            new Strangers(clock),
            new PasswordEvidence(new Senders(clock, domain -> List.of())),
            clock,
            new Random(1));

    /** Changed some time ago, come just now, looked at ten times; the directory tells of an older change. */
    private WaitingPassword changed(Duration ago) {
        Instant at = clock.instant().minus(ago);
        var user = new WaitingPassword.User(
                new ObjectGuid(new UUID(1, 1)),
                true,
                false,
                Optional.of("id-1"),
                OptionalLong.of(Filetime.of(at.minus(Duration.ofDays(9)))));
        return new WaitingPassword(
                1,
                "a",
                "dc1",
                "S-1-5-21-1-2-3-4",
                Filetime.of(at),
                clock.instant(),
                clock.instant(),
                Duration.ZERO,
                10,
                "sealed",
                "",
                user,
                List.of());
    }

    private Duration longestWait(WaitingPassword password) {
        return IntStream.range(0, 100)
                .mapToObj(turn -> rules.before(password).orElseThrow())
                .map(PasswordSettlement.class::cast)
                .map(settlement -> Duration.between(clock.instant(), ((Waits) settlement).notBefore()))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    @Test
    void a_fresh_one_is_looked_at_again_at_once() {
        assertThat(longestWait(changed(Duration.ZERO))).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void the_backlog_of_an_outage_is_looked_at_less_and_less_often() {
        assertThat(longestWait(changed(Duration.ofMinutes(10)))).isGreaterThan(Duration.ofSeconds(30));
    }
}
