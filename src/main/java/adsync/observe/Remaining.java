package adsync.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long something is good for. Thread-safe. */
public final class Remaining {

    /** From when on a person should be told. */
    public static final Duration SOON = Duration.ofDays(14);

    private final Clock clock;
    private volatile Optional<Instant> end = Optional.empty();

    /** Of something that is not known yet. */
    public Remaining(Clock clock) {
        this.clock = clock;
    }

    /** It ends then; empty if never, or if that is not known. */
    public void until(Optional<Instant> instant) {
        end = instant;
    }

    /** Seconds until then, negative afterwards; NaN if that is not known, which no alert rule takes for little. */
    public double seconds() {
        return seconds(end, clock.instant());
    }

    /** Seconds from now until an instant, as {@link #seconds()} tells them. */
    public static double seconds(Optional<Instant> until, Instant now) {
        return until.map(instant -> Duration.between(now, instant).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    /** When it ends, if that is soon. */
    public Optional<Instant> soon() {
        return end.filter(instant -> instant.isBefore(clock.instant().plus(SOON)));
    }
}
