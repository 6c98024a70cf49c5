package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The selected roots that are deleted, and who went with them. */
final class DeletedRoots {

    private static final String ALL = "SELECT guid FROM deleted_root";

    private static final String ADD =
            "INSERT INTO deleted_root (guid, dn, approved) VALUES (?, ?, FALSE) ON CONFLICT (guid) DO NOTHING";

    private static final String REMOVE = "DELETE FROM deleted_root WHERE guid = ?";

    private static final String ANY = "SELECT count(*) FROM deleted_root WHERE approved = FALSE";

    /** Of the containers above an object, up to its root. */
    private static final String TOOK = """
            WITH RECURSIVE above (id) AS (
              SELECT o.container FROM object o WHERE o.guid = ?
              UNION SELECT c.parent FROM above a JOIN container c ON c.id = a.id WHERE c.parent IS NOT NULL)
            SELECT d.guid AS guid, d.dn AS dn
            FROM deleted_root d JOIN container c ON c.guid = d.guid JOIN above a ON a.id = c.id
            WHERE d.approved = FALSE ORDER BY length(d.dn) DESC LIMIT 1
            """;

    /** A group is known by its name, and of a root that only has groups nothing else is left. */
    private static final String TOOK_GROUP = """
            SELECT d.guid AS guid, d.dn AS dn FROM deleted_root d JOIN shipped_group s ON s.guid = ?
            WHERE d.approved = FALSE AND d.dn <> '' AND lower(substr(s.dn, -length(d.dn) - 1)) = ',' || lower(d.dn)
            ORDER BY length(d.dn) DESC LIMIT 1
            """;

    private static final String APPROVE =
            "UPDATE deleted_root SET approved = TRUE WHERE guid = (SELECT root FROM hold WHERE id = ?)";

    private final Session session;

    DeletedRoots(Session session) {
        this.session = session;
    }

    /** One of them. */
    record Root(ObjectGuid guid, String dn) {

        private static Root read(Row row) throws SQLException {
            return new Root(row.guid("guid"), row.text("dn"));
        }
    }

    Set<ObjectGuid> all() throws SQLException {
        return Set.copyOf(session.list(ALL, row -> row.guid("guid")));
    }

    /** One that is known to be deleted stays approved if it was. */
    void add(ObjectGuid root, String dn) throws SQLException {
        session.run(ADD, root, dn);
    }

    /** It is there again. */
    void remove(ObjectGuid root) throws SQLException {
        session.run(REMOVE, root);
    }

    /** The one that a user or a shipped group was last seen in, if nobody has approved it; else null. */
    @Nullable Root of(ObjectGuid object) throws SQLException {
        if (session.number(ANY) == 0) {
            return null;
        }
        Root root = session.first(TOOK, Root::read, object);
        return root == null ? session.first(TOOK_GROUP, Root::read, object) : root;
    }

    /** A person lets go who went with the root of a hold: whoever follows goes by the usual limits. */
    void approve(long hold) throws SQLException {
        session.run(APPROVE, hold);
    }
}
