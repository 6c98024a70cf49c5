package adsync.listener;

import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.observe.LogKeys;
import adsync.worker.Nap;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the changes that time makes and nobody else: an account expires, the retention of a withdrawn account ends. Needs no
 * directory. Runs on a virtual thread.
 */
public final class TimerVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(TimerVerticle.class);
    /** Timers are set by others, and clocks are put right: so the next one is asked for now and then. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(2);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final ListenerOptions options;
    private final Journal journal;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final Promise<Void> ended = Promise.promise();
    private final Nap nap = new Nap();
    private boolean stopping;
    private boolean failing;

    /** A clock for one journal. */
    public TimerVerticle(
            ListenerOptions options, Journal journal, Clock clock, RandomGenerator random, MeterRegistry meters) {
        this.options = options;
        this.journal = journal;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        context.runOnContext(begin -> work());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        nap.wakeUp();
        return ended.future();
    }

    private void work() {
        try {
            boolean set = false;
            var dueChanges = new DueChanges(journal, vertx.eventBus(), clock, random, meters);
            while (!stopping) {
                Duration pause = LONGEST_SLEEP;
                try {
                    if (!set) {
                        dueChanges.retime(options.retention());
                        set = true;
                    }
                    dueChanges.make(() -> stopping);
                    pause = untilNext();
                    failing = false;
                } catch (JournalException e) {
                    tell(e);
                    pause = AFTER_FAILURE;
                } catch (RuntimeException | Error e) {
                    LOGGER.atError().setCause(e).log("timers failed, what is due is tried again");
                    pause = AFTER_FAILURE;
                }
                sleep(pause);
            }
        } finally {
            ended.complete();
        }
    }

    private void tell(JournalException e) {
        if (!failing) {
            LOGGER.atError()
                    .addKeyValue(LogKeys.REASON, e.reason().name())
                    .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                    .log("journal fails, what is due waits");
        }
        failing = true;
    }

    private Duration untilNext() {
        Optional<Instant> next = journal.nextTimer().await();
        Duration wait = next.map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_SLEEP);
        return wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait;
    }

    private void sleep(Duration longest) {
        if (stopping) {
            return;
        }
        nap.atMost(vertx, longest);
    }
}
