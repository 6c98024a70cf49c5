package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.Outbox.Reason;
import adsync.journal.Outbox.Turn;
import adsync.journal.Outbox.Waiting;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Shadows.Known;
import adsync.journal.Shadows.Source;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes changed objects: shadow, references, timer and outbox row. */
final class ObjectWriter {

    private final Containers containers;
    private final Shadows shadows;
    private final References references;
    private final Outbox outbox;
    private final Turns turns;
    private final Timers timers;
    private final Memberships memberships;
    private final Regroups regroups;
    private final GroupMarks marks;
    private final Hazards hazards;
    private final Audit audit;
    private final Sequences sequences;

    ObjectWriter(Session session, Sequences sequences, Regroups regroups, GroupMarks marks, Clock clock) {
        this.containers = new Containers(session);
        this.shadows = new Shadows(session);
        this.references = new References(session);
        this.outbox = new Outbox(session, sequences);
        this.turns = new Turns(shadows, outbox, clock);
        this.timers = new Timers(session);
        this.memberships = new Memberships(session);
        this.regroups = regroups;
        this.marks = marks;
        this.hazards = new Hazards(session);
        this.audit = new Audit(session, sequences, clock);
        this.sequences = sequences;
    }

    /**
     * Writes an object that a page brought.
     *
     * @param coming the other objects that the page brings
     * @param crowd whether what it derives concerns many
     * @return the changes that are not shipped themselves
     */
    List<Superseded> write(ObjectChange change, Source source, Set<ObjectGuid> coming, boolean crowd)
            throws SQLException {
        if (change.basis() == Basis.DERIVED) {
            return writeUnasked(change, crowd);
        }
        return change.image().isPresent()
                ? replaced(change, writePresent(change, change.image().get(), source, coming))
                : writeGone(change, source);
    }

    /** What went to another naming context, and was seen there, is not gone. */
    private List<Superseded> writeGone(ObjectChange change, Source source) throws SQLException {
        Known known = shadows.find(guid(change));
        boolean elsewhere = known != null
                && known.present()
                && known.namingContext() != NamingContexts.NONE
                && known.namingContext() != source.namingContext();
        return elsewhere ? List.of(untold(change)) : writeGone(change, false);
    }

    /**
     * Writes a change that nothing read in the directory brought. Whoever made it knew the object as it was some time ago: if it is
     * another one now, a newer change has replaced this one.
     *
     * @param crowd whether it is one of many
     */
    List<Superseded> writeUnasked(ObjectChange change, boolean crowd) throws SQLException {
        Known known = shadows.find(guid(change));
        if (known == null || known.presence() != change.presence()) {
            return List.of();
        }
        if (change.image().isEmpty()) {
            return writeGone(change, crowd);
        }
        Image image = change.image().get();
        if (known.usn() != image.usn()) {
            return List.of();
        }
        if (!change.event().change().deltas().isEmpty()) {
            shadows.changeAttributes(known.id(), image);
        }
        timers.replace(known, change.due());
        Waiting row = outbox.find(known.id());
        put(change, known, turns.turn(change, crowd, References.of(image), row, Set.of(), false), row);
        return replaced(change, row);
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
            timers.add(id, change.due());
            outbox.add(
                    id,
                    image.objectGuid(),
                    turns.turn(change, false, targets, null, coming, source.enumerating()),
                    Reason.of(change.event()));
            regroups.appeared(id);
            return null;
        }
        shadows.change(known, image, container, source);
        references.change(known.id(), targets);
        timers.replace(known, change.due());
        Waiting row = outbox.find(known.id());
        put(change, known, turns.turn(change, false, targets, row, coming, source.enumerating()), row);
        if (!known.present()) {
            regroups.appeared(known.id());
            if (known.linked()) {
                outbox.reship(references, image.objectGuid(), Reason.of(change.event()));
                marks.account(image.objectGuid(), Reason.of(change.event()));
            }
        }
        return row;
    }

    /** An object the provider never heard of is simply forgotten. */
    private List<Superseded> writeGone(ObjectChange change, boolean crowd) throws SQLException {
        if (change.presence() == Presence.DELETED) {
            memberships.removeMember(guid(change));
        }
        Known known = shadows.find(guid(change));
        if (known == null) {
            return List.of(untold(change));
        }
        Waiting row = outbox.find(known.id());
        if (!known.linked() && (row == null || !row.sent())) {
            return forget(change, known, row);
        }
        shadows.gone(known, change.presence(), change.event().origin().seenAt());
        regroups.drop(known.id());
        timers.replace(known, change.due());
        put(change, known, turns.turn(change, crowd, List.of(), row, Set.of(), false), row);
        if (known.present() && known.linked()) {
            outbox.reship(references, guid(change), Reason.of(change.event()));
        }
        return replaced(change, row);
    }

    private List<Superseded> forget(ObjectChange change, Known known, @Nullable Waiting row) throws SQLException {
        if (row != null) {
            outbox.delete(known.id(), row);
        }
        hazards.settled(guid(change), change.event().origin().seenAt());
        shadows.forget(known);
        List<Superseded> superseded = new ArrayList<>(replaced(change, row));
        superseded.add(untold(change));
        return superseded;
    }

    private void put(ObjectChange change, Known known, Turn turn, @Nullable Waiting row) throws SQLException {
        if (row == null) {
            outbox.add(known.id(), guid(change), turn, Reason.of(change.event()));
        } else {
            outbox.change(known.id(), row, turn, Reason.of(change.event()));
        }
    }

    /** The change that a newer one replaced before anybody could ship it. */
    private List<Superseded> replaced(ObjectChange by, @Nullable Waiting row) throws SQLException {
        return row == null || row.inFlight() ? List.of() : List.of(superseded(by, row.entry()));
    }

    /** A change that nobody needs to be told. */
    private Superseded untold(ObjectChange change) throws SQLException {
        return superseded(change, Reason.of(change.event()));
    }

    private Superseded superseded(ObjectChange by, Reason old) throws SQLException {
        var superseded = new Superseded(
                guid(by), old.correlationId(), old.kind(), by.event().correlationId());
        audit.superseded(superseded, by.event().change().dn(), old.origin());
        return superseded;
    }

    private static ObjectGuid guid(ObjectChange change) {
        return change.event().change().objectGuid();
    }
}
