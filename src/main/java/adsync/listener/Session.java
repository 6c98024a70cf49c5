package adsync.listener;

import adsync.change.NamingContext;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.scope.Scope;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * One connection to a domain controller, and the root as found there. Directory calls block, so they are made on a thread
 * of their own while the listener's context awaits them and stays able to hear the bell and the order to stop.
 */
final class Session {

    private final Directory directory;
    private final NamingContext namingContext;
    private final WorkerExecutor thread;
    private Scope scope;

    Session(Directory directory, NamingContext namingContext, Scope scope, WorkerExecutor thread) {
        this.directory = directory;
        this.namingContext = namingContext;
        this.scope = scope;
        this.thread = thread;
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

    /**
     * Looks up where the root is now: it, or a container above it, may have been renamed or moved.
     *
     * @return whether its name is another one than before
     */
    boolean followRoot() {
        var located = ask(() -> directory.locate(scope.root()))
                .filter(root -> !root.deleted())
                .orElseThrow(() -> new DirectoryException(
                        DirectoryException.Reason.RIGHTS,
                        "the selected root " + scope.rootDn()
                                + " is deleted or can no longer be read; nothing is changed at"
                                + " the provider: restore it, or select another root in directory.root"));
        if (located.dn().equals(scope.rootDn())) {
            return false;
        }
        scope = new Scope(scope.root(), located.dn());
        return true;
    }
}
