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
            SELECT version, claimed, fate_unknown, priority, awaits, not_before, parked, kind, correlation
            FROM outbox WHERE object = ?
            """;

    private static final String ADD = """
            INSERT INTO outbox (object, slot, version, priority, awaits, not_before, attempts, claimed, fate_unknown,
              parked, kind, correlation, dc, usn, seen_at, first_seen_at)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, FALSE, FALSE, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHANGE = """
            UPDATE outbox
            SET version = ?, priority = ?, awaits = ?, not_before = ?, attempts = 0, parked = FALSE, cause = NULL,
              kind = ?, correlation = ?, dc = ?, usn = ?, seen_at = ?
            WHERE object = ?
            """;

    private static final String RELEASE = """
            UPDATE outbox SET awaits = FALSE, not_before = 0, attempts = 0, parked = FALSE, cause = NULL
            WHERE object = ?
            """;

    private static final String DELETE = "DELETE FROM outbox WHERE object = ?";

    private static final String LINKED = "SELECT count(*) FROM link WHERE object = ?";

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
            Entry entry) {

        /** Whether the object may have been sent to the provider. */
        boolean sent() {
            return claimed > 0 || fateUnknown;
        }

        /** Whether this very version is being shipped. */
        boolean inFlight() {
            return claimed == version;
        }
    }

    /** What a row stands for. */
    record Entry(ChangeKind kind, CorrelationId correlationId) {}

    /** In which order a row is claimed, and when. */
    record Turn(int priority, boolean awaits, long notBefore) {}

    /** The change that a row is written for. */
    record Reason(ChangeKind kind, CorrelationId correlationId, Origin origin) {}

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
                        new Entry(ChangeKind.valueOf(row.text("kind")), new CorrelationId(row.text("correlation")))),
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
                seenAt);
    }

    void change(long object, Turn turn, Reason reason) throws SQLException {
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
                object);
    }

    void delete(long object) throws SQLException {
        session.run(DELETE, object);
    }

    /**
     * Sees to it that objects are shipped with what they refer to as it is now: a row that waits for nothing else reads it
     * when it is claimed, all others must be told.
     *
     * @return how many rows became due
     */
    int reship(List<References.Referrer> referrers, Reason cause) throws SQLException {
        Reason update = new Reason(ChangeKind.UPDATED, cause.correlationId(), cause.origin());
        int due = 0;
        for (References.Referrer referrer : referrers) {
            if (reship(referrer, update)) {
                due++;
            }
        }
        return due;
    }

    private boolean reship(References.Referrer referrer, Reason update) throws SQLException {
        Waiting row = find(referrer.id());
        Turn now = new Turn(USUAL, false, 0);
        if (row == null) {
            boolean shipped = session.number(LINKED, referrer.id()) > 0;
            if (shipped) {
                add(referrer.id(), referrer.guid(), now, update);
            }
            return shipped;
        }
        if (row.claimed() > 0) {
            change(referrer.id(), new Turn(row.priority(), false, 0), update);
            return false;
        }
        boolean held = row.awaits() || row.parked();
        if (held) {
            session.run(RELEASE, referrer.id());
        }
        return held;
    }

    /** Access must end before anything else happens; what an enumeration or another mapping brings can wait. */
    static int priority(ChangeKind kind, boolean enumerating) {
        return switch (kind) {
            case DISABLED, EXPIRED, LEFT_SCOPE, DELETED -> URGENT;
            case RETENTION_ENDED, CREATED, UPDATED, MOVED, ENABLED -> enumerating ? BULK : USUAL;
            case REMAPPED -> BULK;
        };
    }

    static boolean urgent(int priority) {
        return priority == URGENT;
    }
}
