package adsync.journal;

import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.journal.WaitingPassword.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Password events, from their coming to their end. */
final class Passwords {

    /** The SID that an image {@code i} tells. */
    static final String SID = "json_extract(i.attributes, '$.objectSid[0]')";

    /** When the password was set, as an image {@code i} tells; NULL if that cannot be read. */
    static final String SET = "json_extract(i.attributes, '$.pwdLastSet[0]')";

    /** ADS_UF_SMARTCARD_REQUIRED: the directory draws a password that nobody knows. */
    private static final long SMARTCARD_REQUIRED = 0x40000;

    /** A condition: whoever has an image {@code i} signs in with a password, too. */
    static final String HAS_PASSWORD =
            "coalesce(CAST(json_extract(i.attributes, '$.userAccountControl[0]') AS INTEGER), 0) & "
                    + SMARTCARD_REQUIRED + " = 0";

    private static final String FOLLOW = """
            CREATE INDEX IF NOT EXISTS image_sid ON image (
              json_extract(attributes, '$.objectSid[0]'), json_extract(attributes, '$.pwdLastSet[0]'))
            """;

    private static final String UNFOLLOW = "DROP INDEX IF EXISTS image_sid";

    private static final String KNOWN = "SELECT sequence FROM password_event WHERE controller = ? AND event_id = ?";

    private static final String SENT =
            "SELECT s.filetime AS filetime FROM image i JOIN password_sent s ON s.object = i.object WHERE " + SID
                    + " = ?";

    /** By how much the clocks of two domain controllers may differ: more than Kerberos allows, and nobody can sign in. */
    private static final long CLOCKS_DIFFER = Filetime.ticks(Duration.ofMinutes(5));

    /** One that is newer by the same clock, or by more than clocks differ. */
    private static final String NEWER = "SELECT count(*) FROM password_event WHERE sid = ? AND ended IS NULL"
            + " AND filetime > ? AND (controller = ? OR filetime > ?)";

    private static final String SENT_BY_ANOTHER = "SELECT count(*) FROM password_event WHERE sid = ? AND filetime = ?"
            + " AND controller <> ? AND ended = 'ACKNOWLEDGED'";

    private static final String RIVALS = "(SELECT group_concat(f.filetime) FROM password_event f WHERE f.sid = e.sid"
            + " AND f.controller <> e.controller AND (f.ended IS NULL OR f.ended = 'ACKNOWLEDGED')"
            + " AND f.filetime BETWEEN e.filetime - " + CLOCKS_DIFFER + " AND e.filetime + " + CLOCKS_DIFFER
            + ") AS rivals";

    /** The flags of the account that an image {@code i} tells. */
    private static final String CONTROL = "json_extract(i.attributes, '$.userAccountControl[0]')";

    private static final String USER = "SELECT o.presence AS presence, " + CONTROL
            + " AS control FROM image i JOIN object o ON o.id = i.object WHERE " + SID + " = ?";

    private static final String ADD = """
            INSERT INTO password_event (controller, event_id, sid, filetime, received_at, not_before, attempts, sealed, ended,
              ended_at, cause, sender)
            VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, (SELECT name FROM domain_controller WHERE id = ?))
            """;

    private static final String SUPERSEDE = """
            UPDATE password_event SET sealed = NULL, ended = 'SUPERSEDED', ended_at = ?, cause = NULL
            WHERE sid = ? AND filetime <= ? AND ended IS NULL AND (controller = ? OR filetime NOT BETWEEN ? AND ?)
            """;

    /** What {@link #read} needs of an event that waits. */
    private static final String READ =
            """
            SELECT e.sequence AS sequence, e.event_id AS event_id, e.sid AS sid, e.filetime AS filetime,
              e.received_at AS received_at, e.attempts AS attempts, e.sealed AS sealed, e.sender AS sender,
              e.cause AS cause,
              o.id AS object, o.guid AS guid, o.presence AS presence, l.provider_id AS provider_id,
            """ + SET + " AS password_set, " + CONTROL + " AS control, " + RIVALS + """

            FROM password_event e
            LEFT JOIN image i ON\s""" + SID + " = e.sid" + """

            LEFT JOIN object o ON o.id = i.object
            LEFT JOIN link l ON l.object = i.object
            WHERE e.ended IS NULL AND e.claimed IS NULL
            """;

    private static final String WAITING = READ + "AND e.sequence > ? ORDER BY e.sequence LIMIT ?";

    private static final String DUE = READ + """
            AND (e.not_before <= ? OR e.not_before > ?)
              AND NOT EXISTS (SELECT 1 FROM password_event f WHERE f.sid = e.sid AND f.claimed IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.object = i.object AND x.claimed > 0)
            ORDER BY e.not_before, e.sequence LIMIT ?
            """;

    private static final String NEXT_DUE = "SELECT not_before FROM password_event"
            + " WHERE ended IS NULL AND claimed IS NULL ORDER BY not_before LIMIT 1";

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
            + " (SELECT " + SID + " FROM image i JOIN object o ON o.id = i.object WHERE o.guid = ?)";

    private static final String PRUNE = "DELETE FROM password_event WHERE ended IS NOT NULL AND ended_at < ?";

    private final Session session;

    Passwords(Session session) {
        this.session = session;
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
        List<Receipt> receipts = new ArrayList<>();
        for (ReceivedPassword event : events) {
            receipts.add(receive(controller.number(), event, now));
        }
        return Optional.of(receipts);
    }

