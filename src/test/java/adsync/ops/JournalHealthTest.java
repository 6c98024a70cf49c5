package adsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Hold.State;
import adsync.journal.JournalStatistics;
import adsync.observe.HealthStatus;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of the journal. */
class JournalHealthTest {

    private final TestClock clock = new TestClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final JournalHealth health = new JournalHealth(clock, meters);

    private Hold hold(HazardKind kind, long objects, State state) {
        return new Hold(1, kind, clock.instant(), objects, objects, 1, Optional.empty(), state, Optional.empty());
    }

    private double held(HazardKind kind) {
        return meters.get(OpsMeter.HELD.getName())
                .tag("kind", kind.word())
                .gauge()
                .value();
    }

    @Test
    void what_is_held_is_counted_by_its_kind() {
        health.counted(
                new JournalStatistics(1000, 0, 0, 640, 1000, Optional.empty(), ""),
                List.of(
                        hold(HazardKind.DELETE, 600, State.OPEN),
                        hold(HazardKind.LEAVE_SCOPE, 40, State.OPEN),
                        hold(HazardKind.DISABLE, 70, State.APPROVED)));

        assertThat(held(HazardKind.DELETE)).isEqualTo(600);
        assertThat(held(HazardKind.LEAVE_SCOPE)).isEqualTo(40);
        assertThat(held(HazardKind.DISABLE)).isZero();
        assertThat(health.status().cause()).contains("640 objects are held");
        assertThat(meters.get(OpsMeter.FIRST_LOAD_HELD.getName()).gauge().value())
                .isZero();
    }

    @Test
    void a_first_load_that_waits_is_no_object() {
        health.counted(
                new JournalStatistics(3, 3, 0, 0, 0, Optional.empty(), ""),
                List.of(hold(HazardKind.FIRST_LOAD, 0, State.OPEN)));

        assertThat(meters.get(OpsMeter.FIRST_LOAD_HELD.getName()).gauge().value())
                .isEqualTo(1);
        assertThat(health.status().cause()).contains("adsync approve 1");
    }

    @Test
    void one_that_answers_but_cannot_be_written_is_down() {
        health.counted(new JournalStatistics(3, 0, 0, 0, 3, Optional.empty(), "The disk is full."), List.of());

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.DOWN);
        assertThat(health.status().cause()).isEqualTo("The disk is full.");

        health.counted(new JournalStatistics(3, 0, 0, 0, 3, Optional.empty(), ""), List.of());

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.UP);
    }
}
