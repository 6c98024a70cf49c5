package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the guard knows of rows that are not settled: one entry an object and kind. */
final class Hazards {

    private static final String OF = """
            SELECT z.kind AS kind, z.state AS state, z.since AS since, z.hold AS hold, z.amount AS amount,
              z.judged AS judged, z.covered AS covered, h.kind AS hold_kind
            FROM hazard z LEFT JOIN hold h ON h.id = z.hold
            WHERE z.object = ?
            """;

    private static final String ADD =
            "INSERT INTO hazard (object, kind, state, amount, judged, since) VALUES (?, ?, 'WAITING', ?, ?, ?)";

    private static final String AGAIN = """
            UPDATE hazard SET state = 'WAITING', hold = NULL, amount = ?, judged = max(judged, ?), since = ?
            WHERE object = ? AND kind = ?
            """;

    private static final String UPDATE =
            "UPDATE hazard SET amount = ?, judged = max(judged, ?) WHERE object = ? AND kind = ?";

    private static final String DELETE = "DELETE FROM hazard WHERE object = ? AND kind = ?";

    private static final String SETTLED = "DELETE FROM hazard WHERE object = ?";

    private static final String JOIN =
            "UPDATE hazard SET state = 'HELD', hold = ? WHERE object = ? AND state = 'WAITING'";

    private static final String JOIN_ALL = """
            UPDATE hazard SET state = 'HELD', hold = ?
            WHERE state = 'WAITING' AND object IN (SELECT object FROM hazard WHERE kind = ? AND state = 'WAITING')
            """;

    private static final String AMOUNT = "SELECT coalesce(max(amount), 0) FROM hazard WHERE object = ? AND hold = ?";

    private static final String PASS =
            "UPDATE hazard SET state = 'PASSED', covered = judged WHERE object = ? AND kind = ?";

    private static final String LOG_PASSED = """
            INSERT INTO passed (kind, passed_at, object, amount)
            SELECT kind, ?, object, amount FROM hazard WHERE object = ? AND kind = ?
            ON CONFLICT (kind, passed_at, object) DO UPDATE SET amount = passed.amount + excluded.amount
            """;

    private static final String WAITING =
            "SELECT coalesce(sum(amount), 0) FROM hazard WHERE kind = ? AND state = 'WAITING'";

    private static final String NEWEST =
            "SELECT coalesce(max(since), 0) AS newest FROM hazard WHERE kind = ? AND state = 'WAITING' AND since <= ?";

    private static final String UNDECIDED = """
            SELECT coalesce(sum(z.amount), 0) FROM hazard z JOIN hold h ON h.id = z.hold
            WHERE z.kind = ? AND z.state = 'HELD' AND h.state = 'OPEN'
            """;

    private static final String PASSED = "SELECT coalesce(sum(amount), 0) FROM passed WHERE kind = ? AND passed_at > ?";

    private static final String OBJECTS = """
            SELECT count(*) FROM (
              SELECT object FROM hazard WHERE kind = ? AND state IN ('WAITING', 'HELD')
              UNION SELECT object FROM passed WHERE kind = ? AND passed_at > ?)
            """;

    private static final String FORGET_PASSED = "DELETE FROM passed WHERE kind = ? AND passed_at <= ?";

    private final Session session;
    private final Holds holds;

    Hazards(Session session) {
        this.session = session;
        this.holds = new Holds(session);
    }

    /** What an entry stands for. */
    enum State {
        /** Seen; whether it is part of a burst is not yet known. */
        WAITING,
        /** It may be shipped, and counts. */
        PASSED,
        /** It belongs to a hold that is open, or was rejected. */
        HELD,
        /** It may be shipped, and does not count. */
        APPROVED
    }

    /**
     * An entry.
     *
     * @param hold its hold; 0 if it has none
     * @param holdKind the kind of that; its own if it has none
     * @param amount how much of the limit it takes up
     * @param judged the newest version of what was judged; 0 where there is none
     * @param covered the newest version of what may pass; 0 if that is nothing, or all
     */
    record Entry(State state, Instant since, long hold, HazardKind holdKind, long amount, long judged, long covered) {

