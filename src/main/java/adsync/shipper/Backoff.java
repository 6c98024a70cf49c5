package adsync.shipper;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long an object waits after a failure: full jitter below a ceiling that doubles with each attempt, so that objects that
 * failed together do not come back together.
 */
final class Backoff {

    private static final int LARGEST_SHIFT = 20;

    private final Duration base;
    private final Duration cap;
    private final RandomGenerator random;

    /**
     * Sets the bounds.
     *
     * @param base ceiling of the first wait
     * @param cap ceiling of all waits
     */
    Backoff(Duration base, Duration cap, RandomGenerator random) {
        this.base = base;
        this.cap = cap;
        this.random = random;
    }

    /**
     * The wait after an attempt.
     *
     * @param attempts how many came before it, from 0
     */
    Duration after(int attempts) {
        long ceiling = Math.min(cap.toMillis(), base.toMillis() << Math.min(attempts, LARGEST_SHIFT));
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, ceiling)));
    }
}
