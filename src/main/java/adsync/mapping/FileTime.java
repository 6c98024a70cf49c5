package adsync.mapping;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** Windows' clock: steps of 100 ns since 1601-01-01T00:00:00Z (MS-DTYP 2.3.3). */
final class FileTime {

    /** One of the two ways to say never; the other is 0 (MS-ADA1, accountExpires). */
    private static final long NEVER = Long.MAX_VALUE;

    private static final long STEPS_A_SECOND = 10_000_000;
    private static final long NANOSECONDS_A_STEP = 100;
    private static final long SECONDS_BEFORE_1970 = 11_644_473_600L;
    private static final int LAST_YEAR = 9999;

    private FileTime() {}

    static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static boolean never(long steps) {
        return steps == 0 || steps == NEVER;
    }

    /** Total: every number of steps is within what an Instant can hold. */
    static Instant instant(long steps) {
        return Instant.ofEpochSecond(
                Math.floorDiv(steps, STEPS_A_SECOND) - SECONDS_BEFORE_1970,
                Math.floorMod(steps, STEPS_A_SECOND) * NANOSECONDS_A_STEP);
    }

    /** As SCIM writes it (RFC 7643 2.3.5), to the second, so that it compares well. */
    static Checked dateTime(long steps) {
        Instant instant = instant(steps);
        if (steps < 0 || instant.atOffset(ZoneOffset.UTC).getYear() > LAST_YEAR) {
            return new Checked.Unusable("is not a time between the years 1601 and " + LAST_YEAR);
        }
        return new Checked.Usable(instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