        boolean passed() {
            return state == State.PASSED || state == State.APPROVED;
        }

        /** Whether more is to be judged, or other things, than before. */
        boolean grows(long more, long newest) {
            return more > amount || newest > (passed() ? covered : judged);
        }
    }

    Map<HazardKind, Entry> of(ObjectGuid object) throws SQLException {
        Map<HazardKind, Entry> entries = new EnumMap<>(HazardKind.class);
        session.list(
                        OF,
                        row -> Map.entry(
                                HazardKind.valueOf(row.text("kind")),
                                new Entry(
                                        State.valueOf(row.text("state")),
                                        row.instant("since"),
                                        row.number("hold"),
                                        HazardKind.valueOf(row.textOr("hold_kind", row.text("kind"))),
                                        row.number("amount"),
                                        row.number("judged"),
                                        row.number("covered"))),
                        object)
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    /** One more is known of, or knows more: what passed, and has grown, waits once more. */
    void put(Hazard hazard, HazardKind kind, long amount, @Nullable Entry known, Instant now) throws SQLException {
        ObjectGuid object = hazard.objectGuid();
        if (known == null) {
            session.run(ADD, object, kind, amount, hazard.newest(), now);
            return;
        }
        boolean grows = known.grows(amount, hazard.newest());
        if (grows && known.passed()) {
            session.run(AGAIN, amount, hazard.newest(), now, object, kind);
            return;
        }
        session.run(UPDATE, amount, hazard.newest(), object, kind);
        if (grows && known.state() == State.HELD) {
            holds.grew(known.hold(), Math.max(1, amount - known.amount()));
        }
    }

    /** The object has changed its mind about one kind. */
    void remove(ObjectGuid object, HazardKind kind, Instant now) throws SQLException {
        if (session.run(DELETE, object, kind) > 0) {
            holds.lapse(now);
        }
    }

    /** The object's row is at its end. */
    void settled(ObjectGuid object, Instant now) throws SQLException {
        if (session.run(SETTLED, object) > 0) {
            holds.lapse(now);
        }
    }

    /** All that waits of an object joins the hold, whatever kind it is of: a person decides on the object's change as a whole. */
    void join(ObjectGuid object, long hold) throws SQLException {
        long before = session.number(AMOUNT, object, hold);
        if (session.run(JOIN, hold, object) > 0) {
            holds.grew(hold, Math.max(1, session.number(AMOUNT, object, hold) - before));
        }
    }

    /** Every object that waits with this kind joins the hold, which is new. */
    void joinAll(HazardKind kind, long hold) throws SQLException {
        session.run(JOIN_ALL, hold, kind);
        holds.filled(hold);
    }

    void pass(ObjectGuid object, HazardKind kind, Instant now) throws SQLException {
        session.run(PASS, object, kind);
        session.run(LOG_PASSED, now, object, kind);
    }

    /**
     * How much waits, for the end of the grace or for a person, and how much passed since. Those in an open hold of another kind
     * count too: else what passes would depend on which of a burst is weighed first.
     */
    long count(HazardKind kind, Instant since) throws SQLException {
        return session.number(WAITING, kind) + session.number(UNDECIDED, kind) + session.number(PASSED, kind, since);
    }

    /** How many objects that is of: the same one may have been through it more than once. */
    long objects(HazardKind kind, Instant since) throws SQLException {
        return session.number(OBJECTS, kind, kind, since);
    }

    /** When the newest of a kind that waits was seen, by the clock as it is now; at least what is known anyway. */
    Instant newest(HazardKind kind, Instant known, Instant now) throws SQLException {
        Instant newest = session.first(NEWEST, row -> row.instant("newest"), kind, now);
        return newest == null || newest.isBefore(known) ? known : newest;
    }

    void forgetPassed(HazardKind kind, Instant until) throws SQLException {
        session.run(FORGET_PASSED, kind, until);
    }
}
