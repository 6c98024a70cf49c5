package adsync.app;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.config.Configuration;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.directory.WritableController;
import adsync.journal.EnrolledController;
import adsync.observe.LogKeys;
import adsync.shipper.PasswordStates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a certain domain controller for pwdLastSet, each time on a connection of its own and on threads for that. */
final class AskedStates implements PasswordStates {

    private static final Logger LOGGER = LoggerFactory.getLogger(AskedStates.class);

    private static final String PASSWORD_LAST_SET = "pwdLastSet";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 2;
    private static final int LONGEST_SECONDS = 60;

    private final Map<String, DirectoryOptions> directories;
    private final WorkerExecutor threads;
    private final Supplier<List<WritableController>> known;
    private final Supplier<Future<List<EnrolledController>>> enrolled;

    /** The objectGUIDs of those that send passwords, by the names in lower case that they were invited by; when any was asked last. */
    private volatile Map<String, String> invited = Map.of();

    /**
     * In domains by their DNS names.
     *
     * @param known their domain controllers
     * @param enrolled those that send passwords, by the names that they were invited by
     */
    AskedStates(
            Map<String, DirectoryOptions> directories,
            WorkerExecutor threads,
            Supplier<List<WritableController>> known,
            Supplier<Future<List<EnrolledController>>> enrolled) {
        this.directories = Map.copyOf(directories);
        this.threads = threads;
        this.known = known;
        this.enrolled = enrolled;
    }

    /** In the domains that a configuration names. */
    static PasswordStates of(
            Vertx vertx,
            Configuration configuration,
            Supplier<List<WritableController>> known,
            Supplier<Future<List<EnrolledController>>> enrolled) {
        Map<String, DirectoryOptions> directories = new HashMap<>();
        configuration
                .selection()
                .domains()
                .forEach(domain -> directories.put(domain, Listening.directory(configuration, domain)));
        return new AskedStates(
                directories,
                vertx.createSharedWorkerExecutor("password-states", AT_ONCE, LONGEST_SECONDS, TimeUnit.SECONDS),
                known,
                enrolled);
    }

    @Override
    public List<String> others(String controller) {
        List<WritableController> own = today(controller);
        Set<String> domains = own.stream().map(WritableController::domainSid).collect(Collectors.toSet());
        return known.get().stream()
                .filter(one -> domains.contains(one.domainSid()) && !own.contains(one))
                .map(WritableController::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public Future<Map<ObjectGuid, Long>> at(String controller, Collection<ObjectGuid> users) {
        List<ObjectGuid> wanted = List.copyOf(users);
        return enrolled.get()
                .map(all -> {
                    invited = guids(all);
                    return nameOf(controller);
                })
                .otherwise(controller)
                .compose(name -> ask(name, wanted));
    }

    private static Map<String, String> guids(List<EnrolledController> all) {
        Map<String, String> guids = new HashMap<>();
        all.forEach(one -> one.guid().ifPresent(guid -> guids.put(one.name().toLowerCase(Locale.ROOT), guid)));
        return Map.copyOf(guids);
    }

    private String nameOf(String controller) {
        return today(controller).stream()
                .map(WritableController::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(controller);
    }

    /** One that was renamed since it was invited is known by its objectGUID. */
    private List<WritableController> today(String controller) {
        List<WritableController> all = known.get();
        String guid = invited.getOrDefault(controller.toLowerCase(Locale.ROOT), "");
        List<WritableController> own = all.stream()
                .filter(one -> one.objectGuid().toString().equalsIgnoreCase(guid))
                .toList();
        return own.isEmpty()
                ? all.stream()
                        .filter(one -> one.name().equalsIgnoreCase(controller))
                        .toList()
                : own;
    }

    private Future<Map<ObjectGuid, Long>> ask(String controller, List<ObjectGuid> wanted) {
        List<Future<Map<ObjectGuid, Long>>> asked = new ArrayList<>();
        for (DirectoryOptions one : of(controller)) {
            asked.add(threads.executeBlocking(() -> read(one, controller, wanted), false)
                    .map(Objects::requireNonNull)
                    .otherwise(failure -> nothing(controller, failure)));
        }
        return Future.all(asked)
                .map(all -> {
                    Map<ObjectGuid, Long> states = new HashMap<>();
                    asked.forEach(one -> states.putAll(one.result()));
                    return Map.copyOf(states);
                })
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> nothing(controller, failure));
    }

    /** Those of its domain, by the DNS names; all of them if it has a name of its own. */
    private Collection<DirectoryOptions> of(String controller) {
        String name = controller.toLowerCase(Locale.ROOT);
        List<DirectoryOptions> own = directories.entrySet().stream()
                .filter(domain -> name.endsWith("." + domain.getKey().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .toList();
        return own.isEmpty() ? directories.values() : own;
    }

    private static Map<ObjectGuid, Long> nothing(String controller, Throwable failure) {
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller)
                .addKeyValue(LogKeys.REASON, String.valueOf(failure.getMessage()))
                .log("a domain controller cannot be asked when passwords were set");
        return Map.of();
    }

    /** Blocks. What another domain controller says is no answer. */
    private static Map<ObjectGuid, Long> read(
            DirectoryOptions options, String controller, Collection<ObjectGuid> users) {
        try (Directory directory = open(options, controller)) {
            Map<ObjectGuid, Long> states = new HashMap<>();
            for (DirectoryObject object : directory.read(users)) {
                if (object instanceof Image image) {
                    set(image).ifPresent(set -> states.put(image.objectGuid(), set));
                }
            }
            return states;
        }
    }

    /** Where it is configured, by whatever address, or by its name: not every one that takes changes need be configured. */
    private static Directory open(DirectoryOptions options, String controller) {
        DirectoryException last = new DirectoryException(Reason.UNREACHABLE, "another one answers");
        for (DirectoryOptions place : options.placesOf(controller)) {
            try {
                Directory reached = Directories.connect(place);
                if (reached.domainController().hostName().equalsIgnoreCase(controller)) {
                    return reached;
                }
                reached.close();
            } catch (DirectoryException e) {
                if (e.reason() == Reason.CREDENTIALS) {
                    throw e; // each attempt counts towards a lock-out of the account
                }
                last = e;
            }
        }
        throw last;
    }

    private static Optional<Long> set(Image image) {
        try {
            return image.values(PASSWORD_LAST_SET).stream().findFirst().map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
