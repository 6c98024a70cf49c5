package adsync.app;

import adsync.app.StartException.Reason;
import adsync.change.Origin;
import adsync.config.Configuration;
import adsync.desk.LiveWhereabouts;
import adsync.directory.Directories;
import adsync.directory.DirectoryException;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.listener.DueChanges;
import adsync.listener.ListenerHealth;
import adsync.listener.ListenerVerticle;
import adsync.listener.ReconcileRequested;
import adsync.listener.Retirement;
import adsync.observe.CheckStep;
import adsync.observe.Progress;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.setup.Forecaster;
import adsync.shipper.Rehearsal;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.Rehearsed;
import adsync.shipper.WorkReleased;
import adsync.worker.Clocks;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service would do if it were started with a configuration now, found out by doing it: listener, journal and shipper are
 * those of the service, but the journal is a copy, which is thrown away, and the provider is only asked. Writes nothing else
 * anywhere, and may be made while the service runs. Blocks.
 */
public final class Preview {

    private static final Logger LOGGER = LoggerFactory.getLogger(Preview.class);

    private final Configuration configuration;
    private final boolean sameProvider;
    private final Clock clock;
    private final Consumer<Rehearsed> told;
    private final Progress progress;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Meters meters = new Meters();
    private final Vertx vertx = meters.vertx();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Preview(
            Configuration configuration,
            boolean sameProvider,
            Clock clock,
            Consumer<Rehearsed> told,
            Progress progress) {
        this.configuration = configuration;
        this.progress = progress;
        this.sameProvider = sameProvider;
        this.clock = clock;
        this.told = told;
    }

