package adsync.bench;

import adsync.app.LocalCodec;
import adsync.change.ObjectGuid;
import adsync.config.Configuration;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryOptions;
import adsync.directory.Preference;
import adsync.journal.Answer;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.PasswordsReceived;
import adsync.journal.Settlement;
import adsync.listener.Connector;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerHealth;
import adsync.listener.ListenerOptions;
import adsync.listener.ListenerVerticle;
import adsync.listener.Neighbours;
import adsync.listener.ReconcileRequested;
import adsync.worker.Clocks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The listener and its journal as the service has them, without a shipper, driven by lines: {@code N} reads all there is to read,
 * which are N changed objects, and acknowledges them. It is answered by the seconds from the first question to DirSync to the last
 * change being durable.
 */
final class ListenerAlone implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int BATCH = 1000;
    private static final Answer SHIPPED = new Answer(Outcome.SHIPPED, 200, "");

    private final Configuration configuration;
    private final String domain;
    private final Vertx vertx = Vertx.vertx();
    private MeterRegistry meters = new SimpleMeterRegistry();
    private final Journal journal;
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicLong lastCommit = new AtomicLong();
    private final AtomicLong firstPage = new AtomicLong();

    /** Takes the file of a configuration for one domain. */
    public static void main(String[] arguments) throws Exception {
        try (var listener = new ListenerAlone(Configuration.load(Path.of(arguments[0]), Map.of()))) {
            System.out.println("= ready");
            var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double seconds = listener.catchUp(Integer.parseInt(line));
                listener.acknowledgeAll();
                System.out.println("= " + seconds);
            }
        }
    }

    /** Opens the journal of a configuration for one domain; reads nothing yet. */
    private ListenerAlone(Configuration configuration) {
        this.configuration = configuration;
        domain = configuration.selection().domains().getFirst();
        LocalCodec.register(vertx.eventBus(), ChangeCommitted.class);
        LocalCodec.register(vertx.eventBus(), ReconcileRequested.class);
        LocalCodec.register(vertx.eventBus(), PasswordsReceived.class);
        vertx.eventBus().<ChangeCommitted>localConsumer(ChangeCommitted.ADDRESS, message -> {
            lastCommit.set(System.nanoTime());
            committed.incrementAndGet();
        });
        journal = Journals.open(vertx, configuration.state(), Clock.systemUTC(), meters)
                .await();
    }

    /**
     * Starts, reads all there is to read, and stops.
     *
     * @param changes how many objects have to be found changed
     * @return seconds from the first question to DirSync to the last change being durable
     */
    private double catchUp(int changes) throws TimeoutException, InterruptedException {
        committed.set(0);
        firstPage.set(0);
        meters = new SimpleMeterRegistry(); // the gauges of the listener before are not those of this one
        var health = new ListenerHealth("directory", domain, Clock.systemUTC(), meters, configuration.poll());
        String id = vertx.deployVerticle(
                        listener(health), new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        health.caughtUp().await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (committed.get() < changes && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1); // what was committed is told a little later
        }
        vertx.undeploy(id).await();
        if (committed.get() != changes) {
            throw new IllegalStateException(changes + " objects are changed, but " + committed + " were found");
        }
        return (lastCommit.get() - firstPage.get()) / 1e9;
    }

    private ListenerVerticle listener(ListenerHealth health) {
        var options = new ListenerOptions(
                "",
                configuration.selection(),
                configuration.scope(),
                configuration.services(),
                configuration.retention(),
                configuration.mapping()::expiry,
                configuration.mapping().names(),
                configuration.poll(),
                Directories.fingerprint(configuration.directory()),
                ListenerOptions.DEFAULT_OUTBOX_LIMIT,
                FailoverTiming.STANDARD);
        return new ListenerVerticle(
                options.in(domain),
                timed(configuration.selection().options(configuration.directory(), domain)),
                new Neighbours(List.of(domain), Clocks.of(Clock.systemUTC()).steady()),
                journal,
                Clocks.of(Clock.systemUTC()),
                RandomGenerator.getDefault(),
                meters,
                health);
    }

    private Connector timed(DirectoryOptions options) {
        return new Connector() {
            @Override
            public Directory connect(Preference preference) {
                return timed(Directories.connect(options, preference));
            }

            @Override
            public Optional<Directory> preferredTo(String host) {
                return Optional.empty();
            }
        };
    }

    /** The same directory, of which is known when DirSync was first asked. */
    private Directory timed(Directory directory) {
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("page")) {
                        firstPage.compareAndSet(0, System.nanoTime());
                    }
                    try {
                        return method.invoke(directory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** As if the provider had everything. */
    private void acknowledgeAll() {
        List<OutboxRow> rows;
        do {
            rows = journal.claim(
                            new Partition(0, 1), Clock.systemUTC().instant().plus(Duration.ofHours(1)), BATCH)
                    .await();
            journal.settle(rows.stream().map(ListenerAlone::acknowledged).toList())
                    .await();
        } while (!rows.isEmpty());
    }

    private static Settlement acknowledged(OutboxRow row) {
        ObjectGuid user = row.objectGuid();
        return new Settlement.Acknowledged(row, SHIPPED, Optional.of(new Link(user.toString(), Map.of())));
    }

    @Override
    public void close() {
        journal.close().await();
        vertx.close().await();
    }
}
