package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.PageCommit.ObjectChange;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final PasswordJournal passwords;
    private final ComparisonJournal comparisons;
    private final Gate gate = new Gate();

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
        this.passwords = new JdbcPasswords(writer, lookups, surveys, gate);
        this.comparisons = new JdbcComparisons(writer, lookups, surveys, gate, transactions);
    }

    @Override
    public Future<Optional<Checkpoint>> checkpoint(ObjectGuid namingContext) {
        return unlessClosed(() -> lookups.read(session -> new Checkpoints(session).get(namingContext)));
    }

    @Override
    public Future<List<Checkpoint>> checkpoints() {
        return unlessClosed(() -> lookups.read(session -> new Checkpoints(session).all()));
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
    public Future<Void> requestReconcile() {
        return perform(Meta::requestReconcile);
    }

    @Override
    public Future<Boolean> reconcileRequested(ObjectGuid namingContext) {
        return unlessClosed(() -> lookups.read(session -> Meta.reconcileRequested(session, namingContext)));
    }

    @Override
    public Future<List<Recheck>> rechecks(ObjectGuid namingContext) {
        return unlessClosed(() -> lookups.read(session -> new Rechecks(session).of(namingContext)));
    }

    @Override
    public Future<Long> objects(ObjectGuid namingContext) {
        return unlessClosed(() -> surveys.read(session -> new Surveys(session).objects(namingContext)));
    }

    @Override
    public Future<List<ObjectGuid>> unseen(
            ObjectGuid namingContext, long epoch, @Nullable ObjectGuid after, int limit) {
        return unlessClosed(
                () -> surveys.read(session -> new Surveys(session).unseen(namingContext, epoch, after, limit)));
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
        return write(session -> transactions.pages().write(page));
    }

    @Override
    public Future<List<OutboxRow>> claim(Partition partition, Instant now, int limit) {
        return write(session -> transactions.claims().claim(partition, now, limit));
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
        return write(session -> transactions.settling().settle(all));
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
        return perform(session -> Meta.rememberProviderHeldAccounts(session, held));
    }

    @Override
    public Future<Set<ObjectGuid>> trackedGroups(Collection<ObjectGuid> among) {
        List<ObjectGuid> asked = List.copyOf(among);
        return unlessClosed(() -> lookups.read(session -> new Groups(session).tracked(asked)));
    }

    @Override
    public Future<List<ObjectGuid>> staleGroups(@Nullable ObjectGuid namingContext, long epoch) {
        return unlessClosed(() -> surveys.read(session -> new Groups(session).stale(namingContext, epoch)));
    }

    @Override
    public Future<Map<ObjectGuid, Set<ObjectGuid>>> groupsOf(Collection<Image> users) {
        List<Image> asked = List.copyOf(users);
        return unlessClosed(() -> lookups.read(session -> new Groups(session).of(asked)));
    }

    @Override
    public Future<List<Shadow>> regroups(int limit) {
        return askingFirst(Regroups::any, session -> Regroups.take(session, null, limit));
    }

    @Override
    public Future<List<Shadow>> regroups(ObjectGuid namingContext, int limit) {
        return askingFirst(Regroups::any, session -> Regroups.take(session, namingContext, limit));
    }

    @Override
    public Future<Void> regroupAll() {
        return perform(Regroups::markAll);
    }

    @Override
    public Future<List<Superseded>> commit(List<ObjectChange> changes) {
        List<ObjectChange> all = List.copyOf(changes);
        return write(session -> transactions.pages().write(all));
    }

    @Override
    public Future<List<Timer>> due(Instant now, int limit) {
        return unlessClosed(() -> lookups.read(session -> new Timers(session).due(now, limit)));
    }

    @Override
    public Future<Optional<Instant>> nextTimer() {
        return unlessClosed(() -> lookups.read(session -> new Timers(session).next()));
    }

    @Override
    public Future<Integer> retime(Optional<Duration> retention) {
        return write(session -> new Timers(session).retime(retention));
    }

    @Override
    public Future<List<Ruling>> judge(List<Hazard> hazards, GuardRules rules, Instant now) {
        List<Hazard> all = List.copyOf(hazards);
        return write(session -> transactions.guard().judge(all, rules, now));
    }

    @Override
    public Future<Void> shipGroups(boolean shipped, Origin origin) {
        return perform(session -> transactions.groups().ship(shipped, origin));
    }

    @Override
    public Future<Set<ObjectGuid>> shippedGroups() {
        return unlessClosed(() -> surveys.read(GroupMarks::present));
    }

    @Override
    public Future<List<GroupRow>> claimGroups(Partition partition, Instant now, int limit) {
        if (!transactions.groups().shipping()) {
            return Future.succeededFuture(List.of());
        }
        return askingFirst(
                session -> GroupClaims.anyDue(session, partition, now),
                session -> transactions.groupClaims().claim(partition, now, limit));
    }

    @Override
    public Future<Integer> settleGroups(List<GroupSettlement> settlements) {
        List<GroupSettlement> all = List.copyOf(settlements);
        return write(session -> transactions.groupSettling().settle(all));
    }

    @Override
    public Future<List<Hold>> holds() {
        return unlessClosed(() -> lookups.read(session -> new Holds(session).all()));
    }

    @Override
    public Future<List<HeldObject>> held(long hold, int limit) {
        return unlessClosed(() -> lookups.read(session -> Approvals.held(session, hold, limit)));
    }

    @Override
    public Future<Boolean> approve(long hold) {
        return write(session -> transactions.approvals().approve(hold));
    }

    @Override
    public Future<Boolean> reject(long hold) {
        return write(session -> transactions.approvals().reject(hold));
    }

    @Override
    public Future<Hold> hold(HazardKind kind) {
        return write(session -> transactions.approvals().open(kind));
    }

    @Override
    public Future<List<AuditRecord>> audit(long after, int limit) {
        return unlessClosed(() -> lookups.read(session -> Audit.after(session, after, limit)));
    }

    @Override
    public Future<Void> auditWritten(long upTo) {
        return perform(session -> Audit.written(session, upTo));
    }

    @Override
    public Future<Optional<Dossier>> dossier(ObjectGuid objectGuid) {
        return unlessClosed(() -> lookups.read(session -> new Dossiers(session).of(objectGuid)));
    }

    @Override
    public Future<List<ObjectGuid>> find(String text, int limit) {
        return unlessClosed(() -> surveys.read(session -> new Finder(session).find(text, limit)));
    }

    @Override
    public Future<Boolean> release(ObjectGuid objectGuid) {
        return write(session -> transactions.releases().release(objectGuid));
    }

    @Override
    public Future<Integer> releaseParked() {
        return write(session -> transactions.releases().releaseParked());
    }

    @Override
    public Future<Boolean> forget(ObjectGuid objectGuid) {
        return write(session -> transactions.forgetting().forget(objectGuid));
    }

    @Override
    public Future<Boolean> remapDue(String mappingFingerprint) {
        return write(session -> transactions.remapping().due(mappingFingerprint));
    }

    @Override
    public Future<Integer> remap(String mappingFingerprint, Origin origin) {
        return write(session -> transactions.remapping().remap(mappingFingerprint, origin));
    }

    @Override
    public ComparisonJournal comparisons() {
        return comparisons;
    }

    @Override
    public Future<Long> outboxSize() {
        return unlessClosed(() -> Future.succeededFuture(writer.counts().waiting()));
    }

    @Override
    public PasswordJournal passwords() {
        return passwords;
    }

    @Override
    public Future<JournalStatistics> statistics() {
        return unlessClosed(() -> surveys.read(session -> statistics(new Surveys(session).oldest())));
    }

    private JournalStatistics statistics(Optional<Instant> oldest) {
        Tally.Counts counts = writer.counts();
        return new JournalStatistics(
                counts.objects(), counts.waiting(), counts.parked(), counts.held(), counts.links(), oldest);
    }

    @Override
    public Future<Void> close() {
        return gate.close(() -> Future.join(lookups.close(), surveys.close())
                .eventually(this::closeWriter)
                .mapEmpty());
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

    /** Because mostly there is nothing to take and so nothing to write. */
    private <T> Future<List<T>> askingFirst(Reader.Reading<Boolean> any, Writer.Work<List<T>> take) {
        return unlessClosed(() -> lookups.read(any))
                .compose(some -> some ? write(take) : Future.succeededFuture(List.of()));
    }

    private <T> Future<T> write(Writer.Work<T> work) {
        return unlessClosed(() -> writer.write(work));
    }

    private Future<Void> perform(Step step) {
        return unlessClosed(() -> writer.<@Nullable Object>write(session -> {
                    step.take(session);
                    return null;
                })
                .mapEmpty());
    }

    /** Writes without a result. */
    @FunctionalInterface
    private interface Step {
        void take(Session session) throws SQLException;
    }

    private <T> Future<T> unlessClosed(Supplier<Future<T>> call) {
        return gate.unlessClosed(call);
    }
}
