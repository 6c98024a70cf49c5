package adsync.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened, step by step, for the reader of a failure. */
final class Trace {

    private final List<String> lines = new ArrayList<>();
    private final Clock clock;
    private final Instant begun;

    Trace(Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    void add(String what) {
        lines.add("%9.3f  %s".formatted(Duration.between(begun, clock.instant()).toMillis() / 1000.0, what));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
