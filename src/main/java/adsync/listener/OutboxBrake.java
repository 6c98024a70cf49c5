package adsync.listener;

import adsync.journal.Journal;
import adsync.worker.Nap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Reading pauses while the provider cannot keep up; the directory keeps what we have not asked for. */
final class OutboxBrake {

    /** Until it is looked at again. */
    static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Journal journal;
    private final long limit;
    private final ListenerHealth health;
    private final BooleanSupplier stopping;

    /**
     * Not drawn yet.
     *
     * @param limit how many rows may wait in the outbox
     */
    OutboxBrake(Vertx vertx, Journal journal, long limit, ListenerHealth health, BooleanSupplier stopping) {
        this.vertx = vertx;
        this.journal = journal;
        this.limit = limit;
        this.health = health;
        this.stopping = stopping;
    }

    /**
     * Returns when there is room, or when it is time to stop.
     *
     * @return whether that took a while
     */
    boolean waitForRoom() {
        boolean waited = false;
        while (!stopping.getAsBoolean() && journal.outboxSize().await() >= limit) {
            health.outboxFull(true);
            Nap.pause(vertx, PAUSE);
            waited = true;
        }
        health.outboxFull(false);
        return waited;
    }
}
