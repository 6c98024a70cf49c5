package adsync.listener;

import static org.awaitility.Awaitility.await;

import adsync.app.LocalCodec;
import adsync.change.Change;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.journal.Answer;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.PasswordsReceived;
import adsync.journal.Settlement;
import adsync.observe.HealthStatus;
import adsync.scope.Place;
import adsync.scope.ScopeOptions;
import adsync.services.Service;
import adsync.services.Services;
import adsync.testing.TestClock;
import adsync.worker.Clocks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A listener of a domain in memory, with a real journal and a clock that stands. */
abstract class ListenerFixture {

    static final String DOMAIN = "contoso.com";

    private static final Duration SOON = Duration.ofSeconds(60);

    private final MemoryDomain domain = new MemoryDomain();
    private final TestClock clock = new TestClock();
    private MeterRegistry meters = new SimpleMeterRegistry();
    private final List<ChangeCommitted> changes = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private Duration poll = Duration.ofMillis(50);
    private int outboxLimit = 1000;
    private boolean names;
    private boolean groups;
    private List<String> domains = List.of(DOMAIN);
    private List<NamedObject> named = List.of(new NamedObject("directory.root", MemoryDomain.ROOT, Use.ROOT));
    private Services services = Services.NONE;
    private String fingerprint = "fingerprint";
    private Journal journal;
    private ListenerHealth health = new ListenerHealth("directory", DOMAIN, clock, meters, poll);
    private String deployment = "";

    @TempDir
    private Path state;

    @BeforeEach
    void open() {
        LocalCodec.register(vertx.eventBus(), ChangeCommitted.class);
        LocalCodec.register(vertx.eventBus(), ReconcileRequested.class);
        LocalCodec.register(vertx.eventBus(), ChangeSettled.class);
        LocalCodec.register(vertx.eventBus(), PasswordsReceived.class);
        vertx.eventBus().<ChangeCommitted>localConsumer(ChangeCommitted.ADDRESS, told -> changes.add(told.body()));
        journal = Journals.open(vertx, state, clock, meters).await();
    }

    @AfterEach
    void close() {
        stop();
        journal.close().await();
        vertx.close().await();
    }

    void start() {
        start(journal);
    }

    /** Follows the domain, keeping what it learns in this journal. */
    void start(Journal kept) {
        meters = new SimpleMeterRegistry();
        health = new ListenerHealth("directory", DOMAIN, clock, meters, poll);
        var listener = new ListenerVerticle(
                new ListenerOptions(
                        DOMAIN,
                        new Selection(named),
                        new ScopeOptions(List.of(MemoryDomain.ROOT), List.of(), Optional.empty(), groups),
                        services,
                        Optional.empty(),
                        image -> Optional.empty(),
                        names,
                        poll,
                        fingerprint,
                        outboxLimit,
                        FailoverTiming.STANDARD),
                new MemoryServers(domain),
                new Neighbours(domains, clock),
                kept,
                new Clocks(clock, clock),
                new Random(1),
                meters,
                health);
        deployment = vertx.deployVerticle(
                        listener, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    void stop() {
        if (!deployment.isEmpty()) {
            vertx.undeploy(deployment).await();
            deployment = "";
        }
    }

    /** Begins with what a process that was killed now would leave. */
    void reopen() {
        journal.close().await();
        journal = Journals.open(vertx, state, clock, meters).await();
    }

    void startAndFollow() {
        start();
        eventually(this::following);
    }

    void restart() {
        stop();
        start();
    }

    boolean following() {
        return checkpoint()
                        .filter(kept -> kept.phase() == Checkpoint.Phase.FOLLOWING)
                        .isPresent()
                && "following".equals(status().details().get("phase"));
    }

    /** Waits until whole rounds were made that began after this call. */
    void rounds(int count) {
        long before = domain.count("usn");
        eventually(() -> domain.count("usn") > before + count);
    }

    void eventually(Callable<Boolean> condition) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Whether the journal has it in the root. */
    boolean present(ObjectGuid guid) {
        return shadow(guid).filter(Shadow::present).isPresent();
    }

    Optional<Shadow> shadow(ObjectGuid guid) {
        return Optional.ofNullable(journal.shadows(Set.of(guid)).await().get(guid));
    }

    Optional<Checkpoint> checkpoint() {
        return journal.checkpoint(domain.namingContext().guid()).await();
    }

    List<String> kinds(ObjectGuid guid) {
        return changes.stream()
                .map(ChangeCommitted::change)
                .filter(change -> change.objectGuid().equals(guid))
                .map(Change::kind)
                .map(kind -> kind.word())
                .toList();
    }

    double meter(String name) {
        return Objects.requireNonNull(meters.find(name).gauge(), name).value();
    }

    double enumerations(String reason) {
        var counter = meters.find("adsync.listener.enumerations")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    HealthStatus status() {
        return health.status();
    }

    void poll(Duration period) {
        poll = period;
    }

    void fingerprint(String query) {
        fingerprint = query;
    }

    /** Acknowledges all that is due, like a provider that takes everything. */
    void ship() {
        ship(row -> Optional.empty());
    }

    /** The same, and everybody has an account then. */
    void shipWithAccounts() {
        ship(row -> Optional.of(new Link("account of " + row.objectGuid(), Map.of())));
    }

    private void ship(Function<OutboxRow, Optional<Link>> account) {
        var rows = journal.claim(new Partition(0, 1), clock.instant(), 100).await();
        journal.settle(rows.stream()
                        .<Settlement>map(row -> new Settlement.Acknowledged(
                                row, new Answer(ChangeSettled.Outcome.SHIPPED, 204, ""), account.apply(row)))
                        .toList())
                .await();
    }

    /** As a session of its own would look after it. */
    SelectedRoots selectedRoots() {
        return new SelectedRoots(
                List.of(new Place(domain.root(), MemoryDomain.ROOT)), Set.of(), journal.roots(), health);
    }

    /** A second root in the same domain. */
    void alsoRoot(String dn) {
        named = List.of(named.getFirst(), new NamedObject("directory.roots", dn, Use.ROOT));
    }

    void outboxLimit(int limit) {
        outboxLimit = limit;
    }

    void services(Services which) {
        services = which;
    }

    /** Whoever is in a group has a service. */
    void service(String group) {
        services = new Services(List.of(new Service("mailbox", List.of(group), Optional.empty())));
        named = List.of(named.getFirst(), new NamedObject("services", group, Use.GROUP));
    }

    /** Another domain is followed too, which nobody reaches. */
    void neighbour(String other) {
        domains = List.of(DOMAIN, other);
    }

    /** Groups of the root are shipped too. */
    void shipGroups() {
        groups = true;
        journal.shipGroups(true).await();
    }

    void names() {
        names = true;
    }

    MemoryDomain domain() {
        return domain;
    }

    TestClock clock() {
        return clock;
    }

    Journal journal() {
        return journal;
    }

    Vertx vertx() {
        return vertx;
    }

    MeterRegistry meters() {
        return meters;
    }

    List<ChangeCommitted> changes() {
        return changes;
    }
}
