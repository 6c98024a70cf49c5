package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.List;

/** The containers whose subtree is still to be evaluated again. */
final class Rechecks {

    private static final String OF_CONTEXT = """
            SELECT container, version FROM recheck
            WHERE naming_context = (SELECT id FROM naming_context WHERE guid = ?) ORDER BY container
            """;

    private static final String ADD = """
            INSERT INTO recheck (naming_context, container, version) VALUES (?, ?, 1)
            ON CONFLICT (naming_context, container) DO UPDATE SET version = recheck.version + 1
            """;

    private static final String DONE = "DELETE FROM recheck WHERE naming_context = ? AND container = ? AND version = ?";

    private final Session session;

    Rechecks(Session session) {
        this.session = session;
    }

    List<Recheck> of(ObjectGuid namingContext) throws SQLException {
        return session.list(
                OF_CONTEXT, row -> new Recheck(row.guid("container"), row.number("version")), namingContext);
    }

    /** What a page asks for and what it says is done; a container in both is still to be done. */
    void change(long namingContext, List<ObjectGuid> added, List<Recheck> done) throws SQLException {
        for (Recheck recheck : done) {
            session.run(DONE, namingContext, recheck.container(), recheck.version());
        }
        for (ObjectGuid container : added) {
            session.run(ADD, namingContext, container);
        }
    }
}
