package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final long QUICK = Duration.ofMillis(5).toNanos();
    private final ConcurrencyLimit limit = new ConcurrencyLimit(16);

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(limit.acquire().isComplete()).isTrue();
            limit.release(QUICK, false);
        }
    }

    @Test
    void what_is_beyond_the_limit_waits_for_its_turn_in_order() {
        List<Future<Void>> turns = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            turns.add(limit.acquire());
        }
        assertThat(turns).extracting(Future::isComplete).containsExactly(true, true, true, true, false, false);

        limit.release(QUICK, false);

        assertThat(turns).extracting(Future::isComplete).containsExactly(true, true, true, true, true, false);
    }

    @Test
    void it_grows_while_all_goes_well_and_never_beyond_the_most() {
        succeed(1000);

        assertThat(limit.limit()).isEqualTo(16);
    }

    @Test
    void it_shrinks_when_the_provider_is_overloaded_but_never_to_nothing() {
        succeed(1000);

        assertThat(limit.acquire().isComplete()).isTrue();
        limit.release(QUICK, true);
        assertThat(limit.limit()).isEqualTo(11);
        for (int i = 0; i < 50; i++) {
            assertThat(limit.acquire().isComplete()).isTrue();
            limit.release(QUICK, true);
        }
        assertThat(limit.limit()).isEqualTo(1);
    }

    @Test
    void it_shrinks_when_answers_become_slow() {
        succeed(200);
        int before = limit.limit();

        assertThat(limit.acquire().isComplete()).isTrue();
        limit.release(Duration.ofMillis(400).toNanos(), false);

        assertThat(limit.limit()).isLessThan(before);
    }

    @Test
    void a_queue_is_let_in_as_the_limit_grows() {
        List<Future<Void>> turns = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            turns.add(limit.acquire());
        }

        for (int answer = 0; answer < 300; answer++) {
            limit.release(QUICK, false);
        }

        assertThat(limit.limit()).isEqualTo(16);
        assertThat(turns.stream().filter(Future::isComplete)).hasSize(300 + 16);
    }

    @Test
    void no_turn_is_lost_when_the_limit_shrinks_under_load() {
        List<Future<Void>> turns = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            turns.add(limit.acquire());
        }
        for (int done = 0; done < 40; done++) {
            assertThat(turns.get(done).isComplete()).isTrue();
            limit.release(QUICK, done % 3 == 0);
        }
        assertThat(limit.acquire().isComplete()).isTrue();
    }
}
