package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.Outbox.Turn;
import adsync.journal.Outbox.Waiting;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Shadows.Known;
import adsync.journal.Shadows.Source;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one page of the listener part of a transaction. */
final class PageWriter {

    /** How long an object may wait for the account of another one that it refers to. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Containers containers;
    private final Shadows shadows;
    private final References references;
    private final Outbox outbox;
    private final Rechecks rechecks;
    private final Checkpoints checkpoints;
    private final Sequences sequences;
    private final Clock clock;

    PageWriter(Session session, Sequences sequences, Clock clock) {
        this.containers = new Containers(session);
        this.shadows = new Shadows(session);
        this.references = new References(session);
        this.outbox = new Outbox(session, sequences);
        this.rechecks = new Rechecks(session);
        this.checkpoints = new Checkpoints(session);
        this.sequences = sequences;
        this.clock = clock;
    }

    List<Superseded> write(PageCommit page) throws SQLException {
        for (Container container : page.containers()) {
            containers.put(container, sequences);
        }
        List<Superseded> superseded = writeObjects(page);
        for (ObjectGuid guid : page.seen()) {
            shadows.markSeen(guid, page.checkpoint().epoch());
        }
        for (ObjectGuid guid : page.removedContainers()) {
            containers.remove(guid);
        }
        containers.prune();
        rechecks.change(page.recheck(), page.rechecked());
        checkpoints.put(page.checkpoint());
        return superseded;
    }

    private List<Superseded> writeObjects(PageCommit page) throws SQLException {
        Source source = new Source(
                shadows.invocation(page.checkpoint().invocationId()),
                page.checkpoint().epoch());
        Set<ObjectGuid> coming = page.objects().stream()
                .filter(change -> change.presence() == Presence.PRESENT)
                .map(PageWriter::guid)
                .collect(Collectors.toSet());
        List<Superseded> superseded = new ArrayList<>();
        for (ObjectChange change : page.objects()) {
            Waiting replaced = change.image().isPresent()
                    ? writePresent(change, change.image().get(), source, coming)
                    : writeGone(change);
            if (replaced != null && !replaced.inFlight()) {
                superseded.add(new Superseded(
                        guid(change),
                        replaced.entry().correlationId(),
                        replaced.entry().kind(),
                        change.event().correlationId()));
            }
        }
        return superseded;
    }

    /** Returns the row that the change replaced. */
    private @Nullable Waiting writePresent(ObjectChange change, Image image, Source source, Set<ObjectGuid> coming)
            throws SQLException {
        long container = containers.id(image.parent());
        List<ObjectGuid> targets = References.of(image);
        Known known = shadows.find(image.objectGuid());
        if (known == null) {
            long id = sequences.nextObject();
            shadows.add(id, image, container, source);
            references.add(id, targets);
            outbox.add(id, image.objectGuid(), turn(change, targets, null, coming), reason(change));
            return null;
        }
        shadows.change(known.id(), image, container, source);
        references.change(known.id(), targets);
        Waiting row = outbox.find(known.id());
        put(change, known, turn(change, targets, row, coming), row);
        if (!known.present() && known.linked()) {
            outbox.reship(references.sources(image.objectGuid()), reason(change));
        }
        return row;
    }

    /** Returns the row that the change replaced. An object the provider never heard of is simply forgotten. */
    private @Nullable Waiting writeGone(ObjectChange change) throws SQLException {
        Known known = shadows.find(guid(change));
        if (known == null) {
            return null;
        }
        Waiting row = outbox.find(known.id());
        if (!known.linked() && (row == null || !row.sent())) {
            outbox.delete(known.id());
            shadows.forget(known.id());
            return row;
        }
        shadows.gone(known.id(), change.presence());
        put(change, known, turn(change, List.of(), row, Set.of()), row);
        if (known.present() && known.linked()) {
            outbox.reship(references.sources(guid(change)), reason(change));
        }
        return row;
    }

    private void put(ObjectChange change, Known known, Turn turn, @Nullable Waiting row) throws SQLException {
        if (row == null) {
            outbox.add(known.id(), guid(change), turn, reason(change));
        } else {
            outbox.change(known.id(), turn, reason(change));
        }
    }

    /** A row keeps the higher priority: what made it urgent is not shipped yet. */
    private Turn turn(ObjectChange change, List<ObjectGuid> targets, @Nullable Waiting row, Set<ObjectGuid> coming)
            throws SQLException {
        int priority = Outbox.priority(change.event().change().kind(), change.referencesMayFollow());
        if (row != null) {
            priority = Math.min(priority, row.priority());
        }
        if (Outbox.urgent(priority) || !awaitsAny(targets, change.referencesMayFollow(), coming)) {
            return new Turn(priority, false, 0);
        }
        return new Turn(priority, true, waitsUntil(row));
    }

    /** The wait begins once: an object that keeps changing is not held up by that. */
    private long waitsUntil(@Nullable Waiting row) {
        if (row != null && row.claimed() > 0) {
            return 0;
        }
        return row != null && row.awaits()
                ? row.notBefore()
                : Session.micros(clock.instant().plus(PATIENCE));
    }

    private boolean awaitsAny(List<ObjectGuid> targets, boolean mayFollow, Set<ObjectGuid> coming) throws SQLException {
        for (ObjectGuid target : targets) {
            if (awaits(target, mayFollow || coming.contains(target))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the account of an object is still to come: one that nobody is going to create is not waited for. */
    private boolean awaits(ObjectGuid target, boolean coming) throws SQLException {
        Known known = shadows.find(target);
        if (known != null && known.linked()) {
            return false;
        }
        if (coming) {
            return true;
        }
        if (known == null || !known.present()) {
            return false;
        }
        Waiting row = outbox.find(known.id());
        return row != null && !row.parked();
    }

    private static Outbox.Reason reason(ObjectChange change) {
        ChangeCommitted event = change.event();
        return new Outbox.Reason(event.change().kind(), event.correlationId(), event.origin());
    }

    private static ObjectGuid guid(ObjectChange change) {
        return change.event().change().objectGuid();
    }
}
