package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.JournalException.Reason;
import adsync.journal.PageCommit.ObjectChange;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    public Future<List<ObjectGuid>> unseen(
            ObjectGuid namingContext, long epoch, @Nullable ObjectGuid after, int limit) {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).unseen(epoch, after, limit)));
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
    public Future<Set<ObjectGuid>> trackedGroups(Collection<ObjectGuid> among) {
        throw new UnsupportedOperationException("trackedGroups");
    }

    @Override
    public Future<List<ObjectGuid>> staleGroups(@Nullable ObjectGuid namingContext, long epoch) {
        throw new UnsupportedOperationException("staleGroups");
    }

    @Override
    public Future<Map<ObjectGuid, Set<ObjectGuid>>> groupsOf(Collection<Image> users) {
        throw new UnsupportedOperationException("groupsOf");
    }

    @Override
    public Future<List<Shadow>> regroups(int limit) {
        throw new UnsupportedOperationException("regroups");
    }

    @Override
    public Future<List<Shadow>> regroups(ObjectGuid namingContext, int limit) {
        throw new UnsupportedOperationException("regroups");
    }

    @Override
    public Future<Void> regroupAll() {
        throw new UnsupportedOperationException("regroupAll");
    }

    @Override
    public Future<List<Superseded>> commit(List<ObjectChange> changes) {
        throw new UnsupportedOperationException("commit");
    }

    @Override
    public Future<List<Timer>> due(Instant now, int limit) {
        throw new UnsupportedOperationException("due");
    }

    @Override
    public Future<Optional<Instant>> nextTimer() {
        throw new UnsupportedOperationException("nextTimer");
    }

    @Override
    public Future<Integer> retime(Optional<Duration> retention) {
        throw new UnsupportedOperationException("retime");
    }

    @Override
    public Future<List<Ruling>> judge(List<Hazard> hazards, GuardRules rules, Instant now) {
        throw new UnsupportedOperationException("judge");
    }

    @Override
    public Future<List<Hold>> holds() {
        throw new UnsupportedOperationException("holds");
    }

    @Override
    public Future<List<HeldObject>> held(long hold, int limit) {
        throw new UnsupportedOperationException("held");
    }

    @Override
    public Future<Boolean> approve(long hold) {
        throw new UnsupportedOperationException("approve");
    }

    @Override
    public Future<Boolean> reject(long hold) {
        throw new UnsupportedOperationException("reject");
    }

    @Override
    public Future<Hold> hold(HazardKind kind) {
        throw new UnsupportedOperationException("hold");
    }

    @Override
    public Future<List<AuditRecord>> audit(long after, int limit) {
        throw new UnsupportedOperationException("audit");
    }

    @Override
    public Future<Void> auditWritten(long upTo) {
        throw new UnsupportedOperationException("auditWritten");
    }

    @Override
    public Future<Optional<Dossier>> dossier(ObjectGuid objectGuid) {
        throw new UnsupportedOperationException("dossier");
    }

    @Override
    public Future<List<ObjectGuid>> find(String text, int limit) {
        throw new UnsupportedOperationException("find");
    }

    @Override
    public Future<Boolean> release(ObjectGuid objectGuid) {
        throw new UnsupportedOperationException("release");
    }

    @Override
    public Future<Integer> releaseParked() {
        throw new UnsupportedOperationException("releaseParked");
    }

    @Override
    public Future<Integer> remap(String mappingFingerprint, Origin origin) {
        throw new UnsupportedOperationException("remap");
    }

    @Override
    public Future<Long> outboxSize() {
        throw new UnsupportedOperationException("outboxSize");
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
