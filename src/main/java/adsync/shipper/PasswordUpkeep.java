package adsync.shipper;

import adsync.journal.PasswordJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What is to be tidied of password events that are over. Of one lane; blocks. */
final class PasswordUpkeep {

    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    /** Longer than any source keeps an event: what comes again is known again. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    /** Of one domain controller, however fast it tells of changes; the oldest of more are forgotten. */
    static final int MOST_REMEMBERED = 100_000;

    private static final Duration ERASE_EVERY = Duration.ofMinutes(1);
    private static final Duration ERASE_AGAIN = Duration.ofSeconds(5);

    private final PasswordJournal passwords;
    private final Clock clock;
    private Instant pruned = Instant.EPOCH;
    private Instant eraseFrom = Instant.EPOCH;

    /** An earlier process may have left something. */
    private boolean remains = true;

    PasswordUpkeep(PasswordJournal passwords, Clock clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Events may have ended: something sealed was deleted. */
    void someEnded() {
        remains = true;
    }

    /** Does what is due. */
    void tidy() {
        Instant now = clock.instant();
        if (pruned.plus(PRUNE_EVERY).isBefore(now) || pruned.isAfter(now)) { // the clock may be put back
            passwords.prune(now.minus(REMEMBERED), MOST_REMEMBERED).await();
            pruned = now;
        }
        boolean early = now.isBefore(eraseFrom) && !eraseFrom.isAfter(now.plus(ERASE_EVERY));
        if (remains && !early) {
            remains = false;
            boolean erased = false;
            try {
                erased = passwords.erase().await();
            } finally {
                remains = !erased || remains;
                eraseFrom = now.plus(remains ? ERASE_AGAIN : ERASE_EVERY);
            }
        }
    }
}
