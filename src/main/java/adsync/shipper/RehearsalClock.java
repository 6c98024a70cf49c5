package adsync.shipper;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is put forward. */
final class RehearsalClock extends Clock {

    private Instant now;

    RehearsalClock(Instant now) {
        this.now = now;
    }

    /** Puts it forward; never back. */
    synchronized void advanceTo(Instant instant) {
        now = instant.isAfter(now) ? instant : now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
