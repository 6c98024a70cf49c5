package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.observe.HealthStatus.State;
import adsync.scim.ScimOutcome;
import adsync.shipper.ProviderGate.Passage;
import adsync.testing.TestClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProviderGateTest {

    private final TestClock clock = new TestClock();
    private final ProviderGate gate = new ProviderGate(clock, new Random(1));

    private static ScimOutcome busy(Duration retryAfter) {
        return new ScimOutcome.Busy(429, Optional.of(retryAfter), "slow down");
    }

    @Test
    void as_long_as_it_was_not_asked_there_is_no_cause() {
        assertThat(gate.status().state()).isEqualTo(State.DEGRADED);
        assertThat(gate.status().cause()).isEmpty();
    }

    @Test
    void a_retry_after_shuts_it_for_that_long_and_then_one_probe_passes() {
        gate.learn(busy(Duration.ofSeconds(30)));
        assertThat(gate.pass()).isEqualTo(Passage.SHUT);

        clock.advance(Duration.ofSeconds(29));
        assertThat(gate.pass()).isEqualTo(Passage.SHUT);
        clock.advance(Duration.ofSeconds(5));

        assertThat(gate.pass()).isEqualTo(Passage.PROBE);
        assertThat(gate.pass()).isEqualTo(Passage.SHUT);
        gate.learn(new ScimOutcome.Applied(200));
        assertThat(gate.pass()).isEqualTo(Passage.OPEN);
    }

    @Test
    void an_answer_that_was_under_way_already_does_not_cut_a_retry_after_short() {
        gate.learn(busy(Duration.ofSeconds(30)));

        gate.learn(new ScimOutcome.Applied(200));

        assertThat(gate.pass()).isEqualTo(Passage.SHUT);
        assertThat(gate.remaining()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_failed_probe_shuts_it_again_for_longer() {
        gate.learn(new ScimOutcome.Busy(0, Optional.empty(), "refused"));
        Duration total = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            clock.advance(gate.remaining());
            assertThat(gate.pass()).isEqualTo(Passage.PROBE);
            gate.learn(new ScimOutcome.Busy(0, Optional.empty(), "refused"));
            total = total.plus(gate.remaining());
        }
        assertThat(total).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(10));
    }

    @Test
    void a_probe_that_had_nothing_to_send_leaves_the_probe_to_others() {
        gate.learn(busy(Duration.ofSeconds(1)));
        clock.advance(Duration.ofSeconds(5));
        assertThat(gate.pass()).isEqualTo(Passage.PROBE);

        gate.probeUnused();

        assertThat(gate.pass()).isEqualTo(Passage.PROBE);
    }

    @Test
    void one_bad_object_never_shuts_it() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.isOwn("bad", new ScimOutcome.Failed(500, "broken"), "broken"))
                    .isTrue();
            gate.learn(new ScimOutcome.Refused(400, "no"));
        }
        assertThat(gate.pass()).isEqualTo(Passage.OPEN);
    }

    @Test
    void failures_of_several_objects_in_a_row_shut_it() {
        for (int i = 1; i < 5; i++) {
            assertThat(gate.isOwn("object " + i, new ScimOutcome.Failed(500, "broken"), "broken"))
                    .isTrue();
        }
        assertThat(gate.pass()).isEqualTo(Passage.OPEN);

        assertThat(gate.isOwn("object 5", new ScimOutcome.Failed(500, "broken"), "broken"))
                .isFalse();

        assertThat(gate.pass()).isEqualTo(Passage.SHUT);
    }

    @Test
    void a_success_between_failures_leaves_each_to_its_object() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.isOwn("object " + i, new ScimOutcome.Failed(500, "broken"), "broken"))
                    .isTrue();
            gate.learn(new ScimOutcome.Created(201, "id"));
        }
        assertThat(gate.pass()).isEqualTo(Passage.OPEN);
    }

    @Test
    void a_refused_login_is_down_and_says_what_to_check() {
        gate.learn(new ScimOutcome.Applied(200));
        assertThat(gate.status().state()).isEqualTo(State.UP);

        gate.learn(new ScimOutcome.Denied(401, "bad password"));

        assertThat(gate.status().state()).isEqualTo(State.DOWN);
        assertThat(gate.status().cause()).contains("401", "provider.url", "user, password");
    }

    @Test
    void a_retry_after_of_years_is_cut() {
        gate.learn(busy(Duration.ofDays(1000)));

        assertThat(gate.remaining()).isLessThan(Duration.ofHours(2));
    }
}
