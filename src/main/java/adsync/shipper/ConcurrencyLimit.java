package adsync.shipper;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How many single requests may be under way at once: grows by one for each window of successes, shrinks when the provider says
 * it is busy or becomes slow (AIMD). Shared by all shippers; every method may be called from any thread.
 */
final class ConcurrencyLimit {

    private static final double SHRINK = 0.7;
    private static final double SMOOTHING = 0.2;
    private static final double SLOW = 3.0;

    /** Below this a growing latency says more about this machine than about the provider. */
    private static final double NOT_SLOW_NANOS = 50_000_000;

    private final int most;
    private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
    private double limit;
    private int running;
    private int successes;
    private double usualNanos;

    /**
     * Starts low.
     *
     * @param most never more than this
     */
    ConcurrencyLimit(int most) {
        this.most = most;
        this.limit = Math.min(4, most);
    }

    /** Completes when there is room for one more request. */
    Future<Void> acquire() {
        Promise<Void> turn;
        synchronized (this) {
            if (running < (int) limit) {
                running++;
                return Future.succeededFuture();
            }
            turn = Promise.promise();
            waiting.add(turn);
        }
        return turn.future();
    }

    /** A request is over; {@code overloaded} if the provider said so or did not answer. */
    void release(long nanos, boolean overloaded) {
        List<Promise<Void>> admitted = new ArrayList<>();
        synchronized (this) {
            running--;
            boolean slow = usualNanos > 0 && nanos > NOT_SLOW_NANOS && nanos > SLOW * usualNanos;
            usualNanos = usualNanos == 0 ? nanos : usualNanos + SMOOTHING * (nanos - usualNanos);
            if (overloaded || slow) {
                limit = Math.max(1, limit * SHRINK);
                successes = 0;
            } else if (++successes >= (int) limit) {
                limit = Math.min(most, limit + 1);
                successes = 0;
            }
            while (running < (int) limit && !waiting.isEmpty()) {
                admitted.add(waiting.remove());
                running++;
            }
        }
        admitted.forEach(Promise::complete);
    }

    /** How many requests may be under way now. */
    synchronized int limit() {
        return (int) limit;
    }
}
