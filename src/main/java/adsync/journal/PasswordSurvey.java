package adsync.journal;

import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who has the same login at the provider, and who has not. */
final class PasswordSurvey {

    /** The directory writes down another moment than the one at which the source was told. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final String NUMBER = "CAST(" + PasswordQueue.SET + " AS INTEGER)";

    private static final String USERS =
            "FROM image i JOIN object o ON o.id = i.object JOIN link l ON l.object = i.object"
                    + " LEFT JOIN password_sent s ON s.object = i.object"
                    + " WHERE o.presence = 'PRESENT' AND " + PasswordQueue.SID + " IS NOT NULL AND "
                    + PasswordQueue.HAS_PASSWORD;

    /** The directory may have to hear first of what the provider has already. */
    private static final Duration REPLICATED_WITHIN = Duration.ofMinutes(15);

    /** What was acknowledged later than that was so by a clock that was ahead. */
    private static final Duration PRESENT = Duration.ofHours(1);

    /**
     * Changed before one moment, and the provider has no password though it was changed after another moment, an older one, or one
     * that the directory did not keep: of that it is no matter when the directory's own was set.
     */
    private static final String CHANGED = NUMBER + " <= ? AND (s.filetime IS NULL AND " + NUMBER + " >= ?"
            + " OR s.filetime + " + Filetime.ticks(TOLERANCE) + " < " + NUMBER
            + " OR " + NUMBER + " > 0 AND s.filetime - " + Filetime.ticks(TOLERANCE) + " > " + NUMBER
            + " AND s.acknowledged_at NOT BETWEEN ? AND ?)";

    /** It must be changed at the next logon, and the directory tells no time of it; an event does, of which nothing came. */
    private static final String RESET = NUMBER + " = 0 AND EXISTS (SELECT 1 FROM password_event e WHERE e.sid = "
            + PasswordQueue.SID + " AND e.ended IN ('MISSED', 'EXPIRED', 'REJECTED')"
            + " AND e.filetime > coalesce(s.filetime, 0))";

    private static final String BEHIND = " AND (" + CHANGED + " OR " + RESET + ")"
            + " AND NOT EXISTS (SELECT 1 FROM password_event e WHERE e.sid = " + PasswordQueue.SID
            + " AND e.ended IS NULL)";

    private static final String COUNT_USERS = "SELECT count(*) AS users, count(s.object) AS synced,"
            + " count(*) FILTER (WHERE s.object IS NULL AND " + NUMBER + " = 0 AND NOT (" + RESET + ")) AS must_change,"
            + " count(*) FILTER (WHERE s.object IS NULL AND " + NUMBER + " > 0 AND " + NUMBER + " < ?) AS older "
            + USERS;

    private static final String COUNT_GAPS = "SELECT count(*) " + USERS + BEHIND;

    private static final String OPEN = "SELECT count(*) FROM password_event WHERE ended IS NULL";

    private static final String ACCOUNT =
            "EXISTS (SELECT 1 FROM image i JOIN link l ON l.object = i.object WHERE " + PasswordQueue.OF_EVENT + ")";

    private static final String PARKED =
            "SELECT count(*) FROM password_event e WHERE e.ended IS NULL AND NOT " + ACCOUNT;

    private static final String HELD = "SELECT count(*) FROM password_event WHERE ended IS NULL AND held";

    private static final String OLDEST = "SELECT e.received_at AS received_at FROM password_event e"
            + " WHERE e.ended IS NULL AND NOT e.held AND " + ACCOUNT + " ORDER BY e.received_at LIMIT 1";

    private static final String ALL_OPEN = """
            SELECT e.event_id AS event_id, e.sid AS sid, e.sender AS sender, e.filetime AS filetime,
              e.received_at AS received_at, e.held AS held, e.cause AS cause, o.guid AS guid, o.rdn AS rdn,
              o.container AS container
            FROM password_event e
            LEFT JOIN image i ON\s""" + PasswordQueue.OF_EVENT + """

            LEFT JOIN object o ON o.id = i.object
            WHERE e.ended IS NULL ORDER BY e.received_at, e.sequence LIMIT ?
            """;

    /** What is told with a user is what became of the directory's password, also if that seemed older than the provider's. */
    private static final String UNSYNCED = "SELECT o.guid AS guid, o.rdn AS rdn, o.container AS container, "
            + PasswordQueue.SID + " AS sid, " + NUMBER + " AS password_set, s.filetime AS sent, " + RESET + " AS lost,"
            + " (SELECT e.cause FROM password_event e WHERE e.sid = " + PasswordQueue.SID
            + " AND e.ended IN ('MISSED', 'EXPIRED', 'REJECTED', 'OUT_OF_SCOPE', 'STALE')"
            + " AND e.filetime > min(coalesce(s.filetime, 0), " + NUMBER + " - " + Filetime.ticks(TOLERANCE) + ")"
            + " ORDER BY e.filetime DESC LIMIT 1) AS missed "
            + USERS + BEHIND + " ORDER BY password_set DESC LIMIT ?";

