package adsync.embedded;

import java.util.concurrent.TimeUnit;

/** Lets at most so many requests through in each second. Safe for any thread. */
final class RateLimit {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private int perSecond;
    private long windowStart;
    private int seen;

    /** Sets the limit and starts a new second; 0 lets everything through. */
    synchronized void set(int requestsPerSecond) {
        perSecond = requestsPerSecond;
        windowStart = System.nanoTime();
        seen = 0;
    }

    /** Counts one request, and tells whether it may pass. */
    synchronized boolean passes() {
        if (perSecond == 0) {
            return true;
        }
        long now = System.nanoTime();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            seen = 0;
        }
        seen++;
        return seen <= perSecond;
    }
}
