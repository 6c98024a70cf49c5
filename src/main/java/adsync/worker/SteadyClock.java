package adsync.worker;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock for waits that a process makes: it begins at the time of day, and from then on only time that passes moves it. What is
 * to survive the process needs the time of day.
 */
public final class SteadyClock extends Clock {

    private final Instant begun;
    private final long begunNanos = System.nanoTime();
    private final ZoneId zone;

    /** Begins at what is the time of day now. */
    public SteadyClock(Clock timeOfDay) {
        this(timeOfDay.instant(), ZoneOffset.UTC);
    }

    private SteadyClock(Instant begun, ZoneId zone) {
        this.begun = begun;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(instant(), other);
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(System.nanoTime() - begunNanos);
    }
}
