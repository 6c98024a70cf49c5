package adsync.shipper;

import adsync.observe.LogKeys;
import adsync.scim.ProviderFeatures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a bulk request may be: what the provider promises, less what it has refused, and no larger than it answers soon.
 * Only a refusal leads below the last rung, to singles: nothing leads back from there before {@link Offer} asks again, and
 * slowness passes. Thread-safe.
 */
final class BulkLadder {

    private static final Logger LOGGER = LoggerFactory.getLogger(BulkLadder.class);

    private static final Duration TOO_SLOW = Duration.ofSeconds(4);
    private static final Duration QUICK = Duration.ofSeconds(1);

    /** However slow the answers are, no smaller: what is smaller goes singly anyway. */
    private static final int LEAST_WHEN_SLOW = 10;

    private static final int LARGEST_PAYLOAD = 1 << 20;

    /** In a row, with no answer between: more than all shippers have under way when an outage begins. */
    private static final int MOST_FAILURES = 16;

    private int most;
    private int operations;
    private int payload;
    private int failures;
    private boolean failed;
    private boolean reduced;

    /** Starts where the provider's promise is. */
    BulkLadder(ProviderFeatures features, int batchSize) {
        int promised = features.bulk() ? features.maxOperations() : 0;
        this.most = Math.min(promised, batchSize);
        this.operations = most;
        this.payload = Math.min(features.maxPayloadSize(), LARGEST_PAYLOAD);
    }

    /** Another start. Where bulk requests failed, the first one that fails again ends it. */
    synchronized BulkLadder renewed(ProviderFeatures features, int batchSize) {
        BulkLadder ladder = new BulkLadder(features, batchSize);
        ladder.failures = failed ? MOST_FAILURES - 1 : 0;
        return ladder;
    }

    /** Whether the provider has refused what it promised. */
    synchronized boolean reduced() {
        return reduced;
    }

    /** Most operations of the next request; 0 if singles are to be sent. */
    synchronized int operations() {
        return operations;
    }

    /** Most octets of the next request. */
    synchronized int payload() {
        return payload;
    }

    /** A request of so many operations and octets was too large. Learned until the provider is asked again. */
    synchronized void tooLarge(int sent, int octets) {
        int before = most;
        if (sent <= 1) {
            payload = Math.max(1, octets / 2);
        }
        most = Math.min(most, sent / 2);
        operations = Math.min(operations, most);
        reduced = true;
        if (most < before) {
            LOGGER.atWarn()
                    .addKeyValue("operations", sent)
                    .addKeyValue("octets", octets)
                    .log(
                            most > 1
                                    ? "the provider refuses a bulk request as too large: the next ones have up to {} operations"
                                    : "the provider refuses even small bulk requests as too large: each user is a request now",
                            most);
        }
    }

    /** A request failed as a whole. Some cannot do in bulk what they do singly; that is learned until it is asked again. */
    synchronized void failed() {
        if (++failures >= MOST_FAILURES) {
            failed = true;
            singles("bulk requests fail, one after the other");
        }
    }

    /** There is no bulk endpoint after all. */
    synchronized void unsupported() {
        singles("it has no bulk endpoint after all");
    }

    private void singles(String why) {
        if (most > 0) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.REASON, why)
                    .log(
                            "no Bulk any more: each user is a request, which is slower; the provider is asked again after {} hours",
                            Offer.ASKED_AGAIN_AFTER.toHours());
        }
        reduced = true;
        most = 0;
        operations = 0;
    }

    /** A request was answered. */
    synchronized void answered(int sent, Duration took) {
        failures = 0;
        failed = false;
        if (took.compareTo(TOO_SLOW) > 0) {
            operations = Math.min(operations, Math.max(Math.min(operations, sent) / 2, LEAST_WHEN_SLOW));
        } else if (took.compareTo(QUICK) < 0 && operations < most) {
            operations = Math.min(most, operations + Math.max(1, operations / 4));
        }
    }
}
