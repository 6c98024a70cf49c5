package adsync.listener;

import adsync.worker.Nap;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who wants the directory to be looked at, and the sleep that this ends. To be used in the context of one verticle only. */
final class Doorbell {

    private final Vertx vertx;
    private final Clock clock;
    private final Nap nap = new Nap();
    private final Nap patience = new Nap();
    private @Nullable Instant rungAt;
    private boolean hinted;
    private boolean resting;

    Doorbell(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * What was wanted since the last time.
     *
     * @param rungAt when it was rung first; null if it was not
     * @param hinted whether there was a hint
     */
    record Wanted(@Nullable Instant rungAt, boolean hinted) {}

    /** There is something new; ends every sleep. */
    void ring() {
        if (rungAt == null) {
            rungAt = clock.instant();
        }
        nap.wakeUp();
    }

    /**
     * Somebody else has told of a change. That says nothing of how well the directory announces its changes, and does not bring
     * forward what waits after a failure.
     */
    void hint() {
        hinted = true;
        if (resting) {
            nap.wakeUp();
        }
    }

    /** Whether there is something to look at. */
    boolean wanted() {
        return hinted || rungAt != null;
    }

    /** What there is to look at; from now on it counts as done. */
    Wanted take() {
        Wanted taken = new Wanted(rungAt, hinted);
        rungAt = null;
        hinted = false;
        return taken;
    }

    /** Waits until something is wanted, but not longer than that. */
    void rest(Duration longest) {
        if (wanted()) {
            return;
        }
        resting = true;
        nap.atMost(vertx, longest);
        resting = false;
    }

    /** Waits until it is rung, but not longer than that; what was wanted before does not shorten it. */
    void waitAfterFailure(Duration longest) {
        nap.atMost(vertx, longest);
    }

    /** Waits that long, whoever rings meanwhile, unless all waiting is ended. */
    void waitOut(Duration duration) {
        patience.atMost(vertx, duration);
    }

    /** Ends every wait. */
    void endWaiting() {
        patience.wakeUp();
        ring();
    }
}
