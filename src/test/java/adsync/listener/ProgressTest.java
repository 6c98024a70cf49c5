package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Progress progress = new Progress("contoso.com", clock, meters, () -> {});

    private double gauge(String name) {
        return meters.get("adsync.listener.load." + name).gauge().value();
    }

    @Test
    void before_and_after_an_enumeration_nothing_remains() {
        assertThat(gauge("remaining")).isZero();
        assertThat(gauge("rate")).isZero();

        progress.begin(0, 100);
        clock.advance(Duration.ofSeconds(1));
        progress.walked(100, true);
        progress.end();

        assertThat(gauge("remaining")).isZero();
        assertThat(gauge("rate")).isZero();
        assertThat(gauge("done")).isEqualTo(100);
    }

    @Test
    void rate_and_end_are_told_while_it_runs() {
        progress.begin(0, 1_000);
        clock.advance(Duration.ofSeconds(2));
        progress.walked(200, true);

        assertThat(gauge("rate")).isEqualTo(100);
        assertThat(gauge("remaining")).isEqualTo(8);
        assertThat(progress.remaining(clock.instant())).contains(Duration.ofSeconds(8));
    }

    @Test
    void there_is_no_telling_while_nobody_knows_how_many_there_are_or_none_has_come() {
        progress.begin(0, 0);
        clock.advance(Duration.ofSeconds(2));
        progress.walked(200, true);

        assertThat(gauge("rate")).isEqualTo(100);
        assertThat(gauge("remaining")).isNaN();
        assertThat(progress.remaining(clock.instant())).isEmpty();

        progress.expect(1_000);
        assertThat(gauge("remaining")).isEqualTo(8);

        progress.begin(0, 1_000);
        assertThat(gauge("remaining")).isNaN();
    }

    @Test
    void one_that_goes_on_counts_only_what_it_reads_itself() {
        progress.begin(500, 1_000);
        clock.advance(Duration.ofSeconds(1));
        progress.walked(600, true);

        assertThat(gauge("rate")).isEqualTo(100);
        assertThat(gauge("remaining")).isEqualTo(4);
    }
}
