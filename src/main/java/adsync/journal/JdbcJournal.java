package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.PageCommit.ObjectChange;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The journal in SQLite: one writer, and two readers so that a look-up does not wait for a survey. */
final class JdbcJournal implements Journal {

    private final StateFolder folder;
    private final Lane writing;
    private final Access store;
    private final Transactions transactions;
    private final PasswordJournal passwords;
    private final ComparisonJournal comparisons;
    private final GroupJournal groups;
    private final RootJournal roots;
    private final ControllerJournal controllers;

    JdbcJournal(StateFolder folder, Lane writing, Access store, Transactions transactions) {
        this.folder = folder;
        this.writing = writing;
        this.store = store;
        this.transactions = transactions;
        this.passwords = new JdbcPasswords(store, transactions.passwords());
        this.comparisons = new JdbcComparisons(store, transactions);
        this.groups = new JdbcGroups(store, transactions.groups());
        this.roots = new JdbcRoots(store);
        this.controllers = new JdbcControllers(store);
    }

    @Override
    public Future<Optional<Checkpoint>> checkpoint(ObjectGuid namingContext) {
        return store.lookUp(session -> new Checkpoints(session).get(namingContext));
    }

    @Override
    public Future<List<Checkpoint>> checkpoints() {
        return store.lookUp(session -> new Checkpoints(session).all());
    }

    @Override
    public Future<Map<ObjectGuid, Shadow>> shadows(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return store.lookUp(session -> new Shadows(session).among(asked));
    }

    @Override
    public Future<Map<ObjectGuid, Container>> containers(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return store.lookUp(session -> new Containers(session).among(asked));
    }

    @Override
    public Future<List<ObjectGuid>> below(ObjectGuid container, @Nullable ObjectGuid after, int limit) {
        return store.survey(session -> new Surveys(session).below(container, after, limit));
    }

    @Override
    public Future<Void> requestReconcile() {
        return store.perform(Meta::requestReconcile);
    }

    @Override
    public Future<Boolean> reconcileRequested(ObjectGuid namingContext) {
        return store.lookUp(session -> Meta.reconcileRequested(session, namingContext));
    }

    @Override
    public Future<Long> highestEpoch(ObjectGuid namingContext) {
        return store.survey(session -> new Surveys(session).highestEpoch(namingContext));
    }

    @Override
    public Future<List<Recheck>> rechecks(ObjectGuid namingContext) {
        return store.lookUp(session -> new Rechecks(session).of(namingContext));
    }

    @Override
    public Future<Map<ObjectGuid, String>> omissions(ObjectGuid namingContext) {
        return store.survey(session -> new Omissions(session).of(namingContext));
    }

    @Override
    public Future<Optional<String>> omission(ObjectGuid objectGuid) {
        return store.survey(session -> new Omissions(session).cause(objectGuid));
    }

    @Override
    public Future<Long> objects(ObjectGuid namingContext) {
        return store.survey(session -> new Surveys(session).objects(namingContext));
    }

    @Override
    public Future<List<ObjectGuid>> unseen(
            ObjectGuid namingContext, long epoch, @Nullable ObjectGuid after, int limit) {
        return store.survey(session -> new Surveys(session).unseen(namingContext, epoch, after, limit));
    }

    @Override
    public Future<Boolean> seenIn(ObjectGuid container, long epoch) {
        return store.lookUp(session -> new Surveys(session).seenIn(container, epoch));
    }

    @Override
    public Future<List<ObjectGuid>> unchanged(long epoch, Map<ObjectGuid, Long> usns) {
        Map<ObjectGuid, Long> asked = Map.copyOf(usns);
        return store.lookUp(session -> new Surveys(session).unchanged(epoch, asked));
    }

    @Override
    public Future<List<Superseded>> commit(PageCommit page) {
        return store.write(session -> transactions.pages().write(page));
    }

    @Override
    public Future<List<OutboxRow>> claim(Partition partition, Instant now, int limit) {
        return store.write(session -> transactions.claims().claim(partition, now, limit));
    }

