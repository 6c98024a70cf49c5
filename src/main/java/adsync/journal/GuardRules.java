package adsync.journal;

import java.time.Duration;
import java.util.Map;

/**
 * What the guard lets pass.
 *
 * @param limits by kind; a kind without a limit always passes
 * @param window how long what passed is counted
 * @param grace how long the first of a burst waits, so that the burst is seen whole before any of it passes
 */
public record GuardRules(Map<HazardKind, GuardLimit> limits, Duration window, Duration grace) {
    public GuardRules {
        limits = Map.copyOf(limits);
        if (window.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("a guard's window and grace cannot be negative");
        }
    }

    /** How many of a kind may pass, if so many accounts are in use. */
    long limit(HazardKind kind, long inUse) {
        GuardLimit limit = limits.get(kind);
        return limit == null ? Long.MAX_VALUE : limit.of(inUse);
    }

    /** Whether the last ones of several accounts must not go unasked, few as they may be. */
    boolean spares(HazardKind kind) {
        GuardLimit limit = limits.get(kind);
        return kind.withdraws() && limit != null && limit.isShare();
    }
}
