package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ProviderFeatures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BulkLadderTest {

    private static BulkLadder promising(int operations) {
        return promising(operations, 100);
    }

    private static BulkLadder promising(int operations, int batchSize) {
        return new BulkLadder(new ProviderFeatures(operations > 0, operations, 1 << 22, true), batchSize);
    }

    @Test
    void it_starts_with_what_the_provider_promises_and_no_more_than_is_configured() {
        assertThat(promising(40).operations()).isEqualTo(40);
        assertThat(promising(1000).operations()).isEqualTo(100);
        assertThat(promising(1000, 500).operations()).isEqualTo(500);
        assertThat(promising(1000).payload()).isEqualTo(1 << 20);
        assertThat(promising(0).operations()).isZero();
    }

    @Test
    void a_refused_size_is_learned_for_good_down_to_singles() {
        BulkLadder ladder = promising(100);

        ladder.tooLarge(100, 50_000);
        assertThat(ladder.operations()).isEqualTo(50);
        for (int i = 0; i < 100; i++) {
            ladder.answered(50, Duration.ofMillis(10));
        }
        assertThat(ladder.operations()).isEqualTo(50);
        while (ladder.operations() > 0) {
            ladder.tooLarge(ladder.operations(), 50_000);
        }
        assertThat(ladder.operations()).isZero();
    }

    @Test
    void a_slow_answer_halves_the_next_request_and_quick_ones_let_it_grow_again() {
        BulkLadder ladder = promising(100);

        ladder.answered(100, Duration.ofSeconds(6));
        assertThat(ladder.operations()).isEqualTo(50);
        ladder.answered(50, Duration.ofSeconds(2));
        assertThat(ladder.operations()).isEqualTo(50);
        for (int i = 0; i < 10; i++) {
            ladder.answered(50, Duration.ofMillis(200));
        }
        assertThat(ladder.operations()).isEqualTo(100);
    }

    @Test
    void slow_answers_never_lead_to_singles_from_where_nothing_leads_back() {
        BulkLadder ladder = promising(100);

        for (int i = 0; i < 10; i++) {
            ladder.answered(14, Duration.ofSeconds(6));
        }
        assertThat(ladder.operations()).isEqualTo(10);
        for (int i = 0; i < 20; i++) {
            ladder.answered(10, Duration.ofMillis(200));
        }
        assertThat(ladder.operations()).isEqualTo(100);
    }

    @Test
    void slowness_does_not_enlarge_what_a_refusal_has_reduced() {
        BulkLadder ladder = promising(100);

        ladder.tooLarge(8, 50_000);
        ladder.answered(4, Duration.ofSeconds(6));

        assertThat(ladder.operations()).isEqualTo(4);
    }

    @Test
    void a_missing_endpoint_means_singles() {
        BulkLadder ladder = promising(100);

        ladder.unsupported();
        ladder.answered(1, Duration.ofMillis(1));

        assertThat(ladder.operations()).isZero();
    }
}
