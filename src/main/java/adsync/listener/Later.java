package adsync.listener;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When to try again what could not be completed: at the next poll, then ever more rarely, and at least once an hour. */
final class Later {

    private static final Duration RAREST = Duration.ofHours(1);
    private static final int LARGEST_SHIFT = 12;

    private final Clock clock;
    private final Duration first;
    private Instant next = Instant.EPOCH;
    private int failures;

    Later(Clock clock, Duration first) {
        this.clock = clock;
        this.first = first;
    }

    boolean due() {
        return !clock.instant().isBefore(next);
    }

    void failed() {
        Duration pause = first.multipliedBy(1L << Math.min(failures, LARGEST_SHIFT));
        next = clock.instant().plus(pause.compareTo(RAREST) < 0 ? pause : RAREST);
        failures++;
    }

    void succeeded() {
        next = Instant.EPOCH;
        failures = 0;
    }
}