    private static final String OF = """
            SELECT event_id, sender, filetime, received_at, ended, ended_at, cause FROM password_event
            WHERE sid = (SELECT %s FROM image i JOIN object o ON o.id = i.object WHERE o.guid = ?)
            ORDER BY filetime DESC, sequence DESC LIMIT ?
            """.formatted(PasswordQueue.SID);

    private final Session session;

    PasswordSurvey(Session session) {
        this.session = session;
    }

    /** Users with an account, and how many of them the provider has a password of, or why it has none. */
    private record Counted(long users, long synced, long mustChange, long older) {

        static Counted read(Row row) throws SQLException {
            return new Counted(
                    row.number("users"), row.number("synced"), row.number("must_change"), row.number("older"));
        }
    }

    PasswordStatistics statistics(Instant changedBefore) throws SQLException {
        long since = Meta.passwordsSince(session).map(Filetime::of).orElse(0L);
        Counted counted = Objects.requireNonNull(session.first(COUNT_USERS, Counted::read, since));
        return new PasswordStatistics(
                session.number(OPEN),
                session.number(PARKED),
                session.number(HELD),
                Optional.ofNullable(session.first(OLDEST, row -> row.instant("received_at"))),
                counted.users(),
                counted.synced(),
                gaps(changedBefore),
                counted.mustChange(),
                counted.older(),
                new Controllers(session).all());
    }

    private long gaps(Instant changedBefore) throws SQLException {
        Optional<Instant> since = Meta.passwordsSince(session);
        return since.isEmpty()
                ? 0
                : session.number(
                        COUNT_GAPS,
                        Filetime.of(changedBefore),
                        Filetime.of(since.get()),
                        changedBefore.minus(REPLICATED_WITHIN),
                        changedBefore.plus(PRESENT));
    }

    List<UnsyncedUser> unsynced(Instant changedBefore, boolean gapsOnly, int limit) throws SQLException {
        Optional<Instant> since = Meta.passwordsSince(session);
        if (since.isEmpty()) {
            return new ArrayList<>();
        }
        Paths paths = new Paths(session);
        return session.list(
                UNSYNCED,
                row -> new UnsyncedUser(
                        row.guid("guid"),
                        paths.dn(row.text("rdn"), row.number("container")),
                        row.text("sid"),
                        kind(
                                row.number("password_set"),
                                row.number("sent"),
                                row.flag("lost"),
                                Filetime.of(since.get())),
                        moment(row.number("password_set")),
                        moment(row.number("sent")),
                        Optional.ofNullable(row.textOrNull("missed"))),
                Filetime.of(changedBefore),
                gapsOnly ? Filetime.of(since.get()) : 0,
                changedBefore.minus(REPLICATED_WITHIN),
                changedBefore.plus(PRESENT),
                limit);
    }

    List<OpenPassword> open(int limit) throws SQLException {
        Paths paths = new Paths(session);
        return session.list(
                ALL_OPEN,
                row -> new OpenPassword(
                        row.text("event_id"),
                        row.text("sid"),
                        row.textOrNull("rdn") == null
                                ? Optional.empty()
                                : Optional.of(new OpenPassword.User(
                                        row.guid("guid"), paths.dn(row.text("rdn"), row.number("container")))),
                        row.textOr("sender", "unknown"),
                        Filetime.instant(row.number("filetime")),
                        row.instant("received_at"),
                        row.flag("held"),
                        row.textOr("cause", "")),
                limit);
    }

    List<PasswordEvent> of(ObjectGuid user, int limit) throws SQLException {
        return session.list(
                OF,
                row -> {
                    Optional<PasswordEnd> end =
                            Optional.ofNullable(row.textOrNull("ended")).map(PasswordEnd::valueOf);
                    return new PasswordEvent(
                            row.text("event_id"),
                            row.textOr("sender", "unknown"),
                            Filetime.instant(row.number("filetime")),
                            row.instant("received_at"),
                            end,
                            end.isPresent() ? Optional.of(row.instant("ended_at")) : Optional.empty(),
                            row.textOr("cause", ""));
                },
                user,
                limit);
    }

    private static UnsyncedUser.Kind kind(long set, long sent, boolean lost, long since) {
        if (set == 0) {
            return lost ? UnsyncedUser.Kind.GAP : UnsyncedUser.Kind.MUST_CHANGE;
        }
        return sent == 0 && set < since ? UnsyncedUser.Kind.OLDER : UnsyncedUser.Kind.GAP;
    }

    /** 0 is never. */
    private static Optional<Instant> moment(long filetime) {
        return filetime <= 0 ? Optional.empty() : Optional.of(Filetime.instant(filetime));
    }
}
