package adsync.listener;

import adsync.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Works off backlogs while there is nothing more urgent: a ring, a drain that is due, or an outbox that fills. */
final class Background {

    /** DirSync is asked again this often, whether or not the bell works: twice in the grace of the guard. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private final List<Backlog> backlogs;
    private final Journal journal;
    private final int outboxMark;
    private final Clock steady;
    private final BooleanSupplier interrupted;

    /** Where it came to. */
    enum Rest {
        /** There is nothing to do now. */
        NONE,
        /** There is more, after a drain. */
        WORK,
        /** There is more, but the provider has to catch up first. */
        OUTBOX_FULL
    }

    /**
     * Does nothing yet.
     *
     * @param backlogs in the order of their urgency
     * @param outboxMark how many objects may wait to be shipped; less than what stops the drains, so that changes still pass
     * @param steady a clock that nobody sets
     * @param interrupted whether something more urgent waits
     */
    Background(List<Backlog> backlogs, Journal journal, int outboxMark, Clock steady, BooleanSupplier interrupted) {
        this.backlogs = List.copyOf(backlogs);
        this.journal = journal;
        this.outboxMark = outboxMark;
        this.steady = steady;
        this.interrupted = interrupted;
    }

    Rest run(Drain drain) {
        Instant over = steady.instant().plus(SLICE);
        while (!interrupted.getAsBoolean() && steady.instant().isBefore(over)) {
            if (journal.outboxSize().await() >= outboxMark) {
                return Rest.OUTBOX_FULL;
            }
            if (backlogs.stream().noneMatch(backlog -> backlog.step(drain))) {
                return Rest.NONE;
            }
        }
        return Rest.WORK;
    }
}
