package adsync.journal;

import adsync.journal.Hold.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The holds: changes that wait for a person. */
final class Holds {

    private static final String COLUMNS = """
            SELECT h.id AS id, h.kind AS kind, h.opened_at AS opened_at, h.most AS most, h.state AS state,
              h.closed_at AS closed_at, h.joined AS joined, h.root_dn AS root_dn,
              CASE WHEN h.state = 'OPEN'
                THEN (SELECT coalesce(sum(one.amount), 0) FROM
                  (SELECT max(z.amount) AS amount FROM hazard z WHERE z.hold = h.id GROUP BY z.object) one)
                ELSE h.objects END AS objects
            FROM hold h
            """;

    private static final String ALL = COLUMNS + " ORDER BY CASE WHEN h.state = 'OPEN' THEN 0 ELSE 1 END, h.id DESC";

    private static final String GET = COLUMNS + " WHERE h.id = ?";

    private static final String LAST = COLUMNS + " WHERE h.kind = ? ORDER BY h.id DESC LIMIT 1";

    private static final String OPEN_OF = "SELECT id FROM hold WHERE kind = ? AND state = 'OPEN'";

    private static final String OPEN =
            "INSERT INTO hold (kind, opened_at, objects, most, state) VALUES (?, ?, 0, ?, 'OPEN')";

    private static final String OPEN_OF_ROOT = "SELECT id FROM hold WHERE root = ? AND state = 'OPEN'";

    private static final String OPEN_FOR_ROOT = """
            INSERT INTO hold (kind, opened_at, objects, most, state, root, root_dn) VALUES (?, ?, 0, 0, 'OPEN', ?, ?)
            """;

    private static final String GREW = "UPDATE hold SET joined = joined + ? WHERE id = ? AND state = 'OPEN'";

    private static final String FILLED = """
            UPDATE hold SET joined = (SELECT coalesce(sum(one.amount), 0) FROM
              (SELECT max(z.amount) AS amount FROM hazard z WHERE z.hold = hold.id GROUP BY z.object) one)
            WHERE id = ?
            """;

    private static final String UNGROWN = "SELECT count(*) FROM hold WHERE id = ? AND joined = ?";

    private static final String CLOSE = """
            UPDATE hold SET state = ?, closed_at = ?,
              objects = (SELECT coalesce(sum(one.amount), 0) FROM
                (SELECT max(z.amount) AS amount FROM hazard z WHERE z.hold = hold.id GROUP BY z.object) one)
            WHERE id = ? AND state = 'OPEN'
            """;

    /** What a no to the first load keeps from being claimed is all still there; of other kinds it is parked, row by row. */
    private static final String RECONSIDER = """
            UPDATE hold SET state = 'APPROVED', closed_at = ?
            WHERE id = ? AND state = 'REJECTED' AND id = (SELECT max(id) FROM hold WHERE kind = 'FIRST_LOAD')
            """;

    private static final String LAPSE = """
            UPDATE hold SET state = 'LAPSED', closed_at = ?
            WHERE state = 'OPEN' AND kind <> 'FIRST_LOAD'
              AND NOT EXISTS (SELECT 1 FROM hazard z WHERE z.hold = hold.id)
            """;

    private static final String BARRED = """
            SELECT count(*) FROM hold
            WHERE id = (SELECT max(id) FROM hold WHERE kind = 'FIRST_LOAD') AND state <> 'APPROVED'
            """;

    private final Session session;

    Holds(Session session) {
        this.session = session;
    }

    List<Hold> all() throws SQLException {
        return session.list(ALL, Holds::read);
    }

    @Nullable Hold get(long id) throws SQLException {
        return session.first(GET, Holds::read, id);
    }

    @Nullable Hold last(HazardKind kind) throws SQLException {
        return session.first(LAST, Holds::read, kind);
    }

    /** The open hold of a kind; null if there is none. */
    @Nullable Long openOf(HazardKind kind) throws SQLException {
        return session.first(OPEN_OF, row -> row.number("id"), kind);
    }

    /** Opens a hold; there must be no open one of its kind. */
    long open(HazardKind kind, long most, Instant now) throws SQLException {
        session.run(OPEN, kind, now, most);
        return session.number(OPEN_OF, kind);
    }

    /** The open hold of a root; opens one if there is none. */
    long openOf(DeletedRoots.Root root, Instant now) throws SQLException {
        Long open = session.first(OPEN_OF_ROOT, row -> row.number("id"), root.guid());
        if (open != null) {
            return open;
        }
        session.run(OPEN_FOR_ROOT, HazardKind.ROOT_DELETED, now, root.guid(), root.dn());
        return session.number(OPEN_OF_ROOT, root.guid());
    }

    /** More has joined an open hold. */
    void grew(long id, long amount) throws SQLException {
        session.run(GREW, amount, id);
    }

    /** All that is in a new hold has joined it. */
    void filled(long id) throws SQLException {
        session.run(FILLED, id);
    }

    /** Whether nothing has joined a hold since it was like that. */
    boolean ungrown(Hold seen) throws SQLException {
        return session.number(UNGROWN, seen.id(), seen.joined()) > 0;
    }

    /** Closes a hold with what was decided; false if it is not open. */
    boolean close(long id, State decision, Instant now) throws SQLException {
        return session.run(CLOSE, decision, now, id) > 0;
    }

    /** Approves the last first load although it was rejected; false if it is none. */
    boolean reconsider(long id, Instant now) throws SQLException {
        return session.run(RECONSIDER, now, id) > 0;
    }

    /** Closes the holds that have no objects any more. */
    void lapse(Instant now) throws SQLException {
        session.run(LAPSE, now);
    }

    /** Whether the first load waits for an approval. */
    boolean barred() throws SQLException {
        return session.number(BARRED) > 0;
    }

    private static Hold read(Row row) throws SQLException {
        return new Hold(
                row.number("id"),
                HazardKind.valueOf(row.text("kind")),
                row.instant("opened_at"),
                row.number("objects"),
                row.number("joined"),
                row.number("most"),
                Optional.ofNullable(row.textOrNull("root_dn")),
                State.valueOf(row.text("state")),
                Optional.ofNullable(row.instantOrNull("closed_at")));
    }
}
