package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the directory is looked at without a ring. */
class RhythmTest {

    private static final Duration POLL = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration BETWEEN_DRAINS = Duration.ofMillis(10);

    private final TestClock clock = new TestClock();
    private final Rhythm rhythm = new Rhythm(clock, POLL);

    @BeforeEach
    void something_was_found() {
        rhythm.begins(true);
        rhythm.found();
    }

    @Test
    void after_something_was_found_it_looks_once_again() {
        assertThat(rhythm.restsFor(POLL)).isEqualTo(LOOK_AGAIN);

        assertThat(rhythm.begins(false)).isTrue();

        assertThat(rhythm.restsFor(POLL)).isEqualTo(POLL);
        assertThat(rhythm.begins(false)).isFalse();
    }

    @Test
    void a_ring_for_what_was_found_already_does_not_stand_for_the_second_look() {
        rhythm.restsFor(POLL);
        clock.advance(BETWEEN_DRAINS);

        assertThat(rhythm.begins(true)).isFalse();

        assertThat(rhythm.restsFor(POLL)).isEqualTo(LOOK_AGAIN.minus(BETWEEN_DRAINS));
    }

    @Test
    void a_ring_at_the_time_of_the_second_look_stands_for_it() {
        rhythm.restsFor(POLL);
        clock.advance(LOOK_AGAIN);

        rhythm.begins(true);

        assertThat(rhythm.restsFor(POLL)).isEqualTo(POLL);
    }

    @Test
    void after_a_long_drain_it_looks_again_soon() {
        clock.advance(LOOK_AGAIN.multipliedBy(2));

        assertThat(rhythm.restsFor(POLL)).isEqualTo(BETWEEN_DRAINS);
    }

    @Test
    void nothing_rests_longer_than_its_next_task() {
        assertThat(rhythm.restsFor(BETWEEN_DRAINS)).isEqualTo(BETWEEN_DRAINS);
    }

    @Test
    void a_drain_that_was_rung_for_waits_a_moment_after_the_one_before() {
        assertThat(rhythm.pause()).isEqualTo(BETWEEN_DRAINS);

        clock.advance(LOOK_AGAIN);

        assertThat(rhythm.pause()).isNegative();
    }
}