    @Override
    public Future<Optional<OutboxRow>> claimWithdrawn(ObjectGuid objectGuid, OutboxRow because) {
        return store.write(session -> transactions.withdrawals().claim(objectGuid, because));
    }

    @Override
    public Future<Optional<Instant>> nextDue(Partition partition) {
        return store.lookUp(session -> Claims.nextDue(session, partition));
    }

    @Override
    public Future<Integer> settle(List<Settlement> settlements) {
        List<Settlement> all = List.copyOf(settlements);
        return store.write(session -> transactions.settling().settle(all));
    }

    @Override
    public Future<Unshipped> unshipped(UnshippedObject.State state, int limit) {
        return store.survey(session -> new Surveys(session).unshipped(state, limit));
    }

    @Override
    public Future<Optional<ProviderIdentity>> provider() {
        return store.lookUp(Meta::provider);
    }

    @Override
    public Future<Void> rememberProvider(ProviderIdentity provider) {
        return store.perform(session -> Meta.rememberProvider(session, provider));
    }

    @Override
    public Future<Optional<Boolean>> providerHeldAccounts() {
        return store.lookUp(Meta::providerHeldAccounts);
    }

    @Override
    public Future<Void> rememberProviderHeldAccounts(boolean held) {
        return store.perform(session -> Meta.rememberProviderHeldAccounts(session, held));
    }

    @Override
    public Future<Set<ObjectGuid>> trackedGroups(Collection<ObjectGuid> among) {
        List<ObjectGuid> asked = List.copyOf(among);
        return store.lookUp(session -> new Groups(session).tracked(asked));
    }

    @Override
    public Future<Map<ObjectGuid, List<ObjectGuid>>> memberships(
            Collection<ObjectGuid> members, ObjectGuid namingContext) {
        List<ObjectGuid> asked = List.copyOf(members);
        return store.lookUp(session -> new Groups(session).memberships(asked, namingContext));
    }

    @Override
    public Future<List<ObjectGuid>> referrers(ObjectGuid target, @Nullable ObjectGuid after, int limit) {
        return store.lookUp(session -> new References(session).referrers(target, after, limit));
    }

    @Override
    public Future<Map<ObjectGuid, Set<ObjectGuid>>> groupsOf(Collection<Image> users) {
        List<Image> asked = List.copyOf(users);
        return store.lookUp(session -> new Groups(session).of(asked));
    }

    @Override
    public Future<List<Shadow>> regroups(int limit) {
        return store.askingFirst(Regroups::any, session -> Regroups.take(session, limit));
    }

    @Override
    public Future<List<Shadow>> regroups(ObjectGuid namingContext, long epoch, int limit) {
        return store.askingFirst(Regroups::any, session -> Regroups.take(session, namingContext, epoch, limit));
    }

    @Override
    public Future<Void> regroupAll() {
        return store.perform(Regroups::markAll);
    }

    @Override
    public Future<List<Superseded>> commit(List<ObjectChange> changes) {
        List<ObjectChange> all = List.copyOf(changes);
        return store.write(session -> transactions.pages().write(all));
    }

    @Override
    public Future<List<Timer>> due(Instant now, int limit) {
        return store.lookUp(session -> new Timers(session).due(now, limit));
    }

    @Override
    public Future<Optional<Instant>> nextTimer() {
        return store.lookUp(session -> new Timers(session).next());
    }

    @Override
    public Future<Integer> retime(Optional<Duration> retention) {
        return store.write(session -> new Timers(session).retime(retention));
    }

    @Override
    public Future<List<Ruling>> judge(List<Hazard> hazards, GuardRules rules, Instant now) {
        List<Hazard> all = List.copyOf(hazards);
        return store.write(session -> transactions.guard().judge(all, rules, now));
    }

    @Override
    public Future<Void> shipGroups(boolean shipped) {
        return store.perform(session -> transactions.groups().ship(shipped));
    }

