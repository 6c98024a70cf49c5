package adsync.journal;

import adsync.change.Container;
import adsync.change.ObjectGuid;
import adsync.journal.JournalException.Reason;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The containers of the selected root, and such as were in it until nobody was looking. A removed one stays as long as an object
 * was last seen in it. The containers above a present object are never removed.
 */
final class Containers {

    private static final String ID = "SELECT id FROM container WHERE guid = ?";

    private static final String ADD =
            "INSERT INTO container (id, guid, parent, rdn, removed) VALUES (?, ?, ?, ?, FALSE)";

    private static final String CHANGE = "UPDATE container SET parent = ?, rdn = ?, removed = FALSE WHERE id = ?";

    private static final String GET = """
            SELECT c.guid AS guid, coalesce(p.guid, c.guid) AS parent, c.rdn AS rdn
            FROM container c LEFT JOIN container p ON p.id = c.parent
            WHERE c.guid = ? AND c.removed = FALSE
            """;

    private static final String REMOVE = """
            WITH RECURSIVE subtree (id) AS (
              SELECT id FROM container WHERE guid = ?
              UNION SELECT c.id FROM container c JOIN subtree s ON c.parent = s.id)
            UPDATE container SET removed = TRUE
            WHERE id IN (SELECT id FROM subtree)
              AND NOT EXISTS (
                SELECT 1 FROM object o WHERE o.container IN (SELECT id FROM subtree) AND o.presence = 'PRESENT')
            """;

    private static final String PRUNE = """
            DELETE FROM container
            WHERE removed = TRUE
              AND NOT EXISTS (SELECT 1 FROM object o WHERE o.container = container.id)
              AND NOT EXISTS (SELECT 1 FROM container c WHERE c.parent = container.id)
            """;

    private final Session session;

    Containers(Session session) {
        this.session = session;
    }

    void put(Container container, Sequences sequences) throws SQLException {
        Long parent = container.parent().equals(container.objectGuid()) ? null : Long.valueOf(id(container.parent()));
        Long known = session.first(ID, row -> row.number("id"), container.objectGuid());
        if (known == null) {
            session.run(ADD, sequences.nextContainer(), container.objectGuid(), parent, container.rdn());
        } else {
            session.run(CHANGE, parent, container.rdn(), known);
        }
    }

    /** The row of a container that must be known. */
    long id(ObjectGuid guid) throws SQLException {
        Long id = session.first(ID, row -> row.number("id"), guid);
        if (id == null) {
            throw new JournalException(Reason.FAILED, "The container " + guid + " must be known first.");
        }
        return id;
    }

    Optional<Container> get(ObjectGuid guid) throws SQLException {
        return Optional.ofNullable(
                session.first(GET, row -> new Container(row.guid("guid"), row.guid("parent"), row.text("rdn")), guid));
    }

    Map<ObjectGuid, Container> among(Collection<ObjectGuid> guids) throws SQLException {
        Map<ObjectGuid, Container> found = new HashMap<>();
        for (ObjectGuid guid : guids) {
            get(guid).ifPresent(container -> found.put(guid, container));
        }
        return found;
    }

    /** Removes a container and all below it; none of them if somebody has come to live there meanwhile. */
    void remove(ObjectGuid guid) throws SQLException {
        session.run(REMOVE, guid);
    }

    /** Deletes the removed containers that nothing lies in any more, from below. */
    void prune() throws SQLException {
        int deleted;
        do {
            deleted = session.run(PRUNE);
        } while (deleted > 0);
    }
}
