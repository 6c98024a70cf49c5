package adsync.journal;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Set;

/** The selected roots, in SQLite. */
final class JdbcRoots implements RootJournal {

    private final Access store;

    JdbcRoots(Access store) {
        this.store = store;
    }

    @Override
    public Future<Set<ObjectGuid>> deleted() {
        return store.lookUp(session -> new DeletedRoots(session).all());
    }

    @Override
    public Future<Void> markDeleted(ObjectGuid root, String dn) {
        return store.perform(session -> new DeletedRoots(session).add(root, dn));
    }

    @Override
    public Future<Void> markReturned(ObjectGuid root) {
        return store.perform(session -> new DeletedRoots(session).remove(root));
    }
}