    /**
     * What was found.
     *
     * @param warnings what makes it less certain, each in a sentence
     */
    public record Result(RehearsalSummary summary, List<String> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Makes a preview.
     *
     * @param told of each account and group to which something would happen
     * @throws StartException if a person has to mend something first
     * @throws adsync.journal.JournalException if the journal cannot be copied
     */
    public static Result make(Configuration configuration, Clock clock, Consumer<Rehearsed> told) {
        return make(configuration, false, clock, told, new Progress());
    }

    /**
     * Makes a preview likewise.
     *
     * @param sameProvider of a start that is told so, see {@link Permitted}
     * @param progress is told how far it is
     */
    public static Result make(
            Configuration configuration,
            boolean sameProvider,
            Clock clock,
            Consumer<Rehearsed> told,
            Progress progress) {
        var preview = new Preview(configuration, sameProvider, clock, told, progress);
        try {
            return preview.make();
        } catch (IOException e) {
            throw new StartException(
                    Reason.UNUSABLE,
                    "a folder for temporary files is needed: " + e.getMessage()
                            + "; to mend it: give the service's account one (java.io.tmpdir)",
                    e);
        } finally {
            preview.close();
        }
    }

    /** Makes previews for the set-up. */
    public static Forecaster forecaster(Clock clock) {
        return (configuration, told, progress) -> {
            Result result = make(configuration, false, clock, told, progress);
            return new Forecaster.Forecast(result.summary(), result.warnings());
        };
    }

    private Result make() throws IOException {
        Path folder = Files.createTempDirectory("adsync-preview"); // for this account only
        opened.push(() -> delete(folder));
        opened.push(() -> vertx.close().await());
        progress.begin(() -> Progress.State.of("asking the provider"));
        var bus = vertx.eventBus();
        LocalCodec.register(bus, ChangeCommitted.class);
        LocalCodec.register(bus, ChangeSettled.class);
        LocalCodec.register(bus, WorkReleased.class);
        LocalCodec.register(bus, ReconcileRequested.class);
        ScimClient client = Beginning.openProvider(configuration, vertx, meters.registry(), clock);
        opened.push(() -> client.close().await());
        long accounts = answer(client.countUsers()); // before the directory is read for nothing
        progress.begin(() -> Progress.State.of("asking the directory"));
        Path state = folder.resolve("state");
        Journals.copy(configuration.state(), state);
        Journal journal =
                Journals.openThrowaway(vertx, state, clock, meters.registry()).await();
        opened.push(() -> journal.close().await());
        if (!sameProvider) {
            Beginning.checkProvider(configuration, journal);
        }
        Beginning.checkDirectory(configuration, (context, object) -> Listening.followed(journal, context, object));
        return rehearse(client, journal, folder.resolve("accounts"), accounts);
    }

    private Result rehearse(ScimClient client, Journal journal, Path accounts, long holding) throws IOException {
        var whereabouts = new LiveWhereabouts(vertx, Listening.asked(configuration), journal);
        var rehearsal = new Rehearsal(
                client,
                journal,
                configuration.mapping(),
                Beginning.shipping(configuration, true, whereabouts),
                accounts,
                clock,
                random,
                meters.registry());
        opened.push(rehearsal);
        Future<Void> copying = rehearsal.copyAccounts();
        try {
            List<String> warnings = new ArrayList<>(read(
                    journal,
                    health -> progress.begin(new PreviewReading(health, rehearsal::copied, holding)),
                    found -> {
                        copying.await();
                        rehearsal.shipUntil(found);
                    }));
            progress.begin(rehearsal.progress());
            Directories.emptyRoots(configuration.directory(), configuration.selection()).stream()
                    .map(CheckStep::advice)
                    .forEach(warnings::add);
            rehearsal.comparing(whereabouts, configuration.retention(), configuration.reconcile());
            return new Result(rehearsal.run(told), warnings);
        } catch (ScimException e) {
            throw unanswered(e);
        } catch (DirectoryException e) {
            throw new StartException(Reason.REFUSED, "the directory cannot be asked: " + e.getMessage(), e);
        }
    }

    private static <T> T answer(Future<T> question) {
        try {
            return question.await();
        } catch (ScimException e) {
            throw unanswered(e);
        }
    }

    private static StartException unanswered(ScimException e) {
        return new StartException(Reason.REFUSED, "the provider cannot be asked: " + e.getMessage(), e);
    }

    /**
     * Has the listener read what there is to read, and returns what it says about that.
     *
     * @param begun told how the listeners are
     * @param meanwhile what to do until this future completes
     */
    private List<String> read(Journal journal, Consumer<List<ListenerHealth>> begun, Consumer<Future<?>> meanwhile) {
        // nothing is shipped meanwhile, so the outbox may grow
        var listening = new Listening(configuration, Integer.MAX_VALUE, Clocks.of(clock), meters.registry());
        begun.accept(listening.health());
        new Retirement(journal, listening.options(), clock, random).run();
        journal.shipGroups(configuration.scope().groups()).await();
        List<String> deployed = new ArrayList<>();
        for (ListenerVerticle listener : listening.verticles(journal, random)) {
            deployed.add(vertx.deployVerticle(
                            listener, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                    .await());
        }
        List<Future<String>> troubles =
                listening.health().stream().map(ListenerHealth::firstTrouble).toList();
        Future<?> read = Future.any(listening.caughtUp(), Future.any(troubles));
        meanwhile.accept(read);
        read.await();
        Future.join(deployed.stream().map(vertx::undeploy).toList()).await();
        troubles.stream().filter(Future::isComplete).findFirst().ifPresent(trouble -> {
            throw new StartException(Reason.REFUSED, trouble.result());
        });
        journal.remap(configuration.mapping().fingerprint(), new Origin("", 0, clock.instant()))
                .await();
        var due = new DueChanges(journal, vertx.eventBus(), clock, random, meters.registry());
        due.retime(listening.options().retention());
        due.make(() -> false);
        return listening.health().stream()
                .map(health -> health.status().cause())
                .filter(cause -> !cause.isEmpty())
                .toList();
    }

    /** In reverse order; what cannot be closed is told and left. */
    private void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("a part of the preview did not close");
            }
        }
        meters.close();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
