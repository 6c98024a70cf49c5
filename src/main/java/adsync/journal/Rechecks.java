package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.List;

/** The containers whose subtree is still to be evaluated again. */
final class Rechecks {

    private static final String ALL = "SELECT container FROM recheck ORDER BY container";
    private static final String ADD = "INSERT INTO recheck (container) VALUES (?) ON CONFLICT (container) DO NOTHING";
    private static final String DONE = "DELETE FROM recheck WHERE container = ?";

    private final Session session;

    Rechecks(Session session) {
        this.session = session;
    }

    List<ObjectGuid> all() throws SQLException {
        return session.list(ALL, row -> row.guid("container"));
    }

    /** What a page asks for and what it says is done; a container in both is still to be done. */
    void change(List<ObjectGuid> added, List<ObjectGuid> done) throws SQLException {
        for (ObjectGuid container : done) {
            session.run(DONE, container);
        }
        for (ObjectGuid container : added) {
            session.run(ADD, container);
        }
    }
}
