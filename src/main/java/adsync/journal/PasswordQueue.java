package adsync.journal;

import adsync.change.Filetime;
import adsync.change.Presence;
import adsync.journal.WaitingPassword.Other;
import adsync.journal.WaitingPassword.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The password events that wait, with what is known of their users. */
final class PasswordQueue {

    /** The SID that an image {@code i} tells. */
    static final String SID = "json_extract(i.attributes, '$.objectSid[0]')";

    /** Whether an image {@code i} is of whom an event {@code e} is. Without the sign, which takes its type off, no index is used. */
    static final String OF_EVENT = SID + " = +e.sid";

    /** When the password was set, as an image {@code i} tells; NULL if that cannot be read. */
    static final String SET = "json_extract(i.attributes, '$.pwdLastSet[0]')";

    /** By how much the clocks of two domain controllers may differ: more than Kerberos allows, and nobody can sign in. */
    static final long CLOCKS_DIFFER = Filetime.ticks(Duration.ofMinutes(5));

    /** ADS_UF_SMARTCARD_REQUIRED: the directory draws a password that nobody knows. */
    private static final long SMARTCARD_REQUIRED = 0x40000;

    /** A condition: whoever has an image {@code i} signs in with a password, too. */
    static final String HAS_PASSWORD =
            "coalesce(CAST(json_extract(i.attributes, '$.userAccountControl[0]') AS INTEGER), 0) & "
                    + SMARTCARD_REQUIRED + " = 0";

    /** The flags of the account that an image {@code i} tells. */
    static final String CONTROL = "json_extract(i.attributes, '$.userAccountControl[0]')";

    private static final String OTHERS = """
            (SELECT group_concat(f.filetime || ' ' || coalesce(f.sender, 'unknown') || ' ' || (f.controller = e.controller AND f.boot IS e.boot), ',')
              FROM password_event f WHERE f.sid = e.sid AND (
                f.controller = e.controller AND f.boot = e.boot AND f.boot_sequence < e.boot_sequence
                  AND f.filetime > e.filetime
                OR (f.controller <> e.controller OR f.boot <> e.boot) AND (f.ended IS NULL OR f.ended = 'ACKNOWLEDGED')
                  AND f.filetime BETWEEN e.filetime - %1$d AND e.filetime + %1$d)) AS others
            """.formatted(CLOCKS_DIFFER);

    /** What {@link #read} needs of an event that waits. */
    private static final String READ =
            """
            SELECT e.sequence AS sequence, e.event_id AS event_id, e.sid AS sid, e.filetime AS filetime,
              e.received_at AS received_at, e.counted_from AS counted_from, e.attempts AS attempts, e.sealed AS sealed, e.sender AS sender,
              e.cause AS cause,
              o.id AS object, o.guid AS guid, o.presence AS presence, l.provider_id AS provider_id,
            """ + SET + " AS password_set, " + CONTROL + " AS control, " + OTHERS + """

            FROM password_event e
            LEFT JOIN image i ON\s""" + OF_EVENT + """

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

    private static final String NEXT_DUE = """
            SELECT e.not_before AS not_before FROM password_event e WHERE e.ended IS NULL AND e.claimed IS NULL
              AND NOT EXISTS (SELECT 1 FROM password_event f WHERE f.sid = e.sid AND f.claimed IS NOT NULL)
            ORDER BY e.not_before LIMIT 1
            """;

    private static final String COUNT_OF =
            "SELECT count(*) FROM (SELECT 1 FROM password_event WHERE ended IS NULL AND controller = ? LIMIT ?)";

    private final Session session;

    PasswordQueue(Session session) {
        this.session = session;
    }

    /** An event, and the object whose account it is for; 0 if there is none. */
    record Found(WaitingPassword password, long object) {}

    List<Found> due(Instant now, int limit) throws SQLException {
        return session.list(DUE, row -> new Found(read(row, now), row.number("object")), now, Waits.latest(now), limit);
    }

    List<WaitingPassword> waiting(Instant now, long after, int limit) throws SQLException {
        return session.list(WAITING, row -> read(row, now), after, limit);
    }

    int waitingOf(EnrolledController controller, int limit) throws SQLException {
        return (int) session.number(COUNT_OF, controller.number(), limit);
    }

    private static WaitingPassword read(Row row, Instant now) throws SQLException {
        String presence = row.textOrNull("presence");
        User user = presence == null
                ? null
                : new User(
                        row.guid("guid"),
                        Presence.PRESENT.name().equals(presence),
                        smartCardOnly(row),
                        Optional.ofNullable(row.textOrNull("provider_id")),
                        number(row.textOrNull("password_set")));
        Instant countedFrom = row.instant("counted_from");
        return new WaitingPassword(
                row.number("sequence"),
                row.text("event_id"),
                row.textOr("sender", "unknown"),
                row.text("sid"),
                row.number("filetime"),
                row.instant("received_at"),
                countedFrom,
                Duration.between(countedFrom, now),
                (int) row.number("attempts"),
                row.text("sealed"),
                row.textOr("cause", ""),
                user,
                Stream.of(row.textOr("others", "").split(","))
                        .filter(other -> !other.isEmpty())
                        .map(PasswordQueue::other)
                        .toList());
    }

    private static Other other(String text) {
        String[] words = text.split(" ", -1);
        return new Other(Long.parseLong(words[0]), words[1], "1".equals(words[2]));
    }

    static boolean smartCardOnly(Row row) throws SQLException {
        return (number(row.textOrNull("control")).orElse(0) & SMARTCARD_REQUIRED) != 0;
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
}
