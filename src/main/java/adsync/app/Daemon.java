package adsync.app;

import adsync.app.StartException.Reason;
import adsync.audit.AuditVerticle;
import adsync.change.NamingContext;
import adsync.change.Origin;
import adsync.config.Configuration;
import adsync.control.ControlFile;
import adsync.control.ControlHandler;
import adsync.desk.DirectoryView;
import adsync.desk.LiveDirectory;
import adsync.desk.Questions;
import adsync.intake.Invitations;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.JournalStatistics;
import adsync.journal.Journals;
import adsync.journal.Partition;
import adsync.journal.PasswordsReceived;
import adsync.listener.ListenerOptions;
import adsync.listener.ReconcileRequested;
import adsync.listener.Retirement;
import adsync.listener.TimerVerticle;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.ops.OpsOptions;
import adsync.ops.OpsVerticle;
import adsync.scim.ScimClient;
import adsync.shipper.ComparisonRequested;
import adsync.shipper.ComparisonState;
import adsync.shipper.ComparisonVerticle;
import adsync.shipper.Provider;
import adsync.shipper.ShipperOptions;
import adsync.shipper.ShipperVerticle;
import adsync.shipper.WorkReleased;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    // Shares of the ten seconds that a stop may take. Most parts stop at once.
    private static final Duration WORKERS_STOP_WITHIN = Duration.ofMillis(6500);
    private static final Duration PART_STOPS_WITHIN = Duration.ofSeconds(1);

    /** The provider's share of the workers' share. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    private final Configuration configuration;
    private final boolean unasked;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Meters meters = new Meters();
    private final Vertx vertx = meters.vertx();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final List<String> workers = new ArrayList<>();
    private @Nullable Journal opened;
    private int port;

    private record Part(String name, Duration within, Supplier<Future<?>> stop) {}

    private Daemon(Configuration configuration, boolean unasked, Clock clock) {
        this.unasked = unasked;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Starts the service. What only a person can mend (a refused login, a missing right, an untrusted certificate, a root that
     * does not exist, an address that is no SCIM endpoint) refuses the start; what may pass by itself does not.
     *
     * @param unasked whether the first load may go into a provider that holds accounts already without being approved
     * @param settled told of each change's outcome, on an event loop
     * @throws StartException if a person has to mend something first
     * @throws JournalException if the state folder cannot be used
     */
    public static Daemon start(
            Configuration configuration, boolean unasked, Clock clock, Consumer<ChangeSettled> settled) {
        var daemon = new Daemon(configuration, unasked, clock);
        try {
            Beginning.checkDirectory(configuration, daemon::followed);
            configuration
                    .warnings()
                    .forEach(warning -> LOGGER.atWarn()
                            .addKeyValue(LogKeys.DETAIL, warning.toString())
                            .log("configuration warning"));
            daemon.build(settled);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /** The listener then finds all by its identity, or says that it is gone. Leaves no trace on this machine. */
    private boolean followed(NamingContext namingContext) {
        return Journals.exist(configuration.state()) && Listening.followed(configuration, openJournal(), namingContext);
    }

    private Journal openJournal() {
        Journal journal = opened;
        if (journal == null) {
            journal = Journals.open(vertx, configuration.state(), clock, meters.registry())
                    .await();
            parts.push(new Part("journal", PART_STOPS_WITHIN, journal::close));
            opened = journal;
        }
        return journal;
    }

    private void build(Consumer<ChangeSettled> settled) {
        var bus = vertx.eventBus();
        LocalCodec.register(bus, ChangeCommitted.class);
        LocalCodec.register(bus, ChangeSettled.class);
        LocalCodec.register(bus, WorkReleased.class);
        LocalCodec.register(bus, ReconcileRequested.class);
        LocalCodec.register(bus, ComparisonRequested.class);
        LocalCodec.register(bus, PasswordsReceived.class);
        bus.<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> settled.accept(message.body()));

        ScimClient client = Beginning.openProvider(configuration, vertx, meters.registry(), clock);
        Journal journal = openJournal();
        parts.push(new Part("provider", PART_STOPS_WITHIN, client::close));

        var shipping = Beginning.shipping(configuration, unasked);
        var provider = new Provider(client, journal, shipping, clock, random, meters.registry());
        var listening = new Listening(configuration, ListenerOptions.DEFAULT_OUTBOX_LIMIT, clock, meters.registry());
        var audit = new AuditVerticle(journal, configuration.state(), meters.registry());
        var comparison = new ComparisonState(meters.registry());
        List<HealthCheck> checks = new ArrayList<>(listening.health());
        checks.addAll(List.of(provider.health(), audit.health(), comparison));
        var passwords = PasswordParts.build(configuration, vertx, journal, provider, clock, random, meters.registry());
        passwords.ifPresent(parts -> checks.add(parts.intake().health()));
        deployOperations(journal, checks, passwords.map(PasswordParts::invitations), comparison);
        deployAudit(audit);
        parts.push(new Part("listener and shippers", WORKERS_STOP_WITHIN, () -> stopWorkers(client)));
        new Retirement(journal, listening.options(), clock, random).run();
        journal.shipGroups(configuration.scope().groups(), new Origin("", 0, clock.instant()))
                .await();
        deployShippers(journal, provider, shipping);
        passwords.ifPresent(this::deployPasswords);
        listening.verticles(journal, random).forEach(this::deployWorker);
        deployWorker(new TimerVerticle(listening.options(), journal, clock, random, meters.registry()));
        remap(journal, listening.caughtUp());
        deployWorker(new ComparisonVerticle(
                configuration.reconcile(), journal, provider, configuration.mapping(), comparison, clock));
    }

    /**
     * Another mapping is another resource for everybody. Scope and services may be others too, so who is concerned is known only
     * when the directory has been read with them.
     */
    private void remap(Journal journal, Future<Void> caughtUp) {
        String fingerprint = configuration.mapping().fingerprint();
        if (journal.remapDue(fingerprint).await()) {
            caughtUp.compose(read -> journal.remap(fingerprint, new Origin("", 0, clock.instant())))
                    .onSuccess(count -> {
                        LOGGER.atInfo()
                                .addKeyValue(LogKeys.COUNT, count)
                                .log("the mapping changed: everybody is compared again");
                        vertx.eventBus()
                                .publish(
                                        WorkReleased.ADDRESS,
                                        new WorkReleased(count),
                                        new DeliveryOptions().setLocalOnly(true));
                    })
                    .onFailure(failure -> LOGGER.atError()
                            .addKeyValue(LogKeys.DETAIL, String.valueOf(failure.getMessage()))
                            .log("the mapping changed, and that cannot be written now; the next start does it"));
        }
    }

    private void deployPasswords(PasswordParts passwords) {
        deployWorker(passwords.lane());
        String id = vertx.deployVerticle(passwords.intake())
                .recover(failure -> Future.failedFuture(new StartException(
                        Reason.UNUSABLE,
                        "passwords.listen: " + failure.getMessage()
                                + "; to mend it: stop what listens there, or give passwords.listen another host or port",
                        failure)))
                .await();
        parts.push(new Part("password intake", PART_STOPS_WITHIN, () -> vertx.undeploy(id)));
    }

    private void deployOperations(
            Journal journal, List<HealthCheck> checks, Optional<Invitations> invitations, ComparisonState comparison) {
        var options = new OpsOptions(configuration.listenHost(), configuration.listenPort());
        String token = ControlFile.drawToken();
        var directory = directory(vertx, configuration, journal);
        var control = new ControlHandler(
                token, Questions.running(journal, Optional.of(directory), invitations, comparison, vertx.eventBus()));
        var further = new OpsVerticle.Further(ControlHandler.PATH, control);
        var operations = new OpsVerticle(options, journal, meters.registry(), checks, further, clock);
        String id = vertx.deployVerticle(operations, new DeploymentOptions())
                .recover(failure -> Future.failedFuture(new StartException(
                        Reason.UNUSABLE,
                        "listen " + options.host() + ":" + options.port() + ": " + failure.getMessage()
                                + "; to mend it: stop what listens there, or give listen another host or port",
                        failure)))
                .await();
        parts.push(new Part("operations", PART_STOPS_WITHIN, () -> vertx.undeploy(id)));
        port = operations.port();
        offerControl(ControlFile.of(options.host(), port, token));
    }

    /** Without the file the commands cannot reach us, which is no reason not to ship. */
    private void offerControl(ControlFile file) {
        try {
            file.write(configuration.state());
            parts.push(new Part("control", PART_STOPS_WITHIN, this::withdrawControl));
        } catch (IOException e) {
            LOGGER.atError()
                    .addKeyValue(LogKeys.DETAIL, e.toString())
                    .log("control.json cannot be written, the commands cannot reach this service");
        }
    }

    private Future<?> withdrawControl() {
        return vertx.executeBlocking(() -> {
            ControlFile.remove(configuration.state());
            return null;
        });
    }

    private void deployAudit(AuditVerticle audit) {
        String id = vertx.deployVerticle(audit).await();
        parts.push(new Part("audit log", PART_STOPS_WITHIN, () -> vertx.undeploy(id)));
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
            deployWorker(shipper);
        }
    }

    /** What commands ask the directory by; nothing is connected before one does. */
    public static DirectoryView directory(Vertx vertx, Configuration configuration, Journal journal) {
        return new LiveDirectory(vertx, Listening.asked(configuration), journal);
    }

    /** On a virtual thread. */
    private void deployWorker(VerticleBase verticle) {
        workers.add(
                vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                        .await());
    }

    /** All at once. What the provider has not answered by then is broken off, and noted as of unknown outcome. */
    private Future<?> stopWorkers(ScimClient client) {
        long timer = vertx.setTimer(ANSWERS_WITHIN.toMillis(), late -> client.close());
        return Future.join(workers.stream().map(vertx::undeploy).toList())
                .onComplete(stopped -> vertx.cancelTimer(timer));
    }

    /** What the journal holds now. Blocks. */
    public JournalStatistics statistics() {
        return Objects.requireNonNull(opened).statistics().await();
    }

    /** The port of {@code /metrics} and {@code /health}. */
    public int port() {
        return port;
    }

    /**
     * Stops everything, in reverse and within ten seconds: what is in flight is settled, then the journal is closed. A part
     * that is not done by then keeps its threads until the process ends. Safe to call twice.
     */
    @Override
    public void close() {
        boolean stopped = true;
        while (!parts.isEmpty()) {
            stopped &= stop(parts.pop());
        }
        if (stopped) {
            stop(new Part("event loops", PART_STOPS_WITHIN, vertx::close));
        }
        meters.close();
    }

    private static boolean stop(Part part) {
        try {
            part.stop().get().await(part.within().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            LOGGER.atWarn().addKeyValue("part", part.name()).log("did not stop in time; nothing is lost by that");
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).addKeyValue("part", part.name()).log("did not stop cleanly");
        }
        return false;
    }
}
