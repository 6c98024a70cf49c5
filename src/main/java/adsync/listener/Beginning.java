package adsync.listener;

import adsync.change.Container;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.Journal;
import adsync.journal.KnownController;
import adsync.observe.LogKeys;
import adsync.scope.Place;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides where a session goes on: from the checkpoint if the server can be trusted to know it, else by an enumeration. */
final class Beginning {

    private static final Logger LOGGER = LoggerFactory.getLogger(Beginning.class);

    private final Journal journal;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ListenerHealth health;
    private final Progress progress;
    private final Replication replication;
    private final BooleanSupplier stopping;
    private final Runnable looking;
    private boolean cookieRefused;

    /**
     * For all sessions of a listener.
     *
     * @param looking called before it is looked what was asked for: what is asked from then on is done afterwards
     */
    Beginning(
            Journal journal,
            Clock clock,
            MeterRegistry meters,
            ListenerHealth health,
            Progress progress,
            Replication replication,
            BooleanSupplier stopping,
            Runnable looking) {
        this.journal = journal;
        this.clock = clock;
        this.meters = meters;
        this.health = health;
        this.progress = progress;
        this.replication = replication;
        this.stopping = stopping;
        this.looking = looking;
    }

    /** A session ended like this. */
    void failed(DirectoryException why) {
        cookieRefused |= why.reason() == DirectoryException.Reason.COOKIE;
    }

    /**
     * Looks whether a domain is the one that was followed.
     *
     * @throws DirectoryException if it was built anew: then all users are others, and their accounts would be made a second time
     */
    void recognise(NamingContext found) {
        List<NamingContext> kept = journal.checkpoints().await().stream()
                .map(Checkpoint::namingContext)
                .filter(context -> context.dn().equalsIgnoreCase(found.dn()))
                .toList();
        if (!kept.isEmpty() && kept.stream().noneMatch(context -> context.guid().equals(found.guid()))) {
            throw new DirectoryException(
                    DirectoryException.Reason.REBUILT,
                    "the domain " + found.dn() + " is another one than before: its objectGUID is " + found.guid()
                            + " and was " + kept.getFirst().guid()
                            + ". Nothing is changed at the provider. If it was built anew, stop ADSync, name a new folder in"
                            + " state and say provider.adopt: always, so that its users get the accounts with their"
                            + " logins; if not, name the domain controllers of the old one in directory.servers");
        }
    }

    /**
     * The checkpoint of a session. All containers are known if it says that an enumeration is under way.
     *
     * @param fingerprint of the configuration as it is
     */
    Checkpoint of(Session session, Crew crew, PageWriter writer, String fingerprint) {
        Checkpoint checkpoint = checkpoint(session, crew, writer, fingerprint);
        if (checkpoint.phase() == Phase.ENUMERATING) { // one that was cut short may not have come to all of them
            crew.readContainers(checkpoint, stopping);
        }
        cookieRefused = false;
        renameRoots(crew, writer, checkpoint);
        return checkpoint;
    }

    private Checkpoint checkpoint(Session session, Crew crew, PageWriter writer, String fingerprint) {
        looking.run(); // whoever asks from now on is heard again; who asked before has left a request in the journal
        ObjectGuid namingContext = session.namingContext().guid();
        Optional<Checkpoint> kept = journal.checkpoint(namingContext).await();
        boolean requested = journal.reconcileRequested(namingContext).await();
        Duration lifetime = session.ask(() -> session.directory().tombstoneLifetime());
        health.remembers(lifetime);
        DomainController controller = current(session);
        KnownController known = journal.controllers()
                .known(controller.hostName(), controller.invocationId())
                .await();
        if (kept.isEmpty()) {
            long epoch = journal.highestEpoch(namingContext).await();
            return start(session, fingerprint, Resumption.anew(epoch));
        }
        var found = new Resumption.Situation(
                controller,
                known,
                fingerprint,
                clock.instant(),
                lifetime,
                cookieRefused,
                requested,
                journal.controllers().traceless(namingContext).await(),
                replication.untrusted());
        return switch (Resumption.of(kept.get(), found)) {
            case Resumption.Continue go -> goOn(crew, writer, go);
            case Resumption.Enumerate anew -> start(session, fingerprint, anew);
        };
    }

    private static Checkpoint goOn(Crew crew, PageWriter writer, Resumption.Continue go) {
        if (!go.unasked().isEmpty()) {
            PageBuilder page = crew.evaluation().empty();
            page.forgotten(go.unasked());
            writer.write(page, go.checkpoint()); // at once: what is read from here on lacks them
        }
        return go.checkpoint();
    }

    /** The cookie comes first: what changes during the enumeration is reported by the first drain after it. */
    private Checkpoint start(Session session, String fingerprint, Resumption.Enumerate anew) {
        ListenerMeter.ENUMERATIONS
                .counter(meters, "reason", anew.reason().word())
                .increment();
        LOGGER.atInfo()
                .addKeyValue(LogKeys.ROOT, session.firstRoot().dn())
                .addKeyValue(LogKeys.REASON, anew.reason().word())
                .addKeyValue(LogKeys.DETAIL, anew.why())
                .log("enumerating the root");
        health.enumerating(progress);
        replication.enumerating(session.namingContext().guid());
        journal.controllers()
                .rememberTraceless(session.namingContext().guid(), anew.traceless())
                .await();
        Directory directory = session.directory();
        var cookie = session.ask(() -> directory.currentCookie(session.namingContext()));
        // not from before the cookie: what that takes for known must not be more than the number tells
        return Checkpoints.enumerating(session, current(session), fingerprint, cookie, anew.epoch(), clock.instant());
    }

    /** A session whose journal failed meanwhile may have been connected long ago. */
    private static DomainController current(Session session) {
        Directory directory = session.directory();
        DomainController then = directory.domainController();
        long usn = session.ask(directory::highestCommittedUsn);
        return new DomainController(then.hostName(), then.invocationId(), usn, then.notifies());
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
}
