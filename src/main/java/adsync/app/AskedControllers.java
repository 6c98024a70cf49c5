package adsync.app;

import adsync.config.Configuration;
import adsync.directory.DirectoryOptions;
import adsync.directory.WritableController;
import adsync.intake.ControllerDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the directories for their domain controllers on threads of their own, each time on a connection of its own: they are asked
 * rarely, and a domain controller that hangs must hold up nothing else.
 */
final class AskedControllers implements ControllerDirectory {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 2;
    private static final int LONGEST_SECONDS = 60;

    private final List<DirectoryOptions> directories;
    private final WorkerExecutor threads;
    private volatile List<WritableController> last = List.of();

    private AskedControllers(List<DirectoryOptions> directories, WorkerExecutor threads) {
        this.directories = List.copyOf(directories);
        this.threads = threads;
    }

    /** Those of all domains that a configuration names. */
    static ControllerDirectory of(Vertx vertx, Configuration configuration) {
        return new AskedControllers(
                configuration.selection().domains().stream()
                        .map(domain -> Listening.directory(configuration, domain))
                        .toList(),
                vertx.createSharedWorkerExecutor("domain-controllers", AT_ONCE, LONGEST_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public Future<List<WritableController>> writable() {
        List<Future<List<WritableController>>> asked = directories.stream()
                .map(one -> threads.executeBlocking(() -> WritableController.all(one), false)
                        .map(Objects::requireNonNull))
                .toList();
        return Future.all(asked)
                .map(all -> asked.stream().flatMap(one -> one.result().stream()).toList())
                .onSuccess(all -> last = all.isEmpty() ? last : all)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s")
                                : failure));
    }

    @Override
    public List<WritableController> last() {
        return last;
    }
}
