package adsync.app;

import adsync.app.StartException.Reason;
import adsync.audit.AuditVerticle;
import adsync.change.NamingContext;
import adsync.config.Configuration;
import adsync.control.ControlFile;
import adsync.control.ControlHandler;
import adsync.desk.DirectoryView;
import adsync.desk.LiveDirectory;
import adsync.desk.Question;
import adsync.directory.NamedObject;
import adsync.intake.ControllerDirectory;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.JournalStatistics;
import adsync.journal.Journals;
import adsync.journal.PasswordsReceived;
import adsync.listener.ReconcileRequested;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.ops.OpsVerticle;
import adsync.scim.ScimClient;
import adsync.scim.ScimClients;
import adsync.shipper.ComparisonRequested;
import adsync.shipper.PasswordsRejected;
import adsync.shipper.WorkReleased;
import adsync.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

    /** Each step of stopping what another configuration takes the place of. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(60);

    private static final Duration ANSWERS_ITSELF_WITHIN = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final Permitted permitted;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Meters meters = new Meters();
    private final Vertx vertx = meters.vertx();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Map<String, Question> questions = new ConcurrentHashMap<>();
    private volatile List<HealthCheck> checks = List.of();
    private volatile @Nullable Pipeline pipeline;
    private @Nullable HealthCheck auditHealth;
    private boolean closed;
    private @Nullable Journal opened;
    private @Nullable WebVerticle former;
    private int port;

    private record Part(String name, Duration within, Supplier<Future<?>> stop) {}

    private Daemon(Configuration configuration, Permitted permitted, Clock clock) {
        this.permitted = permitted;
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
        return start(configuration, new Permitted(unasked, false), clock, settled, Optional.empty());
    }

    /**
     * Starts the service likewise.
     *
     * @param former the page that was there before, closed; whoever was signed in to it stays so
     */
    public static Daemon start(
            Configuration configuration,
            Permitted permitted,
            Clock clock,
            Consumer<ChangeSettled> settled,
            Optional<WebVerticle> former) {
        var daemon = new Daemon(configuration, permitted, clock);
        daemon.former = former.orElse(null);
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

    /**
     * Goes on with another configuration, which has the same state folder and listens in the same places: what works by the one
     * there was is stopped, in order, and what works by this one goes on from the same journal. If the new one cannot be used,
     * nothing is changed. Blocks.
     *
     * @throws StartException if a person has to mend something first; the old one is used further
     * @throws ReplacementException if neither can be used; the service has to be started anew
     */
    public void replace(Configuration next) {
        Journal journal = openJournal();
        Beginning.checkDirectory(next, (context, object) -> Listening.followed(journal, context, object));
        ScimClient client = Beginning.openProvider(next, vertx, meters.registry(), clock);
        synchronized (this) {
            if (closed) {
                client.close();
                return;
            }
            Pipeline before = pipeline();
            stop(before);
            try {
                begin(next, journal, client);
            } catch (RuntimeException e) {
                goBack(before, journal, e);
                throw new StartException(
                        Reason.UNUSABLE, "the changed configuration cannot be used: " + e.getMessage(), e);
            }
        }
    }

    private void begin(Configuration next, Journal journal, ScimClient client) {
        Pipeline begun;
        try {
            begun = new Pipeline(next, permitted.firstLoad(), vertx, journal, client, meters.registry(), clock, random);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        use(begun, Objects.requireNonNull(auditHealth));
        begun.start();
    }

    private void goBack(Pipeline before, Journal journal, RuntimeException why) {
        Pipeline begun = pipeline();
        try {
            if (begun != before) {
                stop(begun);
            }
            Configuration old = before.configuration();
            begin(old, journal, ScimClients.open(vertx, old.provider(), meters.registry(), clock));
        } catch (RuntimeException e) {
            e.addSuppressed(why);
            throw new ReplacementException("neither the changed configuration nor the one before it can be used", e);
        }
    }

    /** Whoever goes on must not meet it at work. */
    private static void stop(Pipeline stopped) {
        try {
            stopped.stopIntake().await(REPLACED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            stopped.stopWorkers().await(REPLACED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            stopped.close().await(REPLACED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ReplacementException("what works by the old configuration does not stop", e);
        }
        stopped.removeGauges();
    }

    /** Adds a question that commands may ask. */
    public void answer(Question question) {
        questions.put(question.name(), question);
    }

    /** The listener then finds all by its identity, or says that it is gone. Leaves no trace on this machine. */
    private boolean followed(NamingContext namingContext, NamedObject object) {
        return Journals.exist(configuration.state()) && Listening.followed(openJournal(), namingContext, object);
    }

    private Journal openJournal() {
        Journal journal = opened;
        if (journal == null) {
            journal = Journals.open(vertx, configuration.state(), clock, meters.registry())
                    .await();
            parts.push(new Part("journal", PART_STOPS_WITHIN, journal::close));
            opened = journal;
            if (!permitted.sameProvider()) {
                Beginning.checkProvider(configuration, journal);
            }
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
        LocalCodec.register(bus, PasswordsRejected.class);
        bus.<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> settled.accept(message.body()));

        ScimClient client = Beginning.openProvider(configuration, vertx, meters.registry(), clock);
        Journal journal = openJournal();
        journal.onReleased(count ->
                bus.publish(WorkReleased.ADDRESS, new WorkReleased(count), new DeliveryOptions().setLocalOnly(true)));
        parts.push(new Part("provider", PART_STOPS_WITHIN, client::close));
        var audit = new AuditVerticle(journal, configuration.state(), meters.registry());
        var first = new Pipeline(
                configuration, permitted.firstLoad(), vertx, journal, client, meters.registry(), clock, random);
        use(first, audit.health());
        deployOperations(journal);
        deployAudit(audit);
        parts.push(new Part(
                "way to the provider", PART_STOPS_WITHIN, () -> pipeline().close()));
        parts.push(new Part(
                "listener and shippers", WORKERS_STOP_WITHIN, () -> pipeline().stopWorkers()));
        parts.push(
                new Part("password intake", PART_STOPS_WITHIN, () -> pipeline().stopIntake()));
        journal.rememberProvider(Beginning.identity(configuration)).await();
        first.start();
    }

    private Pipeline pipeline() {
        return Objects.requireNonNull(pipeline);
    }

    /** From now on health and questions are about this one. */
    private void use(Pipeline used, HealthCheck audit) {
        pipeline = used;
        auditHealth = audit;
        questions.putAll(used.questions());
        List<HealthCheck> all = new ArrayList<>(used.checks());
        all.add(audit);
        checks = List.copyOf(all);
    }

    private void deployOperations(Journal journal) {
        String token = ControlFile.drawToken();
        var operations = new OpsVerticle(journal, meters.registry(), () -> checks, clock);
        String id = vertx.deployVerticle(operations).await();
        parts.push(new Part("operations", PART_STOPS_WITHIN, () -> vertx.undeploy(id)));
        var web = Serving.of(configuration, operations, new ControlHandler(token, questions), questions, clock);
        deployWeb(web);
        Serving.watch(operations, journal, configuration.state(), vertx, clock)
                .forEach(question -> questions.put(question.name(), question));
        questions.put(web.signIn().name(), web.signIn());
        var forecast = Serving.forecast(() -> pipeline().configuration(), clock);
        questions.put(forecast.name(), forecast);
        parts.push(new Part(
                "forecast",
                PART_STOPS_WITHIN,
                () -> vertx.executeBlocking(() -> {
                    forecast.close();
                    return null;
                })));
        port = web.port();
        offerControl(ControlFile.of(configuration.listenHost(), port, token));
    }

    private void deployWeb(WebVerticle web) {
        if (former != null) {
            web.comesAfter(former);
        }
        String id = vertx.deployVerticle(web)
                .recover(failure -> Future.failedFuture(new StartException(
                        Reason.UNUSABLE,
                        "listen " + configuration.listenHost() + ":" + configuration.listenPort() + ": "
                                + failure.getMessage()
                                + "; to mend it: stop what listens there, or give listen another host or port",
                        failure)))
                .await();
        parts.push(new Part("web", PART_STOPS_WITHIN, () -> vertx.undeploy(id)));
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

    /** What commands ask the directory by; nothing is connected before one does. */
    public static DirectoryView directory(Vertx vertx, Configuration configuration, Journal journal) {
        return new LiveDirectory(vertx, Listening.asked(configuration), journal);
    }

    /** What commands ask for the domain controllers; nothing is connected before one does. */
    public static ControllerDirectory controllers(Vertx vertx, Configuration configuration) {
        return AskedControllers.of(vertx, configuration);
    }

    /** What the journal holds now. Blocks. */
    public JournalStatistics statistics() {
        return Objects.requireNonNull(opened).statistics().await();
    }

    /** Whether an event loop still gets round to new work; false after ten seconds. Blocks. */
    public boolean answers() {
        var answered = new CountDownLatch(1);
        vertx.runOnContext(turn -> answered.countDown());
        try {
            return answered.await(ANSWERS_ITSELF_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The port of {@code /metrics}, {@code /health} and the page. */
    public int port() {
        return port;
    }

    /**
     * Stops everything, in reverse and within ten seconds: what is in flight is settled, then the journal is closed. A part
     * that is not done by then keeps its threads until the process ends. Safe to call twice.
     */
    @Override
    public synchronized void close() {
        closed = true;
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
