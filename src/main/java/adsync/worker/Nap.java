package adsync.worker;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a verticle on a virtual thread waits between two turns. To be used in the context of that verticle only. */
public final class Nap {

    private @Nullable Promise<Void> waiting;

    /** Ends the wait that is going on; without one it does nothing. */
    public void wakeUp() {
        Promise<Void> going = waiting;
        if (going != null) {
            going.tryComplete();
        }
    }

    /** Waits until it is woken up, but not longer than that. */
    public void atMost(Vertx vertx, Duration longest) {
        Promise<Void> going = Promise.promise();
        waiting = going;
        long timer = vertx.setTimer(milliseconds(longest), late -> going.tryComplete());
        going.future().await();
        waiting = null;
        vertx.cancelTimer(timer);
    }

    /** Waits that long, whatever happens meanwhile. */
    public static void pause(Vertx vertx, Duration duration) {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(milliseconds(duration), late -> over.complete());
        over.future().await();
    }

    private static long milliseconds(Duration duration) {
        return Math.max(1, duration.toMillis());
    }
}