    @Override
    public Future<List<GroupRow>> claimGroups(Partition partition, Instant now, int limit) {
        if (!transactions.groups().shipping()) {
            return Future.succeededFuture(List.of());
        }
        return store.askingFirst(
                session -> GroupClaims.anyDue(session, partition, now),
                session -> transactions.groupClaims().claim(partition, now, limit));
    }

    @Override
    public void onReleased(LongConsumer told) {
        store.writer().onReleased(told);
    }

    @Override
    public Future<Integer> settleGroups(List<GroupSettlement> settlements) {
        List<GroupSettlement> all = List.copyOf(settlements);
        return store.write(session -> transactions.groupSettling().settle(all));
    }

    @Override
    public Future<List<Hold>> holds() {
        return store.lookUp(session -> new Holds(session).all());
    }

    @Override
    public Future<List<HeldObject>> held(long hold, int offset, int limit) {
        return store.lookUp(session -> HeldObjects.of(session, hold, offset, limit));
    }

    @Override
    public Future<Boolean> approve(Hold seen) {
        return store.write(session -> transactions.approvals().approve(seen));
    }

    @Override
    public Future<Boolean> reject(long hold) {
        return store.write(session -> transactions.approvals().reject(hold));
    }

    @Override
    public Future<Hold> hold(HazardKind kind) {
        return store.write(session -> transactions.approvals().open(kind));
    }

    @Override
    public Future<List<AuditRecord>> audit(long after, int limit) {
        return store.lookUp(session -> Audit.after(session, after, limit));
    }

    @Override
    public Future<Void> auditWritten(long upTo) {
        return store.perform(session -> Audit.written(session, upTo));
    }

    @Override
    public Future<Optional<Dossier>> dossier(ObjectGuid objectGuid) {
        return store.lookUp(session -> new Dossiers(session).of(objectGuid));
    }

    @Override
    public Future<List<ObjectGuid>> find(String text, int limit) {
        return store.survey(session -> new Finder(session).find(text, limit));
    }

    @Override
    public Future<List<Shadow>> search(String part, int limit) {
        return store.survey(session -> new PartialNames(session).find(part, limit));
    }

    @Override
    public Future<Boolean> release(ObjectGuid objectGuid) {
        return store.write(session -> transactions.releases().release(objectGuid));
    }

    @Override
    public Future<Integer> releaseParked() {
        return store.write(session -> transactions.releases().releaseParked());
    }

    @Override
    public Future<Boolean> forget(ObjectGuid objectGuid) {
        return store.write(session -> transactions.forgetting().forget(objectGuid));
    }

    @Override
    public Future<Boolean> remapDue(String mappingFingerprint) {
        return store.write(session -> transactions.remapping().due(mappingFingerprint));
    }

    @Override
    public Future<Integer> remap(String mappingFingerprint, Origin origin) {
        return store.write(session -> transactions.remapping().remap(mappingFingerprint, origin));
    }

    @Override
    public ComparisonJournal comparisons() {
        return comparisons;
    }

    @Override
    public Future<Long> outboxSize() {
        return store.gate()
                .unlessClosed(
                        () -> Future.succeededFuture(store.writer().counts().waiting()));
    }

    @Override
    public GroupJournal groups() {
        return groups;
    }

    @Override
    public RootJournal roots() {
        return roots;
    }

    @Override
    public ControllerJournal controllers() {
        return controllers;
    }

    @Override
    public PasswordJournal passwords() {
        return passwords;
    }

    @Override
    public Future<JournalStatistics> statistics() {
        return store.survey(session -> store.writer().statistics(new Surveys(session).oldest()));
    }

    @Override
    public Future<Void> close() {
        return store.gate()
                .close(() -> Future.join(
                                store.lookups().close(), store.surveys().close())
                        .eventually(this::closeWriter)
                        .mapEmpty());
    }

    /** The last of all: its connection moves the log into the store, which a reader would hinder. */
    private Future<Void> closeWriter() {
        return writing.perform(() -> {
                    try (folder) {
                        store.writer().close();
                    }
                })
                .eventually(writing::close);
    }
}
