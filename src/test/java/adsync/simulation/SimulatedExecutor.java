package adsync.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** One thread for blocking work, which takes a random while. What is asked for first is done first. */
final class SimulatedExecutor implements WorkerExecutor {

    private static final int LONGEST_MILLISECONDS = 3;

    private final Scheduler scheduler;
    private final SimulatedProcess process;
    private final String name;
    private final Deque<Runnable> jobs = new ArrayDeque<>();

    SimulatedExecutor(Scheduler scheduler, SimulatedProcess process, String name) {
        this.scheduler = scheduler;
        this.process = process;
        this.name = name;
    }

    @Override
    @SuppressWarnings("NullAway") // the library allows for null
    public <T> Future<T> executeBlocking(Callable<T> work, boolean ordered) {
        Promise<T> promise = Promise.promise();
        if (process.tidying()) {
            perform(work, promise, Runnable::run);
            return promise.future();
        }
        process.live();
        Lane caller = process.lane();
        jobs.add(() -> finish(work, promise, caller));
        if (jobs.size() == 1) {
            begin();
        }
        return promise.future();
    }

    private void begin() {
        scheduler.after(scheduler.within(0, LONGEST_MILLISECONDS), this::next);
    }

    private void next() {
        Runnable job = jobs.peek();
        if (job != null && !process.dead()) {
            job.run();
            jobs.poll();
            if (!jobs.isEmpty()) {
                begin();
            }
        }
    }

    private <T> void finish(Callable<T> work, Promise<T> promise, Lane caller) {
        perform(work, promise, caller::post);
        process.worked(name);
    }

    private static <T> void perform(Callable<T> work, Promise<T> promise, Executor told) {
        try {
            T value = work.call();
            told.execute(() -> promise.complete(value));
        } catch (Exception e) {
            told.execute(() -> promise.fail(e));
        }
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public boolean isMetricsEnabled() {
        return false;
    }
}
