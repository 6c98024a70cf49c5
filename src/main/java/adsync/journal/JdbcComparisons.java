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
}
