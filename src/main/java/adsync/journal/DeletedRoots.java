package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.Set;

/** The selected roots that are deleted, and who went with them. */
final class DeletedRoots {

    private static final String ALL = "SELECT guid FROM deleted_root";

    private static final String ADD =
            "INSERT INTO deleted_root (guid, approved) VALUES (?, FALSE) ON CONFLICT (guid) DO NOTHING";

    private static final String REMOVE = "DELETE FROM deleted_root WHERE guid = ?";

    private static final String ANY = "SELECT count(*) FROM deleted_root WHERE approved = FALSE";

    /** The containers above objects, up to their roots. */
    private static final String ABOVE = """
            WITH RECURSIVE above (id) AS (
              SELECT o.container FROM object o WHERE o.guid IN (%s)
              UNION SELECT c.parent FROM above a JOIN container c ON c.id = a.id WHERE c.parent IS NOT NULL)
            """;

    private static final String TOOK = ABOVE.formatted("?") + """
            SELECT count(*) FROM deleted_root d JOIN container c ON c.guid = d.guid JOIN above a ON a.id = c.id
            WHERE d.approved = FALSE
            """;

    /** A group is known by its name, as a root is. */
    private static final String TOOK_GROUP = """
            SELECT count(*) FROM deleted_root d JOIN container c ON c.guid = d.guid JOIN shipped_group s ON s.guid = ?
            WHERE d.approved = FALSE AND lower(substr(s.dn, -length(c.rdn) - 1)) = ',' || lower(c.rdn)
            """;

    private static final String APPROVE =
            ABOVE.formatted("SELECT object FROM hazard WHERE hold = ? AND kind = ?") + """
            UPDATE deleted_root SET approved = TRUE
            WHERE guid IN (SELECT c.guid FROM container c JOIN above a ON a.id = c.id)
            """;

    private final Session session;

    DeletedRoots(Session session) {
        this.session = session;
    }

    Set<ObjectGuid> all() throws SQLException {
        return Set.copyOf(session.list(ALL, row -> row.guid("guid")));
    }

    /** One that is known to be deleted stays approved if it was. */
    void add(ObjectGuid root) throws SQLException {
        session.run(ADD, root);
    }

    /** It is there again. */
    void remove(ObjectGuid root) throws SQLException {
        session.run(REMOVE, root);
    }

    /** Whether a user or a shipped group was last seen in one that nobody has approved. */
    boolean took(ObjectGuid object) throws SQLException {
        return session.number(ANY) > 0 && (session.number(TOOK, object) > 0 || session.number(TOOK_GROUP, object) > 0);
    }

    /** A person lets go who went with the roots of a hold: what follows from that needs no further word. */
    void approve(long hold) throws SQLException {
        session.run(APPROVE, hold, HazardKind.ROOT_DELETED);
    }
}
