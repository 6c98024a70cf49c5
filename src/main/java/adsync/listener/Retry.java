package adsync.listener;

import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next session: full jitter under a growing ceiling, and no hammering of a login. */
final class Retry {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration CEILING = Duration.ofSeconds(30);
    private static final Duration PERSON_NEEDED = Duration.ofMinutes(5);
    private static final int LARGEST_SHIFT = 6;

    private final RandomGenerator random;
    private int failures;

    Retry(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        failures = 0;
    }

    /** Refused credentials are tried rarely, or the account gets locked; for other things a person mends we look more often. */
    Duration afterDirectoryFailure(Reason reason) {
        return switch (reason) {
            case CREDENTIALS -> PERSON_NEEDED;
            case TLS, RIGHTS, REBUILT, UNSUPPORTED, PROTOCOL -> atLeast(CEILING.dividedBy(3));
            case UNREACHABLE, BUSY, COOKIE -> growing();
        };
    }

    Duration afterJournalFailure() {
        return growing();
    }

    private Duration atLeast(Duration least) {
        Duration grown = growing();
        return grown.compareTo(least) < 0 ? least : grown;
    }

    private Duration growing() {
        long ceiling = Math.min(CEILING.toMillis(), FIRST.toMillis() << Math.min(failures, LARGEST_SHIFT));
        failures++;
        return Duration.ofMillis(1 + random.nextLong(ceiling));
    }
}
