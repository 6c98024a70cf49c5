package adsync.shipper;

import adsync.scim.ProviderFeatures;
import java.time.Duration;

/**
 * How large a bulk request may be: what the provider promises, less what it has refused, and no larger than it answers soon.
 * Only a refusal leads below the last rung, to singles: nothing would ever lead back from there, and slowness passes.
 * Thread-safe.
 */
final class BulkLadder {

    private static final Duration TOO_SLOW = Duration.ofSeconds(4);
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final int LARGEST = 100;

    /** However slow the answers are, no smaller: what is smaller goes singly anyway. */
    private static final int LEAST_WHEN_SLOW = 10;

    private static final int LARGEST_PAYLOAD = 1 << 20;

    /** In a row, with no answer between: more than all shippers have under way when an outage begins. */
    private static final int MOST_FAILURES = 16;

    private int most;
    private int operations;
    private int payload;
    private int failures;

    /** Starts where the provider's promise is. */
    BulkLadder(ProviderFeatures features, int batchSize) {
        int promised = features.bulk() ? Math.min(features.maxOperations(), LARGEST) : 0;
        this.most = Math.min(promised, batchSize);
        this.operations = most;
        this.payload = Math.min(features.maxPayloadSize(), LARGEST_PAYLOAD);
    }

    /** Most operations of the next request; 0 if singles are to be sent. */
    synchronized int operations() {
        return operations;
    }

    /** Most octets of the next request. */
    synchronized int payload() {
        return payload;
    }

    /** A request of so many operations and octets was too large. Learned for good. */
    synchronized void tooLarge(int sent, int octets) {
        if (sent <= 1) {
            payload = Math.max(1, octets / 2);
        }
        most = Math.min(most, sent / 2);
        operations = Math.min(operations, most);
    }

    /** A request failed as a whole. Some cannot do in bulk what they do singly; that is learned for good. */
    synchronized void failed() {
        if (++failures >= MOST_FAILURES) {
            unsupported();
        }
    }

    /** There is no bulk endpoint after all. */
    synchronized void unsupported() {
        most = 0;
        operations = 0;
    }

    /** A request was answered. */
    synchronized void answered(int sent, Duration took) {
        failures = 0;
        if (took.compareTo(TOO_SLOW) > 0) {
            operations = Math.min(operations, Math.max(Math.min(operations, sent) / 2, LEAST_WHEN_SLOW));
        } else if (took.compareTo(QUICK) < 0 && operations < most) {
            operations = Math.min(most, operations + Math.max(1, operations / 4));
        }
    }
}
