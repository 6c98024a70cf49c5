package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import io.vertx.core.Future;
import java.util.UUID;

/** The domain controllers, in SQLite. */
final class JdbcControllers implements ControllerJournal {

    private final Access store;

    JdbcControllers(Access store) {
        this.store = store;
    }

    @Override
    public Future<KnownController> known(String host, UUID invocationId) {
        return store.lookUp(session -> Meta.controller(session, host, invocationId));
    }

    @Override
    public Future<UpToDateVector> missing(ObjectGuid namingContext) {
        return store.lookUp(session -> Meta.missing(session, namingContext));
    }

    @Override
    public Future<Void> rememberMissing(ObjectGuid namingContext, UpToDateVector missing) {
        return store.perform(session -> Meta.rememberMissing(session, namingContext, missing));
    }

    @Override
    public Future<Boolean> traceless(ObjectGuid namingContext) {
        return store.lookUp(session -> Meta.traceless(session, namingContext));
    }

    @Override
    public Future<Void> rememberTraceless(ObjectGuid namingContext, boolean traceless) {
        return store.perform(session -> Meta.rememberTraceless(session, namingContext, traceless));
    }
}
