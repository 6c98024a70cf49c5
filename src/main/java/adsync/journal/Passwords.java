package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.journal.WaitingPassword.User;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Password events, from their coming to their end. */
final class Passwords {

    private static final String FOLLOW = """
            CREATE INDEX IF NOT EXISTS image_sid ON image (
              json_extract(attributes, '$.objectSid[0]'), json_extract(attributes, '$.pwdLastSet[0]'))
            """;

    private static final String UNFOLLOW = "DROP INDEX IF EXISTS image_sid";

    private static final String KNOWN = "SELECT sequence FROM password_event WHERE controller = ? AND event_id = ?";

    private static final String USER = "SELECT o.presence AS presence, " + PasswordQueue.CONTROL
            + " AS control FROM image i JOIN object o ON o.id = i.object WHERE " + PasswordQueue.SID + " = ?";

    private static final String ADD = """
            INSERT INTO password_event (controller, event_id, sid, filetime, received_at, counted_from, not_before, attempts, sealed, ended,
              ended_at, cause, boot, boot_sequence, sender)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, (SELECT name FROM domain_controller WHERE id = ?))
            """;

    private static final String SUPERSEDE =
            "UPDATE password_event SET sealed = NULL, ended = 'SUPERSEDED', ended_at = ?,"
                    + " cause = NULL WHERE sequence = ?";

    /** By its name: whoever was revoked before may have left its number to another one. */
    private static final String OPEN_OF = "SELECT sequence, sid, event_id, sender, received_at,"
            + " coalesce(claimed, 0) AS claimed FROM password_event"
            + " WHERE ended IS NULL AND sender = ? COLLATE NOCASE ORDER BY sequence";

    private static final String CLAIM = "UPDATE password_event SET claimed = ? WHERE sequence = ?";

    private static final String CHANGES =
            "SELECT count(*) FROM outbox x JOIN password_event e ON e.claimed = x.object WHERE e.sequence = ?";

    private static final String UNCLAIM = "UPDATE password_event SET claimed = NULL WHERE sequence = ?";

    private static final String FREE_ORPHANED = "UPDATE password_event SET claimed = NULL WHERE claimed IS NOT NULL";

    private static final String END = """
            UPDATE password_event SET sealed = NULL, ended = ?, ended_at = ?, cause = ?
            WHERE sequence = ? AND ended IS NULL
            """;

    private static final String WAIT = """
            UPDATE password_event SET not_before = ?, attempts = attempts + ?, cause = ?, held = ?
            WHERE sequence = ? AND ended IS NULL
            """;

    private static final String PUT_SENT = """
            INSERT INTO password_sent (object, filetime, acknowledged_at)
            SELECT o.id, ?, ? FROM object o JOIN link l ON l.object = o.id WHERE o.guid = ? AND l.provider_id = ?
            ON CONFLICT (object) DO UPDATE SET filetime = excluded.filetime, acknowledged_at = excluded.acknowledged_at
            WHERE excluded.filetime > filetime OR ?
            """;

    private static final String RELEASE = "UPDATE password_event SET not_before = 0 WHERE ended IS NULL AND sid ="
            + " (SELECT " + PasswordQueue.SID + " FROM image i JOIN object o ON o.id = i.object WHERE o.guid = ?)";

    private static final String PRUNE = "DELETE FROM password_event WHERE ended IS NOT NULL AND ended_at < ?";

    private static final String PRUNE_SURPLUS = """
            DELETE FROM password_event WHERE sequence IN (
              SELECT sequence FROM (
                SELECT sequence, row_number() OVER (PARTITION BY controller ORDER BY sequence DESC) AS place
                FROM password_event WHERE ended IS NOT NULL)
              WHERE place > ?)
            """;

    private static final String STOLEN = "its domain controller was revoked as stolen";

    private static final String END_STOLEN = "UPDATE password_event SET ended = ?, ended_at = ?, cause = ?"
            + " WHERE sequence = ? AND ended = 'REJECTED' AND cause = '" + STOLEN + "'";

