package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The changes that came to an end and are not yet in the audit log. */
final class Audit {

    private static final String ADD = """
            INSERT INTO audit (sequence, settled_at, guid, dn, kind, correlation, dc, usn, seen_at, when_changed,
              outcome, status, detail, deltas)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** The values of a creation are those the store has anyway. */
    private static final String ADD_CREATED = """
            INSERT INTO audit (sequence, settled_at, guid, dn, kind, correlation, dc, usn, seen_at, when_changed,
              outcome, status, detail, deltas)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, attributes FROM image WHERE object = ?
            """;

    private static final String AFTER = "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?";

    private static final String WRITTEN = "DELETE FROM audit WHERE sequence <= ?";

    private final Session session;
    private final Sequences sequences;
    private final Clock clock;

    Audit(Session session, Sequences sequences, Clock clock) {
        this.session = session;
        this.sequences = sequences;
        this.clock = clock;
    }

    /**
     * A row was settled.
     *
     * @param deltas of the version that was settled, see {@link Deltas}
     */
    void settled(OutboxRow row, Answer answer, @Nullable String deltas) throws SQLException {
        Image image = row.shadow().image();
        String spelledOut = Deltas.spelledOut(deltas, image, row.shadow().present());
        add(ADD, row.objectGuid(), image.dn(), row.kind(), row.correlationId(), row.origin(), answer, spelledOut);
    }

    /** A creation was settled of which no newer version is known. */
    void created(long id, OutboxRow row, Answer answer) throws SQLException {
        String dn = row.shadow().image().dn();
        add(ADD_CREATED, row.objectGuid(), dn, row.kind(), row.correlationId(), row.origin(), answer, id);
    }

    /** A change need not be shipped any more. */
    void superseded(Superseded change, String dn, Origin origin) throws SQLException {
        Answer answer = new Answer(Outcome.SUPERSEDED, 0, change.by().value());
        add(ADD, change.objectGuid(), dn, change.kind(), change.correlationId(), origin, answer, Deltas.NONE);
    }

    /** A person decided on a change that is not shipped. */
    void decided(ObjectGuid guid, String dn, Outbox.Reason change, Answer answer) throws SQLException {
        String deltas = change.deltas() == null ? Deltas.NONE : change.deltas();
        add(ADD, guid, dn, change.kind(), change.correlationId(), change.origin(), answer, deltas);
    }

    /** A password came to its end. */
    void password(ObjectGuid guid, String dn, CorrelationId event, Origin origin, Answer answer) throws SQLException {
        add(ADD, guid, dn, AuditKind.PASSWORD.name(), event, origin, answer, Deltas.NONE);
    }

    /** A domain controller may send passwords, or may not any more. */
    void controller(String kind, ObjectGuid guid, String name, String detail) throws SQLException {
        Origin origin = new Origin(name, 0, clock.instant());
        Answer noted = new Answer(Outcome.NOTED, 0, detail);
        add(ADD, guid, name, kind, new CorrelationId(name), origin, noted, Deltas.NONE);
    }

    private void add(
            String statement,
            ObjectGuid guid,
            String dn,
            Object kind,
            CorrelationId correlationId,
            Origin origin,
            Answer answer,
            Object deltas)
            throws SQLException {
        session.run(
                statement,
                sequences.nextAudit(),
                clock.instant(),
                guid,
                dn,
                kind,
                correlationId.value(),
                origin.domainController(),
                origin.usn(),
                origin.seenAt(),
                origin.whenChanged(),
                answer.outcome(),
                answer.status(),
                answer.detail(),
                deltas);
    }

    static List<AuditRecord> after(Session session, long sequence, int limit) throws SQLException {
        return session.list(AFTER, Audit::read, sequence, limit);
    }

    private static AuditRecord read(Row row) throws SQLException {
        return new AuditRecord(
                row.number("sequence"),
                row.instant("settled_at"),
                row.guid("guid"),
                row.text("dn"),
                row.text("kind").toLowerCase(Locale.ROOT),
                new CorrelationId(row.text("correlation")),
                new Origin(
                        row.text("dc"), row.number("usn"), row.instant("seen_at"), row.instantOrNull("when_changed")),
                Answers.read(row, ""),
                Json.deltas(row.text("deltas")));
    }

    static void written(Session session, long upTo) throws SQLException {
        session.run(WRITTEN, upTo);
        Meta.rememberAuditWritten(session, Math.max(upTo, Meta.auditWritten(session)));
    }
}
