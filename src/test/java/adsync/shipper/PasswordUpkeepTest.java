package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.journal.PasswordJournal;
import adsync.testing.TestClock;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is left of sealed passwords is overwritten, also if the disk refuses once. */
class PasswordUpkeepTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger erased = new AtomicInteger();
    private final AtomicInteger pruned = new AtomicInteger();

    /** A journal whose disk refuses the first time. */
    private PasswordJournal failingOnce() {
        return (PasswordJournal) Proxy.newProxyInstance(
                PasswordJournal.class.getClassLoader(),
                new Class<?>[] {PasswordJournal.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prune")) {
                        pruned.incrementAndGet();
                    }
                    if (!method.getName().equals("erase")) {
                        return Future.succeededFuture();
                    }
                    return erased.incrementAndGet() == 1
                            ? Future.failedFuture(new IllegalStateException("disk I/O error"))
                            : Future.succeededFuture(true);
                });
    }

    @Test
    void a_failed_erasure_is_done_again_soon_and_a_good_one_is_not() {
        var upkeep = new PasswordUpkeep(failingOnce(), clock);
        assertThatThrownBy(upkeep::tidy).hasMessageContaining("disk I/O error");
        upkeep.tidy();
        assertThat(erased).hasValue(1);

        clock.advance(Duration.ofSeconds(5));
        upkeep.tidy();
        assertThat(erased).hasValue(2);

        clock.advance(Duration.ofMinutes(2));
        upkeep.tidy();
        assertThat(erased).hasValue(2);
    }

    @Test
    void it_goes_on_though_the_clock_was_put_back() {
        erased.set(1); // the disk refuses no more
        var upkeep = new PasswordUpkeep(failingOnce(), clock);
        upkeep.tidy();
        assertThat(erased).hasValue(2);
        assertThat(pruned).hasValue(1);

        clock.advance(Duration.ofDays(-1));
        upkeep.someEnded();
        upkeep.tidy();

        assertThat(erased).hasValue(3);
        assertThat(pruned).hasValue(2);
    }
}
