package adsync.journal;

import adsync.journal.JournalException.Reason;
import io.vertx.core.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets calls in until it is closed, and orders them before the close that finishes them. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Future<Void> closing;

    <T> Future<T> unlessClosed(Supplier<Future<T>> call) {
        lock.lock();
        try {
            return closing == null
                    ? call.get()
                    : Future.failedFuture(new JournalException(Reason.FAILED, "The journal is closed."));
        } finally {
            lock.unlock();
        }
    }

    /** Closes once; who closes again is given the same future. */
    Future<Void> close(Supplier<Future<Void>> last) {
        lock.lock();
        try {
            if (closing == null) {
                closing = last.get();
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }
}
