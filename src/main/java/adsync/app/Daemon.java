package adsync.app;

import adsync.config.Configuration;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryOptions;
import adsync.directory.Located;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.JournalStatistics;
import adsync.journal.Journals;
import adsync.journal.Partition;
import adsync.listener.ListenerHealth;
import adsync.listener.ListenerOptions;
import adsync.listener.ListenerVerticle;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.ops.OpsOptions;
import adsync.ops.OpsVerticle;
import adsync.scim.ScimClient;
import adsync.scim.ScimClients;
import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import adsync.shipper.Provider;
import adsync.shipper.ShipperOptions;
import adsync.shipper.ShipperVerticle;
import adsync.shipper.WorkReleased;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: journal, operations, shippers, listener, started in this order and stopped in reverse. Start and stop
 * block, and are called from a thread that may.
 */
public final class Daemon implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Daemon.class);

    /** Each part's share of the ten seconds that a stop may take. */
    private static final Duration PART_STOPS_WITHIN = Duration.ofSeconds(3);

    private final Configuration configuration;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Meters meters = new Meters();
    private final Vertx vertx = meters.vertx();
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable Journal opened;
    private int port;

    private record Part(String name, Supplier<Future<?>> stop) {}

    private Daemon(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Starts the service. What only a person can mend (a refused login, a missing right, an untrusted certificate, a root that
     * does not exist, an address that is no SCIM endpoint) refuses the start; what may pass by itself does not.
     *
     * @param settled told of each change's outcome, on an event loop
     * @throws StartException if a person has to mend something first
     * @throws JournalException if the state folder cannot be used
     */
    public static Daemon start(Configuration configuration, Clock clock, Consumer<ChangeSettled> settled) {
        checkDirectory(configuration.directory(), configuration.root());
        configuration
                .warnings()
                .forEach(warning -> LOGGER.atWarn()
                        .addKeyValue(LogKeys.DETAIL, warning.toString())
                        .log("configuration warning"));
        var daemon = new Daemon(configuration, clock);
        try {
            daemon.build(settled);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private static void checkDirectory(DirectoryOptions options, String root) {
        try (Directory directory = Directories.connect(options, Optional.empty())) {
            Located located = directory
                    .locate(root)
                    .orElseThrow(() -> new StartException(
                            "directory.root " + root
                                    + " does not exist or cannot be read: check its spelling and the rights"
                                    + " of the account",
                            new IllegalStateException("not found")));
            directory.namingContextOf(located.dn()).ifPresent(directory::currentCookie);
        } catch (DirectoryException e) {
            switch (e.reason()) {
                case CREDENTIALS, RIGHTS, TLS, UNSUPPORTED ->
                    throw new StartException(String.valueOf(e.getMessage()), e);
                case UNREACHABLE, BUSY, COOKIE, PROTOCOL ->
                    LOGGER.atWarn()
                            .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                            .log("the directory cannot be asked now; it is tried again by itself");
            }
        }
    }

    private void build(Consumer<ChangeSettled> settled) {
        var bus = vertx.eventBus();
        LocalCodec.register(bus, ChangeCommitted.class);
        LocalCodec.register(bus, ChangeSettled.class);
        LocalCodec.register(bus, WorkReleased.class);
        bus.<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> settled.accept(message.body()));

        Journal journal = Journals.open(vertx, configuration.state(), clock, meters.registry())
                .await();
        parts.push(new Part("journal", journal::close));
        opened = journal;
        ScimClient client = ScimClients.open(vertx, configuration.provider(), meters.registry(), clock);
        parts.push(new Part("provider", client::close));
        checkProvider(client);

        var shipping = new ShipperOptions(
                configuration.batchSize(),
                configuration.linger(),
                ShipperOptions.DEFAULT_PARTITIONS,
                configuration.concurrency(),
                configuration.deprovisioning(),
                configuration.adoption());
        var provider = new Provider(client, journal, shipping, clock, random, meters.registry());
        var health = new ListenerHealth(clock, meters.registry(), configuration.poll());
        deployOperations(journal, List.of(health, provider.health()));
        deployShippers(journal, provider, shipping);
        deployListener(journal, health);
    }

    private void deployOperations(Journal journal, List<HealthCheck> checks) {
        var options = new OpsOptions(configuration.listenHost(), configuration.listenPort());
        var operations = new OpsVerticle(options, journal, meters.registry(), checks, clock);
        deploy("operations", operations, ThreadingModel.EVENT_LOOP);
        port = operations.port();
    }

    private void deployShippers(Journal journal, Provider provider, ShipperOptions options) {
        for (int number = 0; number < options.partitions(); number++) {
            var shipper = new ShipperVerticle(
                    new Partition(number, options.partitions()),
                    options,
                    journal,
                    provider,
                    configuration.mapping(),
                    clock,
                    random,
                    meters.registry());
            deploy("shipper " + number, shipper, ThreadingModel.VIRTUAL_THREAD);
        }
    }

    private void deployListener(Journal journal, ListenerHealth health) {
        var options = new ListenerOptions(
                configuration.root(),
                configuration.poll(),
                Directories.fingerprint(configuration.directory()),
                ListenerOptions.DEFAULT_OUTBOX_LIMIT);
        var listener = new ListenerVerticle(
                options,
                preferred -> Directories.connect(configuration.directory(), preferred),
                journal,
                clock,
                random,
                meters.registry(),
                health);
        deploy("listener", listener, ThreadingModel.VIRTUAL_THREAD);
    }

    private static void checkProvider(ScimClient client) {
        try {
            client.discover().await();
        } catch (ScimException e) {
            if (e.outcome() instanceof ScimOutcome.Denied) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            }
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                    .log("the provider cannot be asked now; it is tried again by itself");
        }
    }

    private void deploy(String name, VerticleBase verticle, ThreadingModel threading) {
        String id = vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(threading))
                .await();
        parts.push(new Part(name, () -> vertx.undeploy(id)));
    }

    /** What the journal holds now. Blocks. */
    public JournalStatistics statistics() {
        return Objects.requireNonNull(opened).statistics().await();
    }

    /** The port of {@code /metrics} and {@code /health}. */
    public int port() {
        return port;
    }

    /** Stops everything, in reverse: what is in flight is settled, then the journal is closed. Safe to call twice. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.stop().get().await(PART_STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOGGER.atWarn().addKeyValue("part", part.name()).log("did not stop in time; nothing is lost by that");
            } catch (RuntimeException e) {
                LOGGER.atWarn().setCause(e).addKeyValue("part", part.name()).log("did not stop cleanly");
            }
        }
        vertx.close().await();
        meters.close();
    }
}
