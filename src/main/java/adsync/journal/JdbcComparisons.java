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

    private final Writer writer;
    private final Reader lookups;
    private final Reader surveys;
    private final Gate gate;
    private final Transactions transactions;

    JdbcComparisons(Writer writer, Reader lookups, Reader surveys, Gate gate, Transactions transactions) {
        this.writer = writer;
        this.lookups = lookups;
        this.surveys = surveys;
        this.gate = gate;
        this.transactions = transactions;
    }

    @Override
    public Future<Optional<Comparison>> begun() {
        return gate.unlessClosed(() -> lookups.read(Comparisons::begun));
    }

    @Override
    public Future<Optional<Comparison>> complete() {
        return gate.unlessClosed(() -> lookups.read(Comparisons::complete));
    }

    @Override
    public Future<Map<ObjectGuid, KnownAccount>> accounts(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        return gate.unlessClosed(() -> lookups.read(session -> Comparisons.accounts(session, asked)));
    }

    @Override
    public Future<List<KnownAccount>> unmet(Comparison comparison, int limit) {
        return gate.unlessClosed(() -> surveys.read(session -> Comparisons.unmet(session, comparison, limit)));
    }

    @Override
    public Future<Integer> compared(
            Comparison now, Map<ObjectGuid, String> met, Set<ObjectGuid> repairs, Origin origin) {
        Map<ObjectGuid, String> all = Map.copyOf(met);
        Set<ObjectGuid> wrong = Set.copyOf(repairs);
        return gate.unlessClosed(
                () -> writer.write(session -> transactions.comparisons().step(now, all, wrong, origin)));
    }
}