    private Receipt receive(long controller, ReceivedPassword event, Instant now) throws SQLException {
        if (session.first(KNOWN, row -> row.number("sequence"), controller, event.id()) != null) {
            return Receipt.DUPLICATE;
        }
        if (event.missed() != null) {
            add(controller, event, now, PasswordEnd.MISSED, event.missed());
            return Receipt.ACCEPTED;
        }
        if (ofNobody(event.sid())) {
            add(controller, event, now, PasswordEnd.OUT_OF_SCOPE, null);
            return Receipt.IGNORED;
        }
        Long sent = session.first(SENT, row -> row.number("filetime"), event.sid());
        if (sent != null && sent >= event.filetime() && !byAnotherClock(controller, event, sent)) {
            add(controller, event, now, PasswordEnd.STALE, null);
            return Receipt.STALE;
        }
        long filetime = event.filetime();
        if (session.number(NEWER, event.sid(), filetime, controller, filetime + CLOCKS_DIFFER) > 0) {
            add(controller, event, now, PasswordEnd.SUPERSEDED, null);
            return Receipt.STALE;
        }
        session.run(SUPERSEDE, now, event.sid(), filetime, controller, filetime - CLOCKS_DIFFER, filetime - 1);
        add(controller, event, now, null, null);
        return Receipt.ACCEPTED;
    }

    /** Whether what was sent is newer only by another clock, and by no more than clocks differ. */
    private boolean byAnotherClock(long controller, ReceivedPassword event, long sent) throws SQLException {
        return sent > event.filetime()
                && sent <= event.filetime() + CLOCKS_DIFFER
                && session.number(SENT_BY_ANOTHER, event.sid(), sent, controller) > 0;
    }

    /** Of somebody we know and who left, or who signs in with a smart card alone. Whom we do not know may be on the way. */
    private boolean ofNobody(String sid) throws SQLException {
        Boolean nobody = session.first(
                USER, row -> !Presence.PRESENT.name().equals(row.text("presence")) || smartCardOnly(row), sid);
        return nobody != null && nobody;
    }

    private static boolean smartCardOnly(Row row) throws SQLException {
        return (number(row.textOrNull("control")).orElse(0) & SMARTCARD_REQUIRED) != 0;
    }

    private void add(
            long controller, ReceivedPassword event, Instant now, @Nullable PasswordEnd end, @Nullable String cause)
            throws SQLException {
        session.run(
                ADD,
                controller,
                event.id(),
                event.sid(),
                event.filetime(),
                now,
                end == null ? event.sealed() : null,
                end,
                end == null ? null : now,
                cause,
                controller);
    }

    /** Frees what an earlier process took: to give a password twice does no harm. */
    static void freeOrphaned(Session session) throws SQLException {
        session.beginWriting();
        session.run(FREE_ORPHANED);
        session.commit();
    }

    /** An event, and the object whose account it is for; 0 if there is none. */
    private record Found(WaitingPassword password, long object) {}

    List<WaitingPassword> claim(Instant now, int limit) throws SQLException {
        List<WaitingPassword> claimed = new ArrayList<>();
        Set<String> users = new HashSet<>();
        for (Found found :
                session.list(DUE, row -> new Found(read(row), row.number("object")), now, Waits.latest(now), limit)) {
            if (users.add(found.password().sid())) {
                session.run(CLAIM, found.object(), found.password().sequence());
                claimed.add(found.password());
            }
        }
        return claimed;
    }

    List<WaitingPassword> waiting(long after, int limit) throws SQLException {
        return session.list(WAITING, Passwords::read, after, limit);
    }

    private static WaitingPassword read(Row row) throws SQLException {
        String presence = row.textOrNull("presence");
        User user = presence == null
                ? null
                : new User(
                        row.guid("guid"),
                        Presence.PRESENT.name().equals(presence),
                        smartCardOnly(row),
                        Optional.ofNullable(row.textOrNull("provider_id")),
                        number(row.textOrNull("password_set")));
        return new WaitingPassword(
                row.number("sequence"),
                row.text("event_id"),
                row.textOr("sender", "unknown"),
                row.text("sid"),
                row.number("filetime"),
                row.instant("received_at"),
                (int) row.number("attempts"),
                row.text("sealed"),
                row.textOr("cause", ""),
                user,
                Stream.of(row.textOr("rivals", "").split(","))
                        .filter(rival -> !rival.isEmpty())
                        .map(Long::valueOf)
                        .toList());
    }

    /** A number that the directory wrote as text; empty if it is none. */
    private static OptionalLong number(@Nullable String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    Optional<Instant> nextDue() throws SQLException {
        return Optional.ofNullable(session.first(NEXT_DUE, row -> row.instant("not_before")));
    }

    /** Returns how many changes of accounts could not be shipped meanwhile. */
    int settle(List<PasswordSettlement> settlements, Instant now) throws SQLException {
        long waiting = 0;
        for (PasswordSettlement settlement : settlements) {
            WaitingPassword password = settlement.password();
            switch (settlement) {
                case PasswordSettlement.Ended over -> {
                    session.run(END, over.end(), now, over.cause(), password.sequence());
                    if (over.atProvider()) {
                        sent(password, over.end() == PasswordEnd.ACKNOWLEDGED, now);
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

    /**
     * Unless the account is gone meanwhile: the next one has no password.
     *
     * @param taken whether the provider has this one, not perhaps a newer one
     */
    private void sent(WaitingPassword password, boolean taken, Instant now) throws SQLException {
        User user = password.user();
        if (user != null && user.providerId().isPresent()) {
            session.run(
                    PUT_SENT,
                    password.filetime(),
                    now,
                    user.objectGuid(),
                    user.providerId().get(),
                    taken);
        }
    }

    int release(ObjectGuid user) throws SQLException {
        return session.run(RELEASE, user);
    }

    void prune(Instant before) throws SQLException {
        session.run(PRUNE, before);
    }
}
