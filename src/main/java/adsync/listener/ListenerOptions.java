package adsync.listener;

import adsync.change.Image;
import adsync.scope.ScopeOptions;
import adsync.services.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the directory is followed.
 *
 * @param scope whom to follow; all roots in one naming context
 * @param services what users may have
 * @param retention how long the account of a user who is gone is kept; empty for ever
 * @param expiry when the account of a user expires; empty for never
 * @param names whether the distinguished name of a user matters, so that a container's new name concerns all below it
 * @param poll how often to ask DirSync when the bell is silent
 * @param fingerprint of what a DirSync cookie depends on besides scope and services
 * @param outboxLimit reading pauses while this many objects wait to be shipped
 */
public record ListenerOptions(
        ScopeOptions scope,
        Services services,
        Optional<Duration> retention,
        Function<Image, Optional<Instant>> expiry,
        boolean names,
        Duration poll,
        String fingerprint,
        int outboxLimit) {

    /** More than a day's work for any provider; far less than a disk holds. */
    public static final int DEFAULT_OUTBOX_LIMIT = 200_000;

    /** Work that can wait fills the outbox only so far, so that changes still pass. */
    int backgroundLimit() {
        return Math.max(1, outboxLimit / 2);
    }

    public ListenerOptions {
        if (outboxLimit < 1) {
            throw new IllegalArgumentException("the outbox limit must be at least 1, was " + outboxLimit);
        }
    }
}
