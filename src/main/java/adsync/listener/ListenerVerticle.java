package adsync.listener;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Domains;
import adsync.directory.NamedObject;
import adsync.directory.Preference;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.PasswordsReceived;
import adsync.worker.Clocks;
import adsync.worker.Nap;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the roots of one naming context: connects, enumerates when it must, then drains DirSync at each ring of the bell and at each poll. Runs on
 * a virtual thread; whatever breaks ends the session with nothing half done, and a new one is begun after a while.
 */
public final class ListenerVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerVerticle.class);

    private final ListenerOptions options;
    private final Connector connector;
    private final Neighbours neighbours;
    private final Journal journal;
    private final Clock clock;
    private final Clock steady;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final ListenerHealth health;
    private final Promise<Void> ended = Promise.promise();
    private final Rhythm rhythm;
    private final Retry retry;
    private final Omissions omissions;
    private final Unconfirmed unconfirmed;
    private final Later nextSweep;
    private final EndingsWatch endings;
    private final ServerChoice servers;
    private final PreferredServer preferred;
    private final Replication replication;
    private @Nullable WorkerExecutor directoryThread;
    private @Nullable WorkerExecutor besideThread;
    private @Nullable Directory directory;
    private @Nullable BellWatch bells;
    private @Nullable Doorbell doorbell;
    private @Nullable Progress progress;
    private @Nullable Beginning beginning;
    private String fingerprint = "";
    private boolean reconcileRequested;
    private boolean stopping;
    private Background.Rest rest = Background.Rest.NONE;

    /** A listener for the selected roots of one domain. */
    public ListenerVerticle(
            ListenerOptions options,
            Connector connector,
            Neighbours neighbours,
            Journal journal,
            Clocks clocks,
            RandomGenerator random,
            MeterRegistry meters,
            ListenerHealth health) {
        this.options = options;
        this.connector = connector;
        this.neighbours = neighbours;
        this.journal = journal;
        this.clock = clocks.timeOfDay();
        this.steady = clocks.steady();
        this.random = random;
        this.meters = meters;
        this.health = health;
        this.rhythm = new Rhythm(steady, options.poll());
        this.retry = new Retry(random);
        this.omissions = new Omissions(options.domain(), meters, health);
        this.unconfirmed =
                new Unconfirmed(options.domain(), meters, health, () -> neighbours.silentBeside(options.domain()));
        this.nextSweep = new Later(steady, options.poll());
        this.endings = new EndingsWatch(steady, health);
        this.servers = new ServerChoice(steady, meters);
        this.preferred = new PreferredServer(connector, options.failover(), steady);
        this.replication = new Replication(
                options.domain(), journal, steady, options.failover().replication(), meters, health);
    }

    @Override
    public Future<?> start() {
        directoryThread = vertx.createSharedWorkerExecutor("directory-" + deploymentID(), 1, 10, TimeUnit.MINUTES);
        besideThread = vertx.createSharedWorkerExecutor("preferred-" + deploymentID(), 1, 10, TimeUnit.MINUTES);
        Doorbell door = new Doorbell(vertx, clock);
        doorbell = door;
        bells = new BellWatch(options.domain(), context, steady, meters, this::ring);
        Progress told = new Progress(options.domain(), clock, meters, this::proved);
        progress = told;
        beginning = new Beginning(
                journal, clock, meters, health, told, replication, this::stopping, () -> reconcileRequested = false);
        vertx.eventBus().<ReconcileRequested>localConsumer(ReconcileRequested.ADDRESS, message -> {
            reconcileRequested = true;
            ring();
        });
        vertx.eventBus().<PasswordsReceived>localConsumer(PasswordsReceived.ADDRESS, message -> door.hint());
        neighbours.listens(options.domain(), () -> context.runOnContext(rung -> ring()));
        context.runOnContext(begin -> work());
        return Future.succeededFuture();
    }

    /** Lets the page in flight be committed; breaks a directory call that is under way. */
    @Override
    public Future<?> stop() {
        stopping = true;
        Directory open = directory;
        if (open != null) {
            open.close();
        }
        door().endWaiting();
        return ended.future();
    }

    private void ring() {
        door().ring();
    }

    private Doorbell door() {
        return Objects.requireNonNull(doorbell);
    }

    private void proved() {
        retry.succeeded();
        servers.progressed();
        health.works();
    }

    private void work() {
        try {
            while (!stopping) {
                Duration pause = oneSession();
                if (!stopping) {
                    door().waitAfterFailure(pause);
                }
            }
        } finally {
            closeSession();
            Future.join(
                            Objects.requireNonNull(directoryThread).close(),
                            Objects.requireNonNull(besideThread).close())
                    .onComplete(closed -> ended.tryComplete());
        }
    }

    /** Runs until something breaks; returns how long to wait before the next one. */
    private Duration oneSession() {
        try {
            Session session = open();
            health.connected(session);
            while (!stopping && !followed(session)) {
                // once more from where the journal stands
            }
            return Duration.ZERO;
        } catch (NeighbourAwaitedException e) {
            health.waits(String.valueOf(e.getMessage()));
            return retry.afterDirectoryFailure(e.reason());
        } catch (ReplicationAwaitedException e) {
            servers.lags();
            health.awaitsReplication(String.valueOf(e.getMessage()));
            return retry.afterDirectoryFailure(e.reason());
        } catch (DirectoryException e) {
            Objects.requireNonNull(beginning).failed(e);
            servers.failed(e);
            return failed("directory", e.reason().name(), e, retry.afterDirectoryFailure(e.reason()));
        } catch (JournalException e) {
            return failed(e);
        } catch (RuntimeException | Error e) {
            LOGGER.atError().setCause(e).log("listener failed, it begins anew");
            return failed("listener", "FAILED", e, retry.afterJournalFailure());
        } finally {
            closeSession();
        }
    }

    /**
     * Follows as long as the journal takes what is read. If it does not, the directory is not to blame: its session and the bell
     * stay, and what was read is read once more after a while, by which nothing depends on what was not kept.
     *
     * @return false if the journal did not take it
     */
    private boolean followed(Session session) {
        try {
            follow(session);
            return true;
        } catch (JournalException e) {
            if (e.reason() == JournalException.Reason.FAILED) {
                throw e;
            }
            Duration pause = failed(e);
            if (!stopping) {
                door().waitOut(pause);
            }
            return false;
        }
    }

    /** Whatever it is that failed without a reason of the journal's own: the session may have a part in it. */
    private Duration failed(JournalException e) {
        String part = e.reason() == JournalException.Reason.FAILED ? "listener" : ListenerHealth.JOURNAL;
        return failed(part, "JOURNAL_" + e.reason().name(), e, retry.afterJournalFailure());
    }

    private Duration failed(String part, String reason, Throwable why, Duration pause) {
        if (!stopping) {
            health.failed(part, reason, String.valueOf(why.getMessage()), pause);
        }
        return pause;
    }

    private Session open() {
        health.connecting();
        WorkerExecutor thread = Objects.requireNonNull(directoryThread);
        Optional<Checkpoint> last = journal.checkpoints().await().stream()
                .filter(one -> Domains.of(one.namingContext().dn()).equals(options.domain()))
                .findFirst();
        last.ifPresent(one ->
                omissions.restore(journal.omissions(one.namingContext().guid()).await()));
        Preference preference = servers.preference(last);
        Directory opened = ask(thread, () -> connector.connect(preference));
        directory = opened;
        servers.connected(opened);
        NamedObject first = options.selection().objects().getFirst();
        NamingContext namingContext = ask(thread, () -> opened.namingContextOf(first.dn()))
                .orElseThrow(() -> new DirectoryException(
                        DirectoryException.Reason.RIGHTS,
                        first.key() + " " + first.dn() + " is in no naming context of "
                                + opened.domainController().hostName()));
        Objects.requireNonNull(beginning).recognise(namingContext);
        Optional<Checkpoint> kept = journal.checkpoint(namingContext.guid()).await();
        kept.ifPresent(one ->
                replication.check(one, opened, () -> ask(thread, () -> opened.upToDateVector(namingContext))));
        Set<ObjectGuid> deleted = journal.roots().deleted().await();
        Places places = ask(thread, () -> new Places(options, neighbours, opened, namingContext, kept, deleted));
        fingerprint = places.fingerprint();
        places.replaced()
                .forEach(root -> journal.roots()
                        .markDeleted(root.objectGuid(), root.dn())
                        .await());
        var roots = new SelectedRoots(places.roots(), deleted, journal.roots(), health);
        Session session = new Session(
                opened, namingContext, places.scope(), places.services(), thread, options.domain(), neighbours, roots);
        session.followPlaces();
        neighbours.connected(options.domain(), session);
        return session;
    }

    private static <T> T ask(WorkerExecutor thread, Callable<T> call) {
        return thread.executeBlocking(call).await();
    }

    private void follow(Session session) {
        var announcer = new Announcer(vertx.eventBus(), clock, meters);
        var writer = new PageWriter(journal, announcer, omissions, () -> neighbours.groupsChanged(options.domain()));
        var crew =
                new Crew(session, options, journal, omissions, unconfirmed, writer, new Clocks(clock, steady), random);
        Evaluation evaluation = crew.evaluation();
        Checkpoint checkpoint = Objects.requireNonNull(beginning).of(session, crew, writer, fingerprint);
        servers.used();
        preferred.forget();
        var brake = new OutboxBrake(vertx, journal, options.outboxLimit(), health, this::stopping);
        Enumeration enumeration =
                crew.enumeration(Objects.requireNonNull(progress), this::stopping, brake::waitForRoom);
        if (checkpoint.phase() == Phase.ENUMERATING) {
            readServiceGroups(crew, checkpoint);
            checkpoint = enumerate(enumeration, evaluation, writer, checkpoint);
        }
        var sweeping = new Sweeping(
                from -> crew.sweep(from, replication),
                enumeration,
                writer,
                evaluation,
                unconfirmed,
                health,
                nextSweep,
                this::stopping);
        Background background = crew.background(sweeping, this::interrupted);
        var drain =
                new Drain(session, evaluation, writer, clock, meters, this::stopping, brake::waitForRoom, checkpoint);
        while (!stopping && !reconcileRequested && !servers.returns()) {
            followOnce(session, drain, background);
        }
    }

    private void readServiceGroups(Crew crew, Checkpoint checkpoint) {
        ServiceGroups groups = crew.groups().ofServices();
        while (!stopping && crew.groups().follow() && groups.step(checkpoint)) {
            // page after page
        }
    }

    private void followOnce(Session session, Drain drain, Background background) {
        BellWatch bell = Objects.requireNonNull(bells);
        bell.tend(session);
        endings.tend(session);
        Doorbell.Wanted wanted = door().take();
        Instant announced = wanted.rungAt();
        boolean asked = announced != null || wanted.hinted();
        boolean early = rhythm.begins(asked) || wanted.hinted() || rest != Background.Rest.NONE; // before its ring
        int touched = drain.run(announced);
        if (stopping) {
            return;
        }
        if (touched > 0) {
            rhythm.found();
        }
        if (!early || announced != null) {
            bell.polled(touched > 0, announced != null);
        }
        retry.succeeded();
        servers.progressed();
        health.following(bell, drain.completeAt(), touched);
        rest = background.run(drain);
        switch (rest) {
            case NONE -> {
                health.rests();
                preferred
                        .tend(Objects.requireNonNull(besideThread), session, drain.checkpoint())
                        .ifPresent(servers::returnTo);
                sleep(rhythm.restsFor(bell.restsFor()));
            }
            case OUTBOX_FULL -> sleep(OutboxBrake.PAUSE);
            case WORK -> {}
        }
        Duration pause = rhythm.pause();
        if (door().wanted() && pause.isPositive()) {
            Nap.pause(vertx, pause);
        }
    }

    private boolean interrupted() {
        return stopping || door().wanted() || reconcileRequested;
    }

    private boolean stopping() {
        return stopping;
    }

    private Checkpoint enumerate(Enumeration enumeration, Evaluation evaluation, PageWriter writer, Checkpoint from) {
        Progress told = Objects.requireNonNull(progress);
        told.begin(from.enumerated(), from.total());
        health.enumerating(told);
        Checkpoint checkpoint = from.enumerated() == 0 ? enumeration.all(from) : enumeration.rest(from);
        if (!stopping) {
            told.end();
            checkpoint = Checkpoints.phase(checkpoint, Phase.SWEEPING);
            writer.write(evaluation.empty(), checkpoint);
            nextSweep.succeeded();
        }
        return checkpoint;
    }

    private void sleep(Duration longest) {
        if (!stopping) {
            door().rest(longest);
        }
    }

    private void closeSession() {
        neighbours.disconnected(options.domain());
        BellWatch bell = bells;
        if (bell != null) {
            bell.close();
        }
        Directory open = directory;
        directory = null;
        if (open != null) {
            open.close();
        }
    }
}
