package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups that the provider has yet to hear of: at most one row a group; which members, is in a table of its own. */
final class GroupOutbox {

    private static final String COLUMNS = """
            SELECT x.shipped_group AS id, s.guid AS guid, s.dn AS dn, x.version AS version, x.claimed AS claimed,
              x.fate_unknown AS fate_unknown, x.parked AS parked, x.rejected AS rejected, x.hold AS hold, x.cause AS cause,
              x.kind AS kind, x.correlation AS correlation, x.dc AS dc, x.usn AS usn, x.seen_at AS seen_at,
              x.first_seen_at AS first_seen_at, x.not_before AS not_before
            FROM group_outbox x JOIN shipped_group s ON s.id = x.shipped_group
            """;

    private static final String FIND = COLUMNS + " WHERE x.shipped_group = ?";

    private static final String OF_HOLD = COLUMNS + " WHERE x.hold = ? AND x.hold > 0 ORDER BY x.first_seen_at LIMIT ?";

    private static final String PARKED = COLUMNS + " WHERE x.parked = TRUE ORDER BY x.first_seen_at LIMIT ?";

    private static final String POSTPONED = COLUMNS + " WHERE x.not_before > 0 ORDER BY x.not_before LIMIT ?";

    private static final String ADD = """
            INSERT INTO group_outbox (shipped_group, slot, version, not_before, attempts, claimed, fate_unknown, parked,
              rejected, hold, kind, correlation, dc, usn, seen_at, first_seen_at)
            VALUES (?, ?, ?, 0, 0, 0, FALSE, FALSE, FALSE, 0, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHANGE = """
            UPDATE group_outbox
            SET version = ?, not_before = 0, attempts = 0, parked = FALSE, rejected = FALSE, hold = 0, cause = NULL,
              kind = ?, correlation = ?, dc = ?, usn = ?, seen_at = ?
            WHERE shipped_group = ?
            """;

    private static final String RELEASE = """
            UPDATE group_outbox SET not_before = 0, attempts = 0, parked = FALSE, rejected = FALSE, hold = 0, cause = NULL
            WHERE shipped_group = ?
            """;

    private static final String PARK = """
            UPDATE group_outbox SET claimed = 0, parked = TRUE, rejected = ?, hold = 0, not_before = 0, cause = ?
            WHERE shipped_group = ?
            """;

    private static final String RETRY_MEMBERS = "UPDATE member_change SET cause = NULL WHERE shipped_group = ?";

    private final Session session;
    private final Sequences sequences;

    GroupOutbox(Session session, Sequences sequences) {
        this.session = session;
        this.sequences = sequences;
    }

    /** A row, as far as a change of it depends on it. */
    record Waiting(
            long id,
            ObjectGuid guid,
            String dn,
            long version,
            long claimed,
            boolean fateUnknown,
            boolean parked,
            boolean rejected,
            long hold,
            long notBefore,
            @Nullable String cause,
            Instant firstSeenAt,
            Outbox.Reason reason) {

        Tally.Place place() {
            if (parked) {
                return Tally.Place.PARKED;
            }
            return hold > 0 ? Tally.Place.HELD : Tally.Place.WAITING;
        }
    }

    private static Waiting read(Row row) throws SQLException {
        return new Waiting(
                row.number("id"),
                row.guid("guid"),
                row.text("dn"),
                row.number("version"),
                row.number("claimed"),
                row.flag("fate_unknown"),
                row.flag("parked"),
                row.flag("rejected"),
                row.number("hold"),
                row.number("not_before"),
                row.textOrNull("cause"),
                row.instant("first_seen_at"),
                new Outbox.Reason(
                        ChangeKind.valueOf(row.text("kind")),
                        new CorrelationId(row.text("correlation")),
                        new Origin(row.text("dc"), row.number("usn"), row.instant("seen_at")),
                        Deltas.NONE));
    }

    @Nullable Waiting find(long group) throws SQLException {
        return session.first(FIND, GroupOutbox::read, group);
    }

    /** Whether the provider may have heard of it. */
    boolean sent(long group) throws SQLException {
        Waiting row = find(group);
        return row != null && (row.claimed() > 0 || row.fateUnknown());
    }

    /** The group itself changed. */
    void put(long group, ObjectGuid guid, Outbox.Reason reason) throws SQLException {
        Waiting row = find(group);
        if (row == null) {
            add(group, guid, reason);
        } else {
            change(row, reason);
        }
    }

    /** A member changed: a row that waits already is claimed with all its members. */
    void touch(long group, ObjectGuid guid, Outbox.Reason reason) throws SQLException {
        Waiting row = find(group);
        if (row == null) {
            add(group, guid, reason);
        } else if (row.claimed() > 0 || row.parked() || row.hold() > 0) {
            change(row, new Outbox.Reason(row.reason().kind(), reason.correlationId(), reason.origin(), Deltas.NONE));
        }
    }

    private void add(long group, ObjectGuid guid, Outbox.Reason reason) throws SQLException {
        Origin origin = reason.origin();
        session.run(
                ADD,
                group,
                Partition.slot(guid),
                sequences.nextVersion(),
                reason.kind(),
                reason.correlationId().value(),
                origin.domainController(),
                origin.usn(),
                origin.seenAt(),
                origin.seenAt());
        session.tally().added(Tally.Place.WAITING, 1);
        session.tally().released(1);
    }

    private void change(Waiting row, Outbox.Reason reason) throws SQLException {
        Origin origin = reason.origin();
        session.run(
                CHANGE,
                sequences.nextVersion(),
                reason.kind(),
                reason.correlationId().value(),
                origin.domainController(),
                origin.usn(),
                origin.seenAt(),
                row.id());
        session.tally().moved(row.place(), Tally.Place.WAITING, 1);
        session.tally().released(1);
    }

    void delete(Waiting row) throws SQLException {
        session.run("DELETE FROM group_outbox WHERE shipped_group = ?", row.id());
        session.tally().added(row.place(), -1);
    }

    /** Deletes all that is known of a group. */
    void forget(long group) throws SQLException {
        Waiting row = find(group);
        if (row != null) {
            delete(row);
        }
        session.run("DELETE FROM member_change WHERE shipped_group = ?", group);
        session.run("DELETE FROM shipped_member WHERE shipped_group = ?", group);
        session.run("DELETE FROM shipped_group WHERE id = ?", group);
    }

    /** Nothing waits any more. */
    void clear() throws SQLException {
        Tally tally = session.tally();
        tally.added(Tally.Place.PARKED, -session.number("SELECT count(*) FROM group_outbox WHERE parked = TRUE"));
        tally.added(
                Tally.Place.HELD,
                -session.number("SELECT count(*) FROM group_outbox WHERE parked = FALSE AND hold > 0"));
        tally.added(
                Tally.Place.WAITING,
                -session.number("SELECT count(*) FROM group_outbox WHERE parked = FALSE AND hold = 0"));
        session.run("DELETE FROM group_outbox");
        session.run("DELETE FROM member_change");
    }

    /** Makes a row due that waits for a person. */
    void release(Waiting row) throws SQLException {
        session.run(RELEASE, row.id());
        session.run(RETRY_MEMBERS, row.id());
        session.tally().moved(row.place(), Tally.Place.WAITING, 1);
        session.tally().released(1);
    }

    void park(Waiting row, boolean rejected, String cause) throws SQLException {
        session.run(PARK, rejected, cause, row.id());
        session.tally().moved(row.place(), Tally.Place.PARKED, 1);
    }

    static List<Waiting> ofHold(Session session, long hold, int limit) throws SQLException {
        return session.list(OF_HOLD, GroupOutbox::read, hold, limit);
    }

    static List<Waiting> parked(Session session, int limit) throws SQLException {
        return session.list(PARKED, GroupOutbox::read, limit);
    }

    static List<Waiting> postponed(Session session, int limit) throws SQLException {
        return session.list(POSTPONED, GroupOutbox::read, limit);
    }
}
