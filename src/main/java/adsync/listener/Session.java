package adsync.listener;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.Located;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.ResolvedServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One connection to a domain controller, and the scope as found there. Directory calls block, so they are made on a thread
 * of their own while the listener's context awaits them and stays able to hear the bell and the order to stop.
 */
final class Session {

    private final Directory directory;
    private final NamingContext namingContext;
    private final WorkerExecutor thread;
    private final ResolvedServices services;
    private final String domain;
    private final Neighbours neighbours;
    private final SelectedRoots roots;
    private volatile Scope scope; // the listeners of other domains ask it too

    Session(
            Directory directory,
            NamingContext namingContext,
            Scope scope,
            ResolvedServices services,
            WorkerExecutor thread,
            String domain,
            Neighbours neighbours,
            SelectedRoots roots) {
        this.directory = directory;
        this.namingContext = namingContext;
        this.scope = scope;
        this.services = services;
        this.thread = thread;
        this.domain = domain;
        this.neighbours = neighbours;
        this.roots = roots;
    }

    Directory directory() {
        return directory;
    }

    NamingContext namingContext() {
        return namingContext;
    }

    Scope scope() {
        return scope;
    }

    /** Makes a directory call and awaits its answer. */
    <T> T ask(Callable<T> call) {
        return start(call).await();
    }

    /** Begins a directory call, so that something else can be done meanwhile. Calls are made one after the other. */
    <T> Future<T> start(Callable<T> call) {
        return thread.executeBlocking(call, true).map(Objects::requireNonNull);
    }

    /** Begins a directory call that has a connection of its own, beside those that are made one after the other. */
    <T> Future<T> startAside(Callable<T> call) {
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext()).owner();
        return vertx.executeBlocking(call, false).map(Objects::requireNonNull);
    }

    /** Asks the other domains for objects that this one does not have, or not any more. */
    Neighbours.Elsewhere elsewhere(Collection<ObjectGuid> objects) {
        return neighbours.of(domain, objects);
    }

    /** Another number whenever groups of other domains changed; -1 if no other is followed. */
    long groupChangesElsewhere() {
        return neighbours.any(domain) ? neighbours.groupChangesBeside(domain) : -1;
    }

    /** Turns names of groups into services, as far as groups give any. */
    ResolvedServices services() {
        return services;
    }

    /** The first selected root, be it deleted or not. */
    Place firstRoot() {
        return roots.first();
    }

    /**
     * Looks up where roots and exclusions are now: they, or containers above them, may have been renamed, moved or deleted.
     *
     * @return whether a name is another one than before, or a root went or came back
     */
    boolean followPlaces() {
        List<Place> living = roots.follow(this::locate);
        Map<ObjectGuid, String> names = new HashMap<>();
        for (Place excluded : scope.excluded()) {
            locate(excluded.objectGuid())
                    .filter(located -> !located.deleted())
                    .ifPresent(located -> names.put(excluded.objectGuid(), located.dn()));
        }
        Scope followed = scope.withRoots(living).withNames(names);
        boolean moved =
                !followed.roots().equals(scope.roots()) || !followed.excluded().equals(scope.excluded());
        scope = followed;
        return moved;
    }

    private Optional<Located> locate(ObjectGuid objectGuid) {
        return ask(() -> directory.locate(objectGuid));
    }
}
