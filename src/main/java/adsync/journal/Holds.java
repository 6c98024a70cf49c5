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
              h.closed_at AS closed_at,
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
                row.number("most"),
                State.valueOf(row.text("state")),
                Optional.ofNullable(row.instantOrNull("closed_at")));
    }
}
