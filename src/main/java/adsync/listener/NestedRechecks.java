package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.directory.Located;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which of the subtrees that are to be evaluated lie in another one of them: reading that one reads them too. A
 * container that moves afterwards is reported, and asked for anew, so that what was found here does no harm.
 */
final class NestedRechecks {

    private static final int LOCATED_AT_ONCE = 50;

    private final Session session;
    private final Deque<Recheck> unlocated;
    private final Set<ObjectGuid> containers;
    private final Set<Recheck> doubtful;

    /** In scope, by name. */
    private final Map<String, Recheck> byName = new LinkedHashMap<>();

    private final List<Recheck> apart = new ArrayList<>();
    private final Map<Recheck, List<Recheck>> nested = new HashMap<>();

    /**
     * Finds out nothing yet. What is no container, as far as the journal knows, stays apart: a user in doubt is looked for.
     *
     * @param doubtful those that stay apart because their users are not all accounted for
     */
    NestedRechecks(Session session, Journal journal, Collection<Recheck> all, Set<Recheck> doubtful) {
        this.session = session;
        this.doubtful = Set.copyOf(doubtful);
        this.unlocated = new ArrayDeque<>(all);
        this.containers = journal.containers(
                        all.stream().map(Recheck::container).toList())
                .await()
                .keySet();
    }

    /** Looks up where the next ones are. Returns false if none was left. */
    boolean step() {
        if (unlocated.isEmpty()) {
            return false;
        }
        for (int i = 0; i < LOCATED_AT_ONCE && !unlocated.isEmpty(); i++) {
            Recheck recheck = unlocated.remove();
            session.ask(() -> session.directory().locate(recheck.container()))
                    .filter(located -> containers.contains(recheck.container()) && !doubtful.contains(recheck))
                    .filter(located -> !located.deleted() && session.scope().contains(located.dn()))
                    .map(Located::dn)
                    .ifPresentOrElse(dn -> byName.put(dn.toLowerCase(Locale.ROOT), recheck), () -> apart.add(recheck));
        }
        if (unlocated.isEmpty()) {
            byName.forEach((dn, recheck) -> place(dn, recheck));
        }
        return true;
    }

    private void place(String dn, Recheck recheck) {
        byName.keySet().stream()
                .filter(other -> dn.endsWith("," + other))
                .min((one, other) -> Integer.compare(one.length(), other.length()))
                .ifPresentOrElse(
                        uppermost -> nested.computeIfAbsent(byName.get(uppermost), first -> new ArrayList<>())
                                .add(recheck),
                        () -> apart.add(recheck));
    }

    /** Those that lie in no other one. */
    List<Recheck> apart() {
        return apart;
    }

    /** The others, by the uppermost one that each lies in. */
    Map<Recheck, List<Recheck>> nested() {
        return nested;
    }
}
