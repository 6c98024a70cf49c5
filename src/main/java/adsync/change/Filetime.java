package adsync.change;

import java.time.Duration;
import java.time.Instant;

/** Windows' count of tenths of microseconds since the beginning of 1601, UTC (FILETIME, MS-DTYP 2.3.3). */
public final class Filetime {

    private static final Instant EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_TICK = 100;

    private Filetime() {}

    /** The moment of a count. */
    public static Instant instant(long ticks) {
        return EPOCH.plusSeconds(ticks / TICKS_PER_SECOND).plusNanos(ticks % TICKS_PER_SECOND * NANOS_PER_TICK);
    }

    /** The count at a moment. */
    public static long of(Instant instant) {
        Duration since = Duration.between(EPOCH, instant);
        return since.getSeconds() * TICKS_PER_SECOND + since.getNano() / NANOS_PER_TICK;
    }

    /** A length of time in ticks. */
    public static long ticks(Duration duration) {
        return duration.getSeconds() * TICKS_PER_SECOND + duration.getNano() / NANOS_PER_TICK;
    }
}
