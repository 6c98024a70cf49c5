package adsync.journal;

import java.time.Duration;
import java.time.Instant;

/** How long something that is not due can have to wait. */
final class Waits {

    /** More than any: Retry-After counts up to an hour, back-off and grace are shorter. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private Waits() {}

    /** Who seems to wait longer than until then has waited long enough: the clock was put back since. */
    static Instant latest(Instant now) {
        return now.plus(LONGEST);
    }
}
