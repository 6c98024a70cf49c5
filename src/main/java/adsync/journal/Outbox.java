package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the outbox: at most one an object. */
final class Outbox {

    private static final String FIND = """
            SELECT version, claimed, fate_unknown, priority, awaits, not_before, parked, rejected, hold, in_flight, kind,
              correlation, dc, usn, seen_at, when_changed, deltas
            FROM outbox WHERE object = ?
            """;

    private static final String ADD = """
            INSERT INTO outbox (object, slot, version, priority, awaits, not_before, attempts, claimed, fate_unknown,
              parked, kind, correlation, dc, usn, seen_at, when_changed, first_seen_at, deltas)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, FALSE, FALSE, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHANGE = """
            UPDATE outbox
            SET version = ?, priority = ?, awaits = ?, not_before = ?, attempts = 0, parked = FALSE, rejected = FALSE,
              hold = 0, cause = NULL, kind = ?, correlation = ?, dc = ?, usn = ?, seen_at = ?, when_changed = ?,
              deltas = ?, in_flight = ?
            WHERE object = ?
            """;

    private static final String RELEASE = """
            UPDATE outbox SET awaits = FALSE, not_before = 0, attempts = 0, parked = FALSE, rejected = FALSE, cause = NULL
            WHERE object = ?
            """;

    private static final String ALL_ARE_READ = """
            UPDATE outbox SET not_before = ?
            WHERE not_before > ? AND not_before > 0 AND awaits = TRUE
              AND (SELECT o.naming_context FROM object o WHERE o.id = outbox.object) = ?
            """;

    private static final String UNCLAIM_GROWN = """
            UPDATE outbox SET claimed = 0, fate_unknown = coalesce(?, fate_unknown), deltas = ?, in_flight = NULL
            WHERE object = ?
            """;

    private static final String DELETE = "DELETE FROM outbox WHERE object = ?";

    private static final String LINKED = "SELECT count(*) FROM link WHERE object = ?";

    /** For so many a change goes as if it were their own; of more, it could hold up everybody else. */
    static final int FEW = 20;

    private static final int URGENT = 0;
    private static final int USUAL = 1;
    private static final int BULK = 2;

    private final Session session;
    private final Sequences sequences;

    Outbox(Session session, Sequences sequences) {
        this.session = session;
        this.sequences = sequences;
    }

    /** A row, as far as a change of it depends on it. */
    record Waiting(
            long version,
            long claimed,
            boolean fateUnknown,
            int priority,
            boolean awaits,
            long notBefore,
            boolean parked,
            boolean rejected,
            long hold,
            @Nullable String inFlightDeltas,
            Reason entry) {

        /** How it is counted. */
        Tally.Place place() {
            if (parked) {
                return Tally.Place.PARKED;
            }
            return hold > 0 ? Tally.Place.HELD : Tally.Place.WAITING;
        }

        /** Whether the object may have been sent to the provider. */
        boolean sent() {
            return claimed > 0 || fateUnknown;
        }

        /** Whether this very version is being shipped. */
        boolean inFlight() {
            return claimed == version;
        }
    }

    /** In which order a row is claimed, and when. */
    record Turn(int priority, boolean awaits, long notBefore) {}

    /**
     * The change that a row is written for.
     *
     * @param deltas see {@link Deltas}; in a row, those of all changes that it stands for and that are not in flight
     */
    record Reason(
            ChangeKind kind,
            CorrelationId correlationId,
            Origin origin,
            @Nullable String deltas) {

        static Reason of(ChangeCommitted event) {
            return new Reason(event.change().kind(), event.correlationId(), event.origin(), Deltas.of(event.change()));
        }
    }

    @Nullable Waiting find(long object) throws SQLException {
        return session.first(
                FIND,
                row -> new Waiting(
                        row.number("version"),
                        row.number("claimed"),
                        row.flag("fate_unknown"),
                        (int) row.number("priority"),
                        row.flag("awaits"),
                        row.number("not_before"),
                        row.flag("parked"),
                        row.flag("rejected"),
                        row.number("hold"),
                        row.textOrNull("in_flight"),
                        new Reason(
                                ChangeKind.valueOf(row.text("kind")),
                                new CorrelationId(row.text("correlation")),
                                new Origin(
                                        row.text("dc"),
                                        row.number("usn"),
                                        row.instant("seen_at"),
                                        row.instantOrNull("when_changed")),
                                row.textOrNull("deltas"))),
                object);
    }

    void add(long object, ObjectGuid guid, Turn turn, Reason reason) throws SQLException {
        Instant seenAt = reason.origin().seenAt();
        session.run(
                ADD,
                object,
                Partition.slot(guid),
                sequences.nextVersion(),
                turn.priority(),
                turn.awaits(),
                turn.notBefore(),
                reason.kind(),
                reason.correlationId().value(),
                reason.origin().domainController(),
                reason.origin().usn(),
                seenAt,
                reason.origin().whenChanged(),
                seenAt,
                reason.deltas());
        session.tally().added(Tally.Place.WAITING, 1);
    }

    /** A row grows newer; what is in flight keeps its own deltas. */
    void change(long object, Waiting before, Turn turn, Reason reason) throws SQLException {
        String waiting = before.entry().deltas();
        session.run(
                CHANGE,
                sequences.nextVersion(),
                turn.priority(),
                turn.awaits(),
                turn.notBefore(),
                reason.kind(),
                reason.correlationId().value(),
                reason.origin().domainController(),
                reason.origin().usn(),
                reason.origin().seenAt(),
                reason.origin().whenChanged(),
                before.inFlight() ? reason.deltas() : Deltas.merged(waiting, reason.deltas()),
                before.inFlight() ? waiting : before.inFlightDeltas(),
                object);
        session.tally().moved(before.place(), Tally.Place.WAITING, 1);
    }

    /**
     * Frees a row that grew newer while an older version was shipped without success: it stands for both again.
     *
     * @param fateUnknown what is known now of an earlier claim; null if nothing new is
     * @return whether it was claimed with this version
     */
    boolean unclaimGrown(long object, long version, @Nullable Boolean fateUnknown) throws SQLException {
        Waiting row = find(object);
        if (row == null || row.claimed() != version) {
            return false;
        }
        String both = Deltas.merged(row.inFlightDeltas(), row.entry().deltas());
        return session.run(UNCLAIM_GROWN, fateUnknown, both, object) > 0;
    }

    void delete(long object, Waiting before) throws SQLException {
        session.run(DELETE, object);
        session.tally().added(before.place(), -1);
    }

    /**
     * Sees to it that the objects that refer to another one are shipped with it as it is now: a row that waits for nothing else
     * reads it when it is claimed, all others must be told.
     *
     * @return how many rows became due
     */
    int reship(References references, ObjectGuid target, Reason cause) throws SQLException {
        Origin seen = cause.origin();
        Origin origin = new Origin(seen.domainController(), seen.usn(), seen.seenAt()); // the other one was changed
        Reason update = new Reason(ChangeKind.UPDATED, cause.correlationId(), origin, Deltas.NONE);
        int due = 0;
        List<References.Referrer> some = references.sources(target, 0);
        Turn turn = new Turn(priority(update.kind(), some.size() > FEW), false, 0);
        while (!some.isEmpty()) {
            for (References.Referrer referrer : some) {
                if (reship(referrer, turn, update)) {
                    due++;
                }
            }
            some = references.sources(target, some.getLast().id());
        }
        return due;
    }

    private boolean reship(References.Referrer referrer, Turn turn, Reason update) throws SQLException {
        Waiting row = find(referrer.id());
        if (row == null) {
            boolean shipped = session.number(LINKED, referrer.id()) > 0;
            if (shipped) {
                add(referrer.id(), referrer.guid(), turn, update);
            }
            return shipped;
        }
        if (row.claimed() > 0) {
            change(referrer.id(), row, new Turn(row.priority(), false, 0), update);
            return false;
        }
        boolean blocked = row.awaits() || (row.parked() && !row.rejected());
        if (blocked) {
            release(referrer.id(), row);
        }
        return blocked;
    }

    /** Makes a row due that waits for something, but for an approval. */
    void release(long object, Waiting before) throws SQLException {
        session.run(RELEASE, object);
        session.tally().moved(before.place(), before.hold() > 0 ? Tally.Place.HELD : Tally.Place.WAITING, 1);
    }

    /** An enumeration is over: whoever waits for another one waits no longer than usual. */
    void allAreRead(long namingContext, Instant latest) throws SQLException {
        session.tally().released(session.run(ALL_ARE_READ, latest, latest, namingContext));
    }

    /**
     * Access must end before anything else happens; what an enumeration, another mapping or a comparison brings can wait.
     *
     * @param many whether many are concerned at once, by an enumeration or by one change of something else
     */
    static int priority(ChangeKind kind, boolean many) {
        return switch (kind) {
            case DISABLED, EXPIRED, LEFT_SCOPE, DELETED -> URGENT;
            case RETENTION_ENDED, CREATED, UPDATED, MOVED, ENABLED -> many ? BULK : USUAL;
            case REMAPPED, DRIFTED -> BULK;
        };
    }

    static boolean urgent(int priority) {
        return priority == URGENT;
    }
}