    private final Session session;
    private final Audit trail;
    private final PasswordAudit audit;

    Passwords(Session session, Audit audit) {
        this.session = session;
        this.trail = audit;
        this.audit = new PasswordAudit(session, audit);
    }

    boolean enrol(Enrolment enrolment, Instant now) throws SQLException {
        return new Controllers(session).enrol(enrolment, now, trail);
    }

    boolean renew(EnrolledController controller, byte[] certificateDigest, Instant ends) throws SQLException {
        return new Controllers(session).renew(controller, certificateDigest, ends, trail);
    }

    boolean revoke(String name) throws SQLException {
        return new Controllers(session).revoke(name, trail);
    }

    StolenController revokeStolen(String name, Instant now) throws SQLException {
        boolean revoked = revoke(name);
        List<Doubtful> doubtful = session.list(OPEN_OF, Doubtful::read, name);
        for (Doubtful event : doubtful) {
            session.run(END, PasswordEnd.REJECTED, now, STOLEN, event.sequence());
            audit.ended(event.sid(), event.told(), PasswordEnd.REJECTED, STOLEN);
        }
        int underWay = (int) doubtful.stream().filter(Doubtful::underWay).count();
        return new StolenController(revoked, doubtful.size() - underWay, underWay);
    }

    /** An event that somebody else may have sent. */
    private record Doubtful(long sequence, String sid, PasswordAudit.Told told, boolean underWay) {

        static Doubtful read(Row row) throws SQLException {
            return new Doubtful(
                    row.number("sequence"), row.text("sid"), PasswordAudit.read(row), row.number("claimed") > 0);
        }
    }

    void follow(Instant now) throws SQLException {
        session.script(FOLLOW);
        Meta.rememberPasswordsSince(session, now);
    }

    void unfollow() throws SQLException {
        session.script(UNFOLLOW);
    }

    Optional<List<Receipt>> receive(EnrolledController controller, List<ReceivedPassword> events, Instant now)
            throws SQLException {
        if (!new Controllers(session).seen(controller, now)) {
            return Optional.empty();
        }
        new Waits(session).look(now);
        List<Receipt> receipts = new ArrayList<>();
        for (ReceivedPassword event : events) {
            receipts.add(receive(controller, event, now));
        }
        return Optional.of(receipts);
    }

    private Receipt receive(EnrolledController from, ReceivedPassword event, Instant now) throws SQLException {
        long controller = from.number();
        if (session.first(KNOWN, row -> row.number("sequence"), controller, event.id()) != null) {
            return Receipt.DUPLICATE;
        }
        if (event.missed() != null) {
            over(from, event, now, PasswordEnd.MISSED, event.missed());
            return Receipt.ACCEPTED;
        }
        if (ofNobody(event.sid())) {
            over(from, event, now, PasswordEnd.OUT_OF_SCOPE, "its user is not shipped, or signs in by smart card only");
            return Receipt.IGNORED;
        }
        var order = new PasswordOrder(session, controller, event);
        if (order.overtaken()) {
            over(from, event, now, PasswordEnd.STALE, "the provider has a newer password");
            return Receipt.STALE;
        }
        PasswordOrder.Open open = order.open();
        if (open.newer()) {
            over(from, event, now, PasswordEnd.SUPERSEDED, "");
            return Receipt.STALE;
        }
        for (PasswordOrder.Needless older : open.older()) {
            audit.ended(event.sid(), older.told(), PasswordEnd.SUPERSEDED, "");
            session.run(SUPERSEDE, now, older.sequence());
        }
        add(controller, event, now, null, null);
        return Receipt.ACCEPTED;
    }

    /** It is over as it comes. */
    private void over(EnrolledController from, ReceivedPassword event, Instant now, PasswordEnd end, String cause)
            throws SQLException {
        add(from.number(), event, now, end, cause);
        audit.ended(event.sid(), new PasswordAudit.Told(event.id(), from.name(), now), end, cause);
    }

