package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comparisons in the store of the journal, on its threads. */
final class JdbcComparisons implements ComparisonJournal {

    private final Access store;
    private final Transactions transactions;

    JdbcComparisons(Access store, Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    @Override
    public Future<Optional<Comparison>> begun() {
        return store.lookUp(Comparisons::begun);
    }

    @Override
    public Future<Optional<Comparison>> complete() {
        return store.lookUp(Comparisons::complete);
    }

    @Override
    public Future<Map<ObjectGuid, KnownAccount>> accounts(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return store.lookUp(session -> Comparisons.accounts(session, asked));
    }

    @Override
    public Future<List<KnownAccount>> unmet(Comparison comparison, int limit) {
        return store.survey(session -> Comparisons.unmet(session, comparison, limit));
    }

    @Override
    public Future<Integer> compared(
            Comparison now, Map<ObjectGuid, String> met, Set<ObjectGuid> repairs, Origin origin) {
        Map<ObjectGuid, String> all = Map.copyOf(met);
        Set<ObjectGuid> wrong = Set.copyOf(repairs);
        return store.write(session -> transactions.comparisons().step(now, all, wrong, origin));
    }

    @Override
    public Future<Integer> adopt(List<Orphan> orphans, Origin origin) {
        List<Orphan> all = List.copyOf(orphans);
        return store.write(session -> transactions.orphans().adopt(all, origin));
    }

    @Override
    public Future<Boolean> adoptGroup(Orphan orphan, String displayName, Origin origin) {
        return store.write(session -> transactions.orphans().adoptGroup(orphan, displayName, origin));
    }

    @Override
    public Future<Boolean> shipsGroups() {
        return store.lookUp(Meta::shipsGroups);
    }

    @Override
    public Future<Map<ObjectGuid, KnownGroup>> groups(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return store.lookUp(session -> GroupRepairs.groups(session, asked));
    }

    @Override
    public Future<Set<String>> ownGroups(Collection<String> providerIds) {
        List<String> asked = List.copyOf(providerIds);
        return store.survey(session -> GroupRepairs.own(session, asked));
    }

    @Override
    public Future<Long> linkedGroups() {
        return store.survey(GroupRepairs::linked);
    }

    @Override
    public Future<Optional<KnownGroup>> nextGroup(long after) {
        return store.survey(session -> GroupRepairs.next(session, after));
    }

    @Override
    public Future<Map<String, ObjectGuid>> sentMembers(ObjectGuid group) {
        return store.survey(session -> GroupRepairs.sentMembers(session, group));
    }

    @Override
    public Future<Void> noteGroup(ObjectGuid group, String signature) {
        return store.perform(session -> transactions.groupRepairs().note(group, signature));
    }

    @Override
    public Future<Boolean> repairGroup(GroupDifference difference, boolean again, Origin origin) {
        return store.write(session -> transactions.groupRepairs().repair(difference, again, origin));
    }
}
