package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The objects as we last saw them. */
final class Shadows {

    private static final String FIND = """
            SELECT o.id AS id, o.presence AS presence, l.provider_id AS provider_id
            FROM object o LEFT JOIN link l ON l.object = o.id
            WHERE o.guid = ?
            """;

    private static final String ADD = """
            INSERT INTO object (id, guid, container, rdn, usn, invocation, presence, epoch)
            VALUES (?, ?, ?, ?, ?, ?, 'PRESENT', ?)
            """;

    private static final String ADD_IMAGE = "INSERT INTO image (object, attributes) VALUES (?, ?)";

    private static final String CHANGE = """
            UPDATE object SET container = ?, rdn = ?, usn = ?, invocation = ?, presence = 'PRESENT', epoch = ?
            WHERE id = ?
            """;

    private static final String CHANGE_IMAGE = "UPDATE image SET attributes = ? WHERE object = ?";

    private static final String GONE = "UPDATE object SET presence = ? WHERE id = ?";

    private static final String MARK_SEEN = "UPDATE object SET epoch = ? WHERE guid = ?";

    private static final String INVOCATION = "SELECT id FROM invocation WHERE invocation_id = ?";

    private static final String ADD_INVOCATION = "INSERT INTO invocation (invocation_id) VALUES (?)";

    /** What {@link #read} needs, of an object {@code o}. */
    static final String COLUMNS = """
            o.guid AS guid, o.rdn AS rdn, o.usn AS usn, o.presence AS presence, o.container AS container,
            c.guid AS parent, i.attributes AS attributes
            """;

    /** Where {@link #COLUMNS} come from besides {@code object o}. */
    static final String JOINS = "JOIN container c ON c.id = o.container JOIN image i ON i.object = o.id";

    private static final String GET = "SELECT " + COLUMNS + " FROM object o " + JOINS + " WHERE o.guid = ?";

    private final Session session;

    Shadows(Session session) {
        this.session = session;
    }

    /**
     * An object we know.
     *
     * @param id its row
     * @param providerId its account; null if it has none
     */
    record Known(long id, Presence presence, @Nullable String providerId) {

        boolean present() {
            return presence == Presence.PRESENT;
        }

        boolean linked() {
            return providerId != null;
        }
    }

    /** Where images of a page come from. */
    record Source(long invocation, long epoch) {}

    @Nullable Known find(ObjectGuid guid) throws SQLException {
        return session.first(
                FIND,
                row -> new Known(
                        row.number("id"), Presence.valueOf(row.text("presence")), row.textOrNull("provider_id")),
                guid);
    }

    void add(long id, Image image, long container, Source source) throws SQLException {
        session.run(
                ADD, id, image.objectGuid(), container, image.rdn(), image.usn(), source.invocation(), source.epoch());
        session.run(ADD_IMAGE, id, Json.ofLists(image.attributes()));
    }

    void change(long id, Image image, long container, Source source) throws SQLException {
        session.run(CHANGE, container, image.rdn(), image.usn(), source.invocation(), source.epoch(), id);
        session.run(CHANGE_IMAGE, Json.ofLists(image.attributes()), id);
    }

    /** Marks an object as no longer in the selected root; its image stays as last seen. */
    void gone(long id, Presence presence) throws SQLException {
        session.run(GONE, presence, id);
    }

    void markSeen(ObjectGuid guid, long epoch) throws SQLException {
        session.run(MARK_SEEN, epoch, guid);
    }

    /** Deletes all we know of an object that has no outbox row. */
    void forget(long id) throws SQLException {
        session.run("DELETE FROM reference WHERE source = ?", id);
        session.run("DELETE FROM link WHERE object = ?", id);
        session.run("DELETE FROM image WHERE object = ?", id);
        session.run("DELETE FROM object WHERE id = ?", id);
    }

    /** The row of a domain controller's database. */
    long invocation(UUID invocationId) throws SQLException {
        String text = invocationId.toString();
        Long id = session.first(INVOCATION, row -> row.number("id"), text);
        if (id == null) {
            session.run(ADD_INVOCATION, text);
            return session.number(INVOCATION, text);
        }
        return id;
    }

    Map<ObjectGuid, Shadow> among(Collection<ObjectGuid> guids) throws SQLException {
        Paths paths = new Paths(session);
        Map<ObjectGuid, Shadow> found = new HashMap<>();
        for (ObjectGuid guid : guids) {
            Shadow shadow = session.first(GET, row -> read(row, paths), guid);
            if (shadow != null) {
                found.put(guid, shadow);
            }
        }
        return found;
    }

    /** Reads a shadow from {@link #COLUMNS}. */
    static Shadow read(Row row, Paths paths) throws SQLException {
        String rdn = row.text("rdn");
        Image image = new Image(
                row.guid("guid"),
                row.guid("parent"),
                rdn,
                paths.dn(rdn, row.number("container")),
                row.number("usn"),
                Json.lists(row.text("attributes")));
        return new Shadow(image, Presence.valueOf(row.text("presence")));
    }
}