    /** Of somebody we know and who left, or who signs in with a smart card alone. Whom we do not know may be on the way. */
    private boolean ofNobody(String sid) throws SQLException {
        Boolean nobody = session.first(
                USER,
                row -> !Presence.PRESENT.name().equals(row.text("presence")) || PasswordQueue.smartCardOnly(row),
                sid);
        return nobody != null && nobody;
    }

    private void add(
            long controller, ReceivedPassword event, Instant now, @Nullable PasswordEnd end, @Nullable String cause)
            throws SQLException {
        ReceivedPassword.Turn turn = event.turn();
        session.run(
                ADD,
                controller,
                event.id(),
                event.sid(),
                event.filetime(),
                now,
                now,
                end == null ? event.sealed() : null,
                end,
                end == null ? null : now,
                cause,
                turn == null ? null : turn.boot(),
                turn == null ? null : turn.sequence(),
                controller);
    }

    /** Frees what an earlier process took: to give a password twice does no harm. */
    static void freeOrphaned(Session session) throws SQLException {
        session.beginWriting();
        session.run(FREE_ORPHANED);
        session.commit();
    }

    List<WaitingPassword> waiting(Instant now, long after, int limit) throws SQLException {
        new Waits(session).look(now);
        return new PasswordQueue(session).waiting(now, after, limit);
    }

    List<WaitingPassword> claim(Instant now, int limit) throws SQLException {
        new Waits(session).look(now);
        List<WaitingPassword> claimed = new ArrayList<>();
        Set<String> users = new HashSet<>();
        for (PasswordQueue.Found found : new PasswordQueue(session).due(now, limit)) {
            if (users.add(found.password().sid())) {
                session.run(CLAIM, found.object(), found.password().sequence());
                claimed.add(found.password());
            }
        }
        return claimed;
    }

    /** Returns how many changes of accounts could not be shipped meanwhile. */
    int settle(List<PasswordSettlement> settlements, Instant now) throws SQLException {
        long waiting = 0;
        for (PasswordSettlement settlement : settlements) {
            WaitingPassword password = settlement.password();
            switch (settlement) {
                case PasswordSettlement.Ended over -> {
                    if (session.run(END, over.end(), now, over.cause(), password.sequence()) > 0) {
                        audit.ended(password.sid(), PasswordAudit.Told.of(password), over.end(), over.cause());
                    }
                    if (over.atProvider()) {
                        sent(over, now);
                        tookStolen(over, now);
                    }
                }
                case PasswordSettlement.Waits later ->
                    session.run(
                            WAIT,
                            later.notBefore(),
                            later.counted() ? 1 : 0,
                            later.cause(),
                            later.held(),
                            password.sequence());
            }
            waiting += session.number(CHANGES, password.sequence());
            session.run(UNCLAIM, password.sequence());
        }
        return (int) waiting;
    }

    /** What was under way when its domain controller was revoked as stolen is not over as if the provider had never had it. */
    private void tookStolen(PasswordSettlement.Ended over, Instant now) throws SQLException {
        WaitingPassword password = over.password();
        String late = "was under way when " + STOLEN;
        String cause = over.cause().isEmpty() ? late : late + ": " + over.cause();
        if (session.run(END_STOLEN, over.end(), now, cause, password.sequence()) > 0) {
            audit.ended(password.sid(), PasswordAudit.Told.of(password), over.end(), cause);
        }
    }

    /** Unless the account is gone meanwhile: the next one has no password. The provider may have a newer one than what it did not take. */
    private void sent(PasswordSettlement.Ended over, Instant now) throws SQLException {
        WaitingPassword password = over.password();
        User user = password.user();
        if (user != null && user.providerId().isPresent()) {
            session.run(
                    PUT_SENT,
                    over.written().orElse(password.filetime()),
                    now,
                    user.objectGuid(),
                    user.providerId().get(),
                    over.end() == PasswordEnd.ACKNOWLEDGED);
        }
    }

    int release(ObjectGuid user) throws SQLException {
        return session.run(RELEASE, user);
    }

    void prune(Instant before, int most) throws SQLException {
        session.run(PRUNE, before);
        session.run(PRUNE_SURPLUS, most);
    }
}
