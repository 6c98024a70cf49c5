package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An enumeration of a server that does not say how many users there are. */
class EnumerationTest extends ListenerFixture {

    private static final int SEVERAL_PAGES = 30;

    @Test
    void a_short_one_does_not_walk_twice() {
        hire();

        startAndFollow();

        assertThat(domain().count("count")).isZero();
        assertThat(total()).isEqualTo(SEVERAL_PAGES);
    }

    @Test
    void one_that_lasts_tells_after_two_seconds_how_far_it_is_and_is_not_held_up() {
        hire();
        var readMeanwhile = new CountDownLatch(1);
        var counted = new AtomicBoolean();
        List<Double> totals = new CopyOnWriteArrayList<>();
        domain().before(call -> {
            switch (call) {
                case "count" -> {
                    await(readMeanwhile);
                    counted.set(true);
                }
                case "users" -> {
                    clock().advance(Duration.ofSeconds(1));
                    totals.add(total());
                    if (domain().count("count") > 0) {
                        readMeanwhile.countDown();
                        eventually(counted::get);
                    }
                }
                default -> {}
            }
        });

        startAndFollow();

        assertThat(domain().count("count")).isEqualTo(1);
        assertThat(totals).first().isEqualTo(0.0);
        assertThat(totals).last().isEqualTo((double) SEVERAL_PAGES);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hire() {
        for (int i = 0; i < SEVERAL_PAGES; i++) {
            domain().user("user" + i, domain().root());
        }
    }

    private double total() {
        return meters().get("adsync.listener.load.total").gauge().value();
    }
}
