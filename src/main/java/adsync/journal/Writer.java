package adsync.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The only one who writes, on one thread. Whoever finds his call undone does all that wait, in one transaction: many small
 * calls share one sync of the disk. A call that fails is undone alone; if the transaction fails, all of its calls do.
 */
final class Writer {

    /** Bounds a transaction, and so what its failure undoes. */
    private static final int MOST_CALLS = 256;

    private final Lane lane;
    private final Path state;
    private final Session session;
    private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();
    private final Timer commits;
    private final DistributionSummary calls;
    private final Counter diskFull;
    private volatile LongConsumer toldOfReleased = rows -> {};
    private volatile String unwritable = "";

    Writer(Lane lane, Path state, Session session, MeterRegistry meters) {
        this.lane = lane;
        this.state = state;
        this.session = session;
        this.commits = JournalMeter.COMMIT.timer().publishPercentileHistogram().register(meters);
        this.calls = JournalMeter.CALLS.summary().register(meters);
        this.diskFull = JournalMeter.DISK_FULL.counter(meters);
    }

    /** What a call does in the transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T in(Session session) throws SQLException;
    }

    /** Does the work; the future completes when it is on the disk, in the context of the caller. */
    <T extends @Nullable Object> Future<T> write(Work<T> work) {
        Call<T> call = new Call<>(work);
        waiting.add(call);
        return lane.run(() -> {
            while (!call.done) {
                transact();
            }
            return call.result();
        });
    }

    /** See {@link Journal#onReleased}. */
    void onReleased(LongConsumer told) {
        toldOfReleased = told;
    }

    private void tellOfReleased() {
        long released = session.tally().takeReleased();
        if (released > 0) {
            toldOfReleased.accept(released);
        }
    }

    /** What the last transaction left. To be asked on any thread. */
    Tally.Counts counts() {
        return session.tally().published();
    }

    /** The same with what is known besides. To be asked on any thread. */
    JournalStatistics statistics(Optional<Instant> oldest) {
        return counts().with(oldest, unwritable);
    }

    /**
     * Moves all that was written into the store and cuts the log to nothing. Does not wait for those who read an older state.
     *
     * @return false if somebody does, and the log stays as it is
     */
    Future<Boolean> emptyLog() {
        return lane.run(() -> {
            try {
                session.script("PRAGMA busy_timeout = 0");
                try {
                    return session.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.number(1))
                                    .getFirst()
                            == 0;
                } finally {
                    session.script(Store.PATIENCE);
                }
            } catch (SQLException e) {
                throw Failures.of(state, e);
            }
        });
    }

    /** Does what is still waiting and closes the connection; nobody may call afterwards. */
    void close() throws SQLException {
        while (!waiting.isEmpty()) {
            transact();
        }
        try (session) {
            session.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.number(1));
        }
    }

    private void transact() {
        List<Call<?>> group = group();
        long start = System.nanoTime();
        try {
            session.beginWriting();
            long before = unwritable.isEmpty() ? 0 : changes();
            for (Call<?> call : group) {
                perform(call, group.size() > 1);
            }
            boolean wrote = unwritable.isEmpty() || changes() > before;
            session.commit();
            if (wrote) { // what changes nothing needs no room
                unwritable = "";
            }
            commits.record(Duration.ofNanos(System.nanoTime() - start));
            calls.record(group.size());
        } catch (SQLException | RuntimeException | Error e) {
            session.rollback(e);
            fail(group, told(e));
        } finally {
            group.forEach(call -> call.done = true);
        }
        tellOfReleased();
    }

    /** Rows that were changed since the connection was opened. */
    private long changes() throws SQLException {
        return session.number("SELECT total_changes()");
    }

    /** Of a failure that cannot even be told, the callers must hear all the same: else they take the work for done. */
    private JournalException told(Throwable failure) {
        try {
            return Failures.of(state, failure);
        } catch (RuntimeException | Error untold) {
            return new JournalException(JournalException.Reason.FAILED, "The journal failed", failure);
        }
    }

    private List<Call<?>> group() {
        List<Call<?>> group = new ArrayList<>();
        Call<?> call = waiting.poll();
        while (call != null) {
            group.add(call);
            call = group.size() < MOST_CALLS ? waiting.poll() : null;
        }
        return group;
    }

    /** A call alone in its transaction needs no savepoint: they fail together. */
    private void perform(Call<?> call, boolean inCompany) throws SQLException {
        if (!inCompany) {
            call.run(session);
            return;
        }
        session.savepoint();
        try {
            call.run(session);
            session.releaseSavepoint();
        } catch (SQLException e) {
            if (Failures.endsTransaction(e)) {
                throw e;
            }
            session.rollbackToSavepoint();
            call.failure = Failures.of(state, e);
        } catch (RuntimeException e) {
            session.rollbackToSavepoint();
            call.failure = Failures.of(state, e);
        }
    }

    private void fail(List<Call<?>> group, JournalException failure) {
        if (failure.reason() == JournalException.Reason.DISK_FULL) {
            diskFull.increment();
        }
        if (failure.reason() != JournalException.Reason.FAILED) {
            unwritable = String.valueOf(failure.getMessage());
        }
        for (Call<?> call : group) {
            if (call.failure == null) {
                call.failure = failure;
            }
        }
    }

    /** Work and what became of it. Its fields belong to the writer's thread. */
    private static final class Call<T extends @Nullable Object> {

        private final Work<T> work;
        private @Nullable T value;
        private @Nullable JournalException failure;
        private boolean done;

        private Call(Work<T> work) {
            this.work = work;
        }

        private void run(Session session) throws SQLException {
            value = work.in(session);
        }

        @SuppressWarnings("NullAway") // a value is there once the work is done, and null only where T says so
        private T result() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
