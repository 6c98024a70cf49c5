package adsync.app;

import adsync.app.StartException.Reason;
import adsync.change.Origin;
import adsync.config.Configuration;
import adsync.desk.LiveWhereabouts;
import adsync.desk.Question;
import adsync.desk.Questions;
import adsync.intake.IntakeMeter;
import adsync.intake.Invitations;
import adsync.journal.Journal;
import adsync.journal.Partition;
import adsync.listener.ListenerMeter;
import adsync.listener.ListenerOptions;
import adsync.listener.Retirement;
import adsync.listener.TimerVerticle;
import adsync.observe.DocumentedMeter;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.scim.ScimClient;
import adsync.shipper.ComparisonState;
import adsync.shipper.ComparisonVerticle;
import adsync.shipper.PasswordMeter;
import adsync.shipper.Provider;
import adsync.shipper.ShipperMeter;
import adsync.shipper.ShipperOptions;
import adsync.shipper.ShipperVerticle;
import adsync.shipper.WorkReleased;
import adsync.worker.Clocks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that works by one configuration, between directory and provider: listeners, timers, shippers, comparison, passwords. It is
 * stopped whole, and another one goes on from the same journal. Blocks where it does not return a future.
 */
final class Pipeline {

    private static final Logger LOGGER = LoggerFactory.getLogger(Pipeline.class);

    /** How long the provider may take to answer what is under way when it is stopped. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    /** Of its parts, whose gauges are about them. */
    private static final Set<String> METERS = Stream.<DocumentedMeter[]>of(
                    ListenerMeter.values(), ShipperMeter.values(), IntakeMeter.values(), PasswordMeter.values())
            .flatMap(Arrays::stream)
            .map(DocumentedMeter::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Configuration configuration;
    private final Vertx vertx;
    private final Journal journal;
    private final ScimClient client;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RandomGenerator random;
    private final LiveWhereabouts whereabouts;
    private final ShipperOptions shipping;
    private final Provider provider;
    private final Listening listening;
    private final ComparisonState comparison;
    private final Optional<PasswordParts> passwords;
    private final List<String> workers = new ArrayList<>();
    private @Nullable String intake;

    /**
     * Puts it together; it does nothing yet.
     *
     * @param client its way to the provider, which it closes
     * @throws StartException if a person has to mend something first
     */
    Pipeline(
            Configuration configuration,
            boolean unasked,
            Vertx vertx,
            Journal journal,
            ScimClient client,
            MeterRegistry meters,
            Clock clock,
            RandomGenerator random) {
        this.configuration = configuration;
        this.vertx = vertx;
        this.journal = journal;
        this.client = client;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        whereabouts = new LiveWhereabouts(vertx, Listening.asked(configuration), journal);
        shipping = Beginning.shipping(configuration, unasked, whereabouts);
        var clocks = Clocks.of(clock);
        provider = new Provider(client, journal, shipping, clocks.steady(), random, meters);
        listening = new Listening(configuration, ListenerOptions.DEFAULT_OUTBOX_LIMIT, clocks, meters);
        comparison = new ComparisonState(meters);
        passwords = PasswordParts.build(configuration, vertx, journal, provider, clock, random, meters);
    }

    /** What it works by. */
    Configuration configuration() {
        return configuration;
    }

    /** How its parts are. */
    List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>(listening.health());
        checks.addAll(List.of(provider.health(), comparison));
        passwords.ifPresent(parts -> checks.add(parts.intake().health()));
        return checks;
    }

    /** What it answers. */
    Map<String, Question> questions() {
        Optional<Invitations> invitations = passwords.map(PasswordParts::invitations);
        return Questions.running(
                journal,
                Optional.of(Daemon.directory(vertx, configuration, journal)),
                invitations,
                passwords.map(PasswordParts::controllers),
                configuration.mapping(),
                comparison,
                vertx.eventBus());
    }

    /** Begins. What is begun when this fails is stopped as usual. */
    void start() {
        new Retirement(journal, listening.options(), clock, random).run();
        journal.shipGroups(configuration.scope().groups()).await();
        deployShippers();
        passwords.ifPresent(this::deployPasswords);
        listening.verticles(journal, random).forEach(this::deployWorker);
        deployWorker(new TimerVerticle(listening.options(), journal, clock, random, meters));
        remap();
        deployWorker(new ComparisonVerticle(
                configuration.reconcile(),
                journal,
                provider,
                configuration.mapping(),
                whereabouts,
                shipping,
                comparison,
                clock));
    }

    private void deployShippers() {
        for (int number = 0; number < shipping.partitions(); number++) {
            deployWorker(new ShipperVerticle(
                    new Partition(number, shipping.partitions()),
                    shipping,
                    journal,
                    provider,
                    configuration.mapping(),
                    clock,
                    random,
                    meters));
        }
    }

    private void deployPasswords(PasswordParts parts) {
        deployWorker(parts.lane());
        intake = vertx.deployVerticle(parts.intake())
                .recover(failure -> Future.failedFuture(new StartException(
                        Reason.UNUSABLE,
                        "passwords.listen: " + failure.getMessage()
                                + "; to mend it: stop what listens there, or give passwords.listen another host or port",
                        failure)))
                .await();
    }

    /** On a virtual thread. */
    private void deployWorker(VerticleBase verticle) {
        workers.add(
                vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                        .await());
    }

    /**
     * Another mapping is another resource for everybody. Scope and services may be others too, so who is concerned is known only
     * when the directory has been read with them.
     */
    private void remap() {
        String fingerprint = configuration.mapping().fingerprint();
        if (journal.remapDue(fingerprint).await()) {
            listening
                    .caughtUp()
                    .compose(read -> journal.remap(fingerprint, new Origin("", 0, clock.instant())))
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

    /** Takes no more passwords. */
    Future<?> stopIntake() {
        String deployed = intake;
        intake = null;
        return deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed);
    }

    /** All workers at once. What the provider has not answered by then is broken off, and noted as of unknown outcome. */
    Future<?> stopWorkers() {
        long timer = vertx.setTimer(ANSWERS_WITHIN.toMillis(), late -> client.close());
        List<String> deployed = List.copyOf(workers);
        workers.clear();
        return Future.join(deployed.stream().map(vertx::undeploy).toList())
                .onComplete(stopped -> vertx.cancelTimer(timer));
    }

    /** Closes the way to the provider. */
    Future<?> close() {
        return client.close();
    }

    /** Takes its gauges away, so that those of the next one take their place; counters go on. */
    void removeGauges() {
        meters.getMeters().stream()
                .filter(meter ->
                        meter instanceof Gauge && METERS.contains(meter.getId().getName()))
                .forEach(meters::remove);
    }
}
