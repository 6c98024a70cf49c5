package adsync.listener;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the directory is looked at without a ring. */
final class Rhythm {

    /** After a ring, so that a burst of changes becomes one page; a lone change is not held up. */
    private static final Duration BETWEEN_DRAINS = Duration.ofMillis(10);

    /** After something was found: a server may ring seconds late, and the guard's grace of a second is to see a burst whole. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Clock steady;
    private final Duration poll;
    private Instant begun = Instant.EPOCH;
    private @Nullable Instant lookAgainAt;
    private boolean looksAgain;

    Rhythm(Clock steady, Duration poll) {
        this.steady = steady;
        this.poll = poll;
    }

    /**
     * A drain begins.
     *
     * @param asked whether somebody asked for it, so that the rest before it was cut short
     * @return whether it only looks again: what it finds, no bell had the time to announce
     */
    boolean begins(boolean asked) {
        boolean again = looksAgain && !asked;
        looksAgain = false;
        begun = steady.instant();
        if (again || (lookAgainAt != null && !begun.isBefore(lookAgainAt))) {
            lookAgainAt = null;
        }
        return again;
    }

    /** The drain found something, so more may follow; late rings for what it found do not stand for the second look. */
    void found() {
        lookAgainAt = begun.plus(LOOK_AGAIN);
    }

    /**
     * How long to rest after a drain, unless it rings.
     *
     * @param longest when there is something else to do
     */
    Duration restsFor(Duration longest) {
        Duration untilPoll = shorter(longest, poll);
        Duration rest = lookAgainAt == null
                ? untilPoll
                : shorter(untilPoll, longer(BETWEEN_DRAINS, Duration.between(steady.instant(), lookAgainAt)));
        looksAgain = rest.compareTo(untilPoll) < 0;
        return rest;
    }

    /** How long a drain that was rung for waits after the one before; not positive if it need not. */
    Duration pause() {
        return Duration.between(steady.instant(), begun.plus(BETWEEN_DRAINS));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
