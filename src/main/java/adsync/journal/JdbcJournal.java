package adsync.journal;

import adsync.change.Container;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.JournalException.Reason;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The journal in SQLite: one writer, and two readers so that a look-up does not wait for a survey. */
final class JdbcJournal implements Journal {

    private final StateFolder folder;
    private final Lane writing;
    private final Writer writer;
    private final Reader lookups;
    private final Reader surveys;
    private final Transactions transactions;

    /** Orders calls before the close that finishes them. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Future<Void> closing;

    JdbcJournal(
            StateFolder folder,
            Lane writing,
            Writer writer,
            Reader lookups,
            Reader surveys,
            Transactions transactions) {
        this.folder = folder;
        this.writing = writing;
        this.writer = writer;
        this.lookups = lookups;
        this.surveys = surveys;
        this.transactions = transactions;
    }

    @Override
    public Future<Optional<Checkpoint>> checkpoint(ObjectGuid namingContext) {
        return unlessClosed(() -> lookups.read(session -> new Checkpoints(session).get(namingContext)));
    }

    @Override
    public Future<Optional<Checkpoint>> newestCheckpoint() {
        return unlessClosed(() -> lookups.read(session -> new Checkpoints(session).newest()));
    }

    @Override
    public Future<Map<ObjectGuid, Shadow>> shadows(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return unlessClosed(() -> lookups.read(session -> new Shadows(session).among(asked)));
    }

    @Override
    public Future<Map<ObjectGuid, Container>> containers(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return unlessClosed(() -> lookups.read(session -> new Containers(session).among(asked)));
    }

    @Override
    public Future<List<ObjectGuid>> below(ObjectGuid container, @Nullable ObjectGuid after, int limit) {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).below(container, after, limit)));
    }

    @Override
    public Future<List<ObjectGuid>> rechecks() {
        return unlessClosed(() -> lookups.read(session -> new Rechecks(session).all()));
    }

    @Override
    public Future<List<ObjectGuid>> unseen(long epoch, @Nullable ObjectGuid after, int limit) {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).unseen(epoch, after, limit)));
    }

    @Override
    public Future<Boolean> seenIn(ObjectGuid container, long epoch) {
        return unlessClosed(() -> lookups.read(session -> new Surveys(session).seenIn(container, epoch)));
    }

    @Override
    public Future<List<ObjectGuid>> unchanged(long epoch, Map<ObjectGuid, Long> usns) {
        Map<ObjectGuid, Long> asked = Map.copyOf(usns);
        return unlessClosed(() -> lookups.read(session -> new Surveys(session).unchanged(epoch, asked)));
    }

    @Override
    public Future<List<Superseded>> commit(PageCommit page) {
        return unlessClosed(() -> writer.write(session -> transactions.pages().write(page)));
    }

    @Override
    public Future<List<OutboxRow>> claim(Partition partition, Instant now, int limit) {
        return unlessClosed(() -> writer.write(session -> transactions.claims().claim(partition, now, limit)));
    }

    @Override
    public Future<Optional<OutboxRow>> claimWithdrawn(ObjectGuid objectGuid, OutboxRow because) {
        return unlessClosed(
                () -> writer.write(session -> transactions.withdrawals().claim(objectGuid, because)));
    }

    @Override
    public Future<Optional<Instant>> nextDue(Partition partition) {
        return unlessClosed(() -> lookups.read(session -> Claims.nextDue(session, partition)));
    }

    @Override
    public Future<Integer> settle(List<Settlement> settlements) {
        List<Settlement> all = List.copyOf(settlements);
        return unlessClosed(
                () -> writer.write(session -> transactions.settling().settle(all)));
    }

    @Override
    public Future<List<ParkedObject>> parked(int limit) {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).parked(limit)));
    }

    @Override
    public Future<Optional<Boolean>> providerHeldAccounts() {
        return unlessClosed(() -> lookups.read(Meta::providerHeldAccounts));
    }

    @Override
    public Future<Void> rememberProviderHeldAccounts(boolean held) {
        return unlessClosed(() -> writer.<@Nullable Object>write(session -> {
                    Meta.rememberProviderHeldAccounts(session, held);
                    return null;
                })
                .mapEmpty());
    }

    @Override
    public Future<Long> outboxSize() {
        return unlessClosed(() -> lookups.read(session -> new Surveys(session).outboxSize()));
    }

    @Override
    public Future<JournalStatistics> statistics() {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).statistics()));
    }

    @Override
    public Future<Void> close() {
        lock.lock();
        try {
            if (closing == null) {
                closing = Future.join(lookups.close(), surveys.close())
                        .eventually(this::closeWriter)
                        .mapEmpty();
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** The last of all: its connection moves the log into the store, which a reader would hinder. */
    private Future<Void> closeWriter() {
        return writing.perform(() -> {
                    try (folder) {
                        writer.close();
                    }
                })
                .eventually(writing::close);
    }

    private <T> Future<T> unlessClosed(Supplier<Future<T>> call) {
        lock.lock();
        try {
            return closing == null
                    ? call.get()
                    : Future.failedFuture(new JournalException(Reason.FAILED, "The journal is closed."));
        } finally {
            lock.unlock();
        }
    }
}
