package adsync.listener;

import adsync.change.Container;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Domains;
import adsync.directory.NamedObject;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.observe.LogKeys;
import adsync.scope.Place;
import adsync.worker.Nap;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** After a ring, so that a burst of changes becomes one page; a lone change is not held up. */
    private static final Duration BETWEEN_DRAINS = Duration.ofMillis(50);

    private static final Duration WHILE_OUTBOX_FULL = Duration.ofMillis(500);

    private final ListenerOptions options;
    private final Connector connector;
    private final Neighbours neighbours;
    private final Journal journal;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final ListenerHealth health;
    private final Promise<Void> ended = Promise.promise();
    private final Retry retry;
    private final Omissions omissions;
    private final Unconfirmed unconfirmed;
    private final Later nextSweep;
    private @Nullable WorkerExecutor directoryThread;
    private @Nullable Directory directory;
    private @Nullable BellWatch bells;
    private final Nap nap = new Nap();
    private @Nullable Progress progress;
    private @Nullable Instant rungAt;
    private String fingerprint = "";
    private boolean cookieRefused;
    private boolean reconcileRequested;
    private boolean stopping;
    private Background.Rest rest = Background.Rest.NONE;

    /** Opens a connection to a domain controller; blocks, fails with a {@link DirectoryException}. */
    @FunctionalInterface
    public interface Connector {

        /**
         * Connects.
         *
         * @param preferredHost the domain controller of the last checkpoint, whose page cookie is good
         */
        Directory connect(Optional<String> preferredHost);
    }

    /** A listener for the selected roots of one domain. */
    public ListenerVerticle(
            ListenerOptions options,
            Connector connector,
            Neighbours neighbours,
            Journal journal,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters,
            ListenerHealth health) {
        this.options = options;
        this.connector = connector;
        this.neighbours = neighbours;
        this.journal = journal;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
        this.health = health;
        this.retry = new Retry(random);
        this.omissions = new Omissions(options.domain(), meters, health);
        this.unconfirmed = new Unconfirmed(options.domain(), meters, health);
        this.nextSweep = new Later(clock, options.poll());
    }

    @Override
    public Future<?> start() {
        directoryThread = vertx.createSharedWorkerExecutor("directory-" + deploymentID(), 1, 10, TimeUnit.MINUTES);
        bells = new BellWatch(options.domain(), context, clock, meters, this::ring);
        progress = new Progress(options.domain(), clock, meters, this::proved);
        vertx.eventBus().<ReconcileRequested>localConsumer(ReconcileRequested.ADDRESS, message -> {
            reconcileRequested = true;
            ring();
        });
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
        ring();
        return ended.future();
    }

    private void ring() {
        if (rungAt == null) {
            rungAt = clock.instant();
        }
        nap.wakeUp();
    }

    private void proved() {
        retry.succeeded();
        health.works();
    }

    private void work() {
        try {
            while (!stopping) {
                Duration pause = oneSession();
                if (!stopping) {
                    sleep(pause, false);
                }
            }
        } finally {
            closeSession();
            Objects.requireNonNull(directoryThread).close().onComplete(closed -> ended.tryComplete());
        }
    }

    /** Runs until something breaks; returns how long to wait before the next one. */
    private Duration oneSession() {
        try {
            follow(open());
            return Duration.ZERO;
        } catch (DirectoryException e) {
            cookieRefused |= e.reason() == DirectoryException.Reason.COOKIE;
            return failed("directory", e.reason().name(), e, retry.afterDirectoryFailure(e.reason()));
        } catch (JournalException e) {
            return failed("journal", "JOURNAL_" + e.reason().name(), e, retry.afterJournalFailure());
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("listener failed, it begins anew");
            return failed("listener", "FAILED", e, retry.afterJournalFailure());
        } finally {
            closeSession();
        }
    }

    private Duration failed(String part, String reason, RuntimeException why, Duration pause) {
        if (!stopping) {
            ListenerMeter.FAILURES
                    .counter(meters, "reason", reason.toLowerCase(Locale.ROOT))
                    .increment();
            health.failed(part, reason, String.valueOf(why.getMessage()), pause);
        }
        return pause;
    }

    private Session open() {
        health.connecting();
        WorkerExecutor thread = Objects.requireNonNull(directoryThread);
        Optional<String> preferred = journal.checkpoints().await().stream()
                .filter(kept -> Domains.of(kept.namingContext().dn()).equals(options.domain()))
                .map(Checkpoint::domainController)
                .findFirst();
        Directory opened =
                thread.executeBlocking(() -> connector.connect(preferred)).await();
        directory = opened;
        NamedObject first = options.selection().objects().getFirst();
        NamingContext namingContext = ask(thread, () -> opened.namingContextOf(first.dn()))
                .orElseThrow(() -> new DirectoryException(
                        DirectoryException.Reason.RIGHTS,
                        first.key() + " " + first.dn() + " is in no naming context of "
                                + opened.domainController().hostName()));
        Optional<Checkpoint> kept = journal.checkpoint(namingContext.guid()).await();
        Places places = ask(thread, () -> new Places(options, neighbours, opened, namingContext, kept));
        fingerprint = places.fingerprint();
        Session session = new Session(
                opened, namingContext, places.scope(), places.services(), thread, options.domain(), neighbours);
        neighbours.connected(options.domain(), session);
        return session;
    }

    private static <T> T ask(WorkerExecutor thread, Callable<T> call) {
        return thread.executeBlocking(call).await();
    }

    private void follow(Session session) {
        var announcer = new Announcer(vertx.eventBus(), clock, meters);
        var writer = new PageWriter(journal, announcer, omissions, () -> neighbours.groupsChanged(options.domain()));
        var crew = new Crew(session, options, journal, omissions, writer, clock, random);
        Evaluation evaluation = crew.evaluation();
        health.connected(session);
        Checkpoint checkpoint = begin(session, crew);
        renameRoots(crew, writer, checkpoint);
        Enumeration enumeration =
                crew.enumeration(Objects.requireNonNull(progress), this::stopping, this::whileOutboxFull);
        if (checkpoint.phase() == Phase.ENUMERATING) {
            if (crew.groups().follow()) {
                crew.groups().readAll(checkpoint);
            }
            checkpoint = enumerate(enumeration, evaluation, writer, checkpoint);
        }
        var sweeping = new Sweeping(
                crew::sweep, enumeration, writer, evaluation, unconfirmed, health, nextSweep, this::stopping);
        Background background =
                crew.background(sweeping, unconfirmed, new Later(clock, options.poll()), this::interrupted);
        var drain = new Drain(
                session, evaluation, writer, clock, meters, this::stopping, this::whileOutboxFull, checkpoint);
        while (!stopping && !reconcileRequested) {
            followOnce(session, drain, background);
        }
    }

    private void followOnce(Session session, Drain drain, Background background) {
        BellWatch bell = Objects.requireNonNull(bells);
        bell.tend(session);
        Instant announced = rungAt;
        rungAt = null;
        Instant begun = clock.instant();
        int touched = drain.run(announced);
        if (stopping) {
            return;
        }
        if (rest == Background.Rest.NONE || announced != null) { // a drain between work comes before its ring
            bell.polled(touched > 0, announced != null);
        }
        retry.succeeded();
        health.following(bell, drain.completeAt(), touched);
        rest = background.run(drain);
        Duration bellRests = bell.restsFor();
        switch (rest) {
            case NONE -> {
                health.rests();
                sleep(bellRests.compareTo(options.poll()) < 0 ? bellRests : options.poll(), true);
            }
            case OUTBOX_FULL -> sleep(WHILE_OUTBOX_FULL, true);
            case WORK -> {}
        }
        Duration sinceBegun = Duration.between(begun, clock.instant());
        if (rungAt != null && sinceBegun.compareTo(BETWEEN_DRAINS) < 0) {
            Nap.pause(vertx, BETWEEN_DRAINS.minus(sinceBegun));
        }
    }

    private boolean interrupted() {
        return stopping || rungAt != null || reconcileRequested;
    }

    private boolean stopping() {
        return stopping;
    }

    /** They may have been renamed while nobody listened. */
    private void renameRoots(Crew crew, PageWriter writer, Checkpoint checkpoint) {
        List<Container> roots = crew.chains().roots();
        Map<ObjectGuid, Container> known = journal.containers(
                        roots.stream().map(Container::objectGuid).toList())
                .await();
        List<Place> before = known.values().stream()
                .map(root -> new Place(root.objectGuid(), root.rdn()))
                .toList();
        boolean renamed = roots.stream()
                .map(root -> known.getOrDefault(root.objectGuid(), root))
                .anyMatch(root -> !roots.contains(root));
        if (renamed) {
            PageBuilder page = crew.evaluation().empty();
            crew.evaluation().roots(before, page);
            writer.write(page, checkpoint);
        }
    }

    /** Decides where to go on: from the checkpoint if the server can be trusted to know it, else by an enumeration. */
    private Checkpoint begin(Session session, Crew crew) {
        ObjectGuid namingContext = session.namingContext().guid();
        Optional<Checkpoint> kept = journal.checkpoint(namingContext).await();
        boolean requested = journal.reconcileRequested(namingContext).await();
        Duration longestAway =
                Resumption.longestAway(session.ask(() -> session.directory().tombstoneLifetime()));
        Resumption resumption =
                Resumption.of(kept, session, fingerprint, clock.instant(), longestAway, cookieRefused, requested);
        return switch (resumption) {
            case Resumption.Continue go -> go.checkpoint();
            case Resumption.Enumerate anew -> {
                ListenerMeter.ENUMERATIONS
                        .counter(meters, "reason", anew.reason())
                        .increment();
                LOGGER.atInfo()
                        .addKeyValue(
                                LogKeys.ROOT, session.scope().roots().getFirst().dn())
                        .addKeyValue(LogKeys.REASON, anew.reason())
                        .addKeyValue(LogKeys.DETAIL, anew.why())
                        .log("enumerating the root");
                health.enumerating(Objects.requireNonNull(progress));
                reconcileRequested = false; // what is asked for from here on is kept, and done afterwards
                Checkpoint begun = start(session, crew, anew.epoch());
                cookieRefused = false;
                yield begun;
            }
        };
    }

    /** The cookie comes first: what changes during the enumeration is reported by the first drain after it. */
    private Checkpoint start(Session session, Crew crew, long epoch) {
        Directory open = session.directory();
        var cookie = session.ask(() -> open.currentCookie(session.namingContext()));
        Checkpoint checkpoint = Checkpoints.enumerating(session, fingerprint, cookie, epoch, clock.instant());
        crew.readContainers(checkpoint, this::stopping);
        return checkpoint;
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

    /** Reading pauses while the provider cannot keep up; the directory keeps what we have not asked for. */
    private void whileOutboxFull() {
        while (!stopping && journal.outboxSize().await() >= options.outboxLimit()) {
            health.outboxFull(true);
            Nap.pause(vertx, WHILE_OUTBOX_FULL);
        }
        health.outboxFull(false);
    }

    private void sleep(Duration longest, boolean untilRung) {
        if (stopping || (untilRung && rungAt != null)) {
            return;
        }
        nap.atMost(vertx, longest);
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
