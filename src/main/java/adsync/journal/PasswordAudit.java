package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import java.sql.SQLException;
import java.time.Instant;

/** Tells the audit log how password events of known users ended. Nothing of what was sealed is in it. */
final class PasswordAudit {

    private static final String WHOSE = "SELECT o.guid AS guid, o.rdn AS rdn, o.container AS container"
            + " FROM image i JOIN object o ON o.id = i.object WHERE " + PasswordQueue.SID + " = ?";

    private final Session session;
    private final Audit audit;

    PasswordAudit(Session session, Audit audit) {
        this.session = session;
        this.audit = audit;
    }

    /** An event, who told of it, and when it came. */
    record Told(String id, String controller, Instant receivedAt) {

        static Told of(WaitingPassword password) {
            return new Told(password.id(), password.controller(), password.receivedAt());
        }
    }

    /** Reads the columns {@code event_id}, {@code sender} and {@code received_at}. */
    static Told read(Row row) throws SQLException {
        return new Told(row.text("event_id"), row.textOr("sender", "unknown"), row.instant("received_at"));
    }

    private record Whose(ObjectGuid guid, String rdn, long container) {}

    /** Of nobody that we know there is nothing to tell but in the log. */
    void ended(String sid, Told event, PasswordEnd end, String cause) throws SQLException {
        Whose user =
                session.first(WHOSE, row -> new Whose(row.guid("guid"), row.text("rdn"), row.number("container")), sid);
        if (user != null) {
            audit.password(
                    user.guid(),
                    new Paths(session).dn(user.rdn(), user.container()),
                    new CorrelationId(event.id()),
                    new Origin(event.controller(), 0, event.receivedAt()),
                    new Answer(outcome(end), 0, detail(end, cause)));
        }
    }

    private static Outcome outcome(PasswordEnd end) {
        return switch (end) {
            case ACKNOWLEDGED -> Outcome.SHIPPED;
            case SUPERSEDED -> Outcome.SUPERSEDED;
            case STALE, OUT_OF_SCOPE, EXPIRED, REJECTED, MISSED -> Outcome.DROPPED;
        };
    }

    private static String detail(PasswordEnd end, String cause) {
        if (end == PasswordEnd.ACKNOWLEDGED) {
            return cause;
        }
        return cause.isEmpty() ? end.word() : end.word() + ": " + cause;
    }
}
