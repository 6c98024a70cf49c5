package adsync.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many a second, and so many at once. Of one event loop. */
final class TokenBucket {

    private final double perSecond;
    private final int most;
    private final Clock clock;
    private double tokens;
    private Instant filledAt;

    TokenBucket(double perSecond, int most, Clock clock) {
        this.perSecond = perSecond;
        this.most = most;
        this.clock = clock;
        this.tokens = most;
        this.filledAt = clock.instant();
    }

    /** Takes all of them, or none; returns how long to wait until there are enough, zero if there were. */
    Duration take(int count) {
        Instant now = clock.instant();
        double grown = Math.max(0, Duration.between(filledAt, now).toNanos()) / 1e9 * perSecond;
        tokens = Math.min(most, tokens + grown);
        filledAt = now;
        if (tokens >= count) {
            tokens -= count;
            return Duration.ZERO;
        }
        return Duration.ofMillis((long) Math.ceil((count - tokens) / perSecond * 1000));
    }
}
