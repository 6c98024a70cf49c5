package adsync.listener;

import java.time.Duration;

/**
 * How the directory is followed.
 *
 * @param root distinguished name of the selected root, as configured; used to find it the first time
 * @param poll how often to ask DirSync when the bell is silent
 * @param fingerprint of what a DirSync cookie depends on besides the root
 * @param outboxLimit reading pauses while this many objects wait to be shipped
 */
public record ListenerOptions(String root, Duration poll, String fingerprint, int outboxLimit) {

    /** More than a day's work for any provider; far less than a disk holds. */
    public static final int DEFAULT_OUTBOX_LIMIT = 200_000;

    public ListenerOptions {
        if (outboxLimit < 1) {
            throw new IllegalArgumentException("the outbox limit must be at least 1, was " + outboxLimit);
        }
    }
}
