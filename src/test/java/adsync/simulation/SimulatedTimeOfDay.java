package adsync.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of the service's machine, which somebody may set. */
final class SimulatedTimeOfDay extends Clock {

    private final Clock steady;
    private Duration off = Duration.ZERO;

    SimulatedTimeOfDay(Clock steady) {
        this.steady = steady;
    }

    /** Sets it; returns by how much it was put back. */
    Duration off(Duration by) {
        Duration back = off.minus(by);
        off = by;
        return back.isNegative() ? Duration.ZERO : back;
    }

    /** A clock that begins with this one, and that nobody sets. */
    Clock steady() {
        return Clock.offset(steady, off);
    }

    @Override
    public Instant instant() {
        return steady.instant().plus(off);
    }

    @Override
    public ZoneId getZone() {
        return steady.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
