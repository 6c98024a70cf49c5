package adsync.app;

import adsync.change.NamingContext;
import adsync.config.Configuration;
import adsync.desk.LiveDirectory;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryOptions;
import adsync.directory.NamedObject;
import adsync.directory.Preference;
import adsync.journal.Journal;
import adsync.listener.Connector;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerHealth;
import adsync.listener.ListenerOptions;
import adsync.listener.ListenerVerticle;
import adsync.listener.Neighbours;
import adsync.worker.Clocks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The listeners of a configuration: one for each domain that has a root. */
final class Listening {

    private static final String NAME = "directory";

    private final Configuration configuration;
    private final ListenerOptions options;
    private final Clocks clocks;
    private final MeterRegistry meters;
    private final Map<String, ListenerHealth> health = new LinkedHashMap<>();

    /** Listens to nothing yet. */
    Listening(Configuration configuration, int outboxLimit, Clocks clocks, MeterRegistry meters) {
        this.configuration = configuration;
        this.options = options(configuration, outboxLimit);
        this.clocks = clocks;
        this.meters = meters;
        List<String> domains = configuration.selection().domains();
        for (String domain : domains) {
            String name = domains.size() == 1 ? NAME : NAME + " " + domain; // the only one needs no further name
            health.put(domain, new ListenerHealth(name, domain, clocks.timeOfDay(), meters, configuration.poll()));
        }
    }

    /** Of all domains. */
    private static ListenerOptions options(Configuration configuration, int outboxLimit) {
        return new ListenerOptions(
                "",
                configuration.selection(),
                configuration.scope(),
                configuration.services(),
                configuration.retention(),
                configuration.mapping()::expiry,
                configuration.mapping().names(),
                configuration.poll(),
                Directories.fingerprint(configuration.directory()),
                outboxLimit,
                FailoverTiming.STANDARD);
    }

    /** Whether an object of the configuration was found before: then it is followed by identity. */
    static boolean followed(Journal journal, NamingContext context, NamedObject object) {
        return journal.checkpoint(context.guid())
                .await()
                .filter(kept -> ListenerOptions.known(object, kept))
                .isPresent();
    }

    /** What commands ask the directory by. */
    static List<LiveDirectory.Followed> asked(Configuration configuration) {
        ListenerOptions options = options(configuration, ListenerOptions.DEFAULT_OUTBOX_LIMIT);
        return configuration.selection().domains().stream()
                .map(domain -> new LiveDirectory.Followed(directory(configuration, domain), options.in(domain)))
                .toList();
    }

    static DirectoryOptions directory(Configuration configuration, String domain) {
        return configuration.selection().options(configuration.directory(), domain);
    }

    /** What is followed, of all domains. */
    ListenerOptions options() {
        return options;
    }

    /** How each of them is. */
    List<ListenerHealth> health() {
        return List.copyOf(health.values());
    }

    /** Completes when each has read all that there was to read. */
    Future<Void> caughtUp() {
        return Future.all(health().stream().map(ListenerHealth::caughtUp).toList())
                .mapEmpty();
    }

    /** The domain controllers of one domain. */
    private record Controllers(DirectoryOptions options) implements Connector {

        @Override
        public Directory connect(Preference preference) {
            return Directories.connect(options, preference);
        }

        @Override
        public Optional<Directory> preferredTo(String host) {
            return Directories.preferredTo(options, host);
        }
    }

    /** One for each domain, to be deployed together. */
    List<ListenerVerticle> verticles(Journal journal, RandomGenerator random) {
        var neighbours = new Neighbours(List.copyOf(health.keySet()), clocks.steady());
        List<ListenerVerticle> verticles = new ArrayList<>();
        health.forEach((domain, its) -> verticles.add(new ListenerVerticle(
                options.in(domain),
                new Controllers(directory(configuration, domain)),
                neighbours,
                journal,
                clocks,
                random,
                meters,
                its)));
        return verticles;
    }
}
