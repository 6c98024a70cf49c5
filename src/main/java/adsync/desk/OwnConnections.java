package adsync.desk;

import adsync.change.NamingContext;
import adsync.desk.LiveDirectory.Followed;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.journal.Journal;
import adsync.listener.Rules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Connects to a directory for each question anew, on threads for such questions. Usable from any thread. */
final class OwnConnections {

    private static final int AT_ONCE = 2;
    private static final int CONNECTING_SECONDS = 60;

    private final Journal journal;
    private final WorkerExecutor threads;

    /** Reads the answer to a question. Blocks. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Directory directory, NamingContext context, Rules rules);
    }

    /**
     * Nothing is connected yet.
     *
     * @param name of the threads
     */
    OwnConnections(Vertx vertx, String name, Journal journal) {
        this.journal = journal;
        this.threads = vertx.createSharedWorkerExecutor(name, AT_ONCE, CONNECTING_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks a directory, with the rules that hold there now. */
    <T> Future<T> ask(Followed one, Reading<T> reading) {
        return blocking(() -> Directories.connect(one.directory()))
                .compose(directory -> ask(one, directory, reading)
                        .eventually(() -> blocking(() -> {
                            directory.close();
                            return true;
                        })));
    }

    private <T> Future<T> ask(Followed one, Directory directory, Reading<T> reading) {
        String root = one.listening().scope().roots().getFirst();
        return blocking(() -> directory
                        .namingContextOf(root)
                        .orElseThrow(() -> new DirectoryException(
                                DirectoryException.Reason.RIGHTS, root + " is in no naming context that is served")))
                .compose(context -> Future.all(
                                journal.checkpoint(context.guid()),
                                journal.roots().deleted())
                        .compose(known -> blocking(() -> reading.read(
                                directory,
                                context,
                                Rules.at(one.listening(), directory, context, known.resultAt(0), known.resultAt(1))))));
    }

    private <T> Future<T> blocking(Callable<T> call) {
        return threads.executeBlocking(call, false).map(Objects::requireNonNull);
    }
}
