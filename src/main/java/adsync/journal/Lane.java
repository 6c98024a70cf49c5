package adsync.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One platform thread, on which the store is called: what is asked for first is done first. */
final class Lane {

    private final WorkerExecutor executor;

    private Lane(WorkerExecutor executor) {
        this.executor = executor;
    }

    static Lane of(Vertx vertx, String name) {
        return new Lane(vertx.createSharedWorkerExecutor(name, 1));
    }

    /** Does the work on the thread; the future completes in the context of the caller. */
    @SuppressWarnings("NullAway") // the library allows for null, but work that never gives null completes with none
    <T extends @Nullable Object> Future<T> run(Callable<T> work) {
        return executor.executeBlocking(work, false);
    }

    /** Does work that has no result. */
    Future<Void> perform(Step step) {
        return this.<@Nullable Object>run(() -> {
                    step.take();
                    return null;
                })
                .mapEmpty();
    }

    /** Ends the thread. */
    Future<Void> close() {
        return executor.close();
    }

    /** Work without a result. */
    @FunctionalInterface
    interface Step {
        void take() throws Exception;
    }
}
