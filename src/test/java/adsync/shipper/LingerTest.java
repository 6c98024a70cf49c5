package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.OutboxRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LingerTest extends ShipperFixture {

    private static final Duration LINGER = Duration.ofMillis(20);

    @Test
    void no_change_waits_longer_than_it_may_for_others_and_what_has_waited_goes_at_once() {
        Instant hired = clock.instant();
        hired(person(1, "ada"));
        clock.advance(Duration.ofMillis(15));
        hired(person(2, "bob"));
        List<OutboxRow> rows = claim();

        assertThat(rows).hasSize(2);
        assertThat(ShipperVerticle.left(rows, LINGER, hired)).isEqualTo(LINGER);
        assertThat(ShipperVerticle.left(rows, LINGER, clock.instant())).isEqualTo(Duration.ofMillis(5));
        assertThat(ShipperVerticle.left(rows, LINGER, hired.plusSeconds(1))).isNegative();
    }

    @Test
    void a_clock_that_is_put_back_makes_nobody_wait_longer() {
        hired(person(1, "ada"));
        List<OutboxRow> rows = claim();

        assertThat(ShipperVerticle.left(rows, LINGER, clock.instant().minusSeconds(60)))
                .isEqualTo(LINGER);
    }
}
