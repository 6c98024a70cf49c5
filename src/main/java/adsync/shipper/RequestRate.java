package adsync.shipper;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second the provider takes, learned from its refusals (HTTP 429, RFC 6585 4): a limit of what is under way
 * at once neither finds nor keeps a rate. There is none until the first refusal, and it grows until the next one, for the
 * provider shares it out among all its clients. What is urgent may go beyond it, and the others wait for that. Thread-safe.
 */
final class RequestRate {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestRate.class);

    /** One refusal among few requests says little: others may have used up what is shared. */
    private static final double LEAST_AT_FIRST = 5;

    private static final double LEAST = 0.5;

    /** While it is searched for; afterwards it is only corrected. */
    private static final double HALF = 0.5;

    private static final double CORRECTION = 0.85;
    private static final Duration SEARCH = Duration.ofSeconds(10);
    private static final double GROWTH_A_SECOND = 0.01;

    /** So much above the rate that was refused, no refusal is to be feared any more. */
    private static final double FORGOTTEN = 10;

    /** What may go at once after a pause, in seconds of the rate: providers count by seconds or longer. */
    private static final double BURST = 0.25;

    private static final double NANOS = 1e9;

    private double perSecond = Double.POSITIVE_INFINITY;
    private double refusedAt;
    private double room;
    private Instant filled = Instant.EPOCH;
    private Instant refused = Instant.EPOCH;
    private long second;
    private int thisSecond;
    private int secondBefore;

    /** A request goes to the provider. */
    synchronized void sent(Instant now) {
        fill(now);
        room--;
        if (now.getEpochSecond() != second) {
            secondBefore = now.getEpochSecond() == second + 1 ? thisSecond : 0;
            second = now.getEpochSecond();
            thisSecond = 0;
        }
        thisSecond++;
    }

    /**
     * The provider has refused a request.
     *
     * @param begun when it was sent: one that was under way at the last refusal tells nothing new
     */
    void refused(Instant begun, Instant now) {
        double learned;
        synchronized (this) {
            if (!begun.isAfter(refused)) {
                return;
            }
            fill(now);
            if (limited()) {
                boolean searching = Duration.between(refused, now).compareTo(SEARCH) < 0;
                perSecond = Math.max(LEAST, perSecond * (searching ? HALF : CORRECTION));
            } else {
                perSecond = Math.max(LEAST_AT_FIRST, Math.max(thisSecond, secondBefore) * HALF);
                room = 0;
            }
            refused = now;
            refusedAt = perSecond;
            learned = perSecond;
        }
        LOGGER.atInfo()
                .addKeyValue("requestsPerSecond", Math.round(learned * 10) / 10.0)
                .log("the provider refuses so many requests at once (HTTP 429), fewer are sent");
    }

    /** How many requests may go now; 0 if none may. */
    synchronized int room(Instant now) {
        fill(now);
        return limited() ? (int) Math.max(0, room) : Integer.MAX_VALUE;
    }

    /** How long until the next request may go; zero if it may. */
    synchronized Duration pause(Instant now) {
        fill(now);
        return !limited() || room >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - room) / perSecond * NANOS));
    }

    /** Requests a second; 0 if no limit is known. */
    synchronized double perSecond() {
        return limited() ? perSecond : 0;
    }

    private boolean limited() {
        return perSecond < Double.POSITIVE_INFINITY;
    }

    private void fill(Instant now) {
        if (!limited()) {
            room = 0;
        } else if (now.isAfter(filled)) {
            double seconds = Duration.between(filled, now).toNanos() / NANOS;
            room = Math.min(Math.max(1, perSecond * BURST), room + perSecond * seconds);
            perSecond *= 1 + GROWTH_A_SECOND * seconds;
            if (perSecond > refusedAt * FORGOTTEN) {
                perSecond = Double.POSITIVE_INFINITY;
            }
        }
        filled = now;
    }
}
