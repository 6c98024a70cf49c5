package adsync.app;

import adsync.change.ObjectGuid;
import adsync.config.Configuration;
import adsync.directory.DirectoryOptions;
import adsync.directory.PasswordOrigins;
import adsync.directory.WritableController;
import adsync.intake.ControllerDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** By objectGUID of the computer, also of those that are writable no more: none ever changes its domain. */
    private final Map<String, String> domainSids = new ConcurrentHashMap<>();

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
                        .map(Objects::requireNonNull)
                        .onSuccess(this::note)) // whatever the others say
                .toList();
        return Future.all(asked)
                .map(all -> asked.stream().flatMap(one -> one.result().stream()).toList())
                .onSuccess(all -> last = all.isEmpty() ? last : all)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(AskedControllers::explained);
    }

    private void note(List<WritableController> controllers) {
        controllers.stream()
                .filter(one -> !one.domainSid().isEmpty())
                .forEach(one -> domainSids.put(one.objectGuid().toString(), one.domainSid()));
    }

    @Override
    public Optional<String> domainSid(String guid) {
        return Optional.ofNullable(domainSids.get(guid));
    }

    private static <T> Future<T> explained(Throwable failure) {
        return Future.failedFuture(
                failure instanceof TimeoutException
                        ? new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s")
                        : failure);
    }

    /** One domain that does not answer does not hide what the others say. */
    @Override
    public Future<Map<ObjectGuid, String>> passwordOrigins(Collection<ObjectGuid> users) {
        List<ObjectGuid> wanted = List.copyOf(users);
        List<Future<Map<ObjectGuid, String>>> asked = directories.stream()
                .map(one -> threads.executeBlocking(() -> PasswordOrigins.of(one, wanted), false)
                        .map(Objects::requireNonNull)
                        .otherwise(Map.of()))
                .toList();
        return Future.all(asked)
                .map(all -> {
                    Map<ObjectGuid, String> origins = new HashMap<>();
                    asked.forEach(one -> origins.putAll(one.result()));
                    return Map.copyOf(origins);
                })
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(AskedControllers::explained);
    }

    @Override
    public List<WritableController> last() {
        return last;
    }
}
