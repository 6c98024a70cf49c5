package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The objects as we last saw them. */
final class Shadows {

    private static final String PRIMARY_GROUP = "primaryGroupID";

    private static final String FIND = """
            SELECT o.id AS id, o.presence AS presence, o.usn AS usn, o.naming_context AS naming_context,
              l.provider_id AS provider_id
            FROM object o LEFT JOIN link l ON l.object = o.id
            WHERE o.guid = ?
            """;

    private static final String ADD = """
            INSERT INTO object (id, guid, container, rdn, usn, invocation, presence, epoch, naming_context, primary_group)
            VALUES (?, ?, ?, ?, ?, ?, 'PRESENT', ?, ?, ?)
            """;

    private static final String ADD_IMAGE = "INSERT INTO image (object, attributes) VALUES (?, ?)";

    private static final String CHANGE = """
            UPDATE object SET container = ?, rdn = ?, usn = ?, invocation = ?, presence = 'PRESENT', epoch = ?,
              naming_context = ?, primary_group = ?, gone_at = NULL
            WHERE id = ?
            """;

    private static final String CHANGE_IMAGE = "UPDATE image SET attributes = ? WHERE object = ?";

    private static final String FORGET = """
            UPDATE image SET attributes = (
              SELECT json_group_object(a.key, json(a.value)) FROM json_each(image.attributes) a
              WHERE lower(a.key) NOT IN (SELECT value FROM json_each(?1)))
            WHERE object IN (SELECT id FROM object WHERE naming_context = ?2)
              AND EXISTS (
                SELECT 1 FROM json_each(image.attributes) a WHERE lower(a.key) IN (SELECT value FROM json_each(?1)))
            """;

    private static final String GONE = "UPDATE object SET presence = ?, gone_at = coalesce(gone_at, ?) WHERE id = ?";

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
     * @param usn its uSNChanged, as last read
     * @param namingContext that it was last seen in
     * @param providerId its account; null if it has none
     */
    record Known(
            long id,
            Presence presence,
            long usn,
            long namingContext,
            @Nullable String providerId) {

        boolean present() {
            return presence == Presence.PRESENT;
        }

        boolean linked() {
            return providerId != null;
        }
    }

    /**
     * Where images of a page come from.
     *
     * @param enumerating whether all are read, of which this page brings some
     */
    record Source(long invocation, long epoch, long namingContext, boolean enumerating) {}

    @Nullable Known find(ObjectGuid guid) throws SQLException {
        return session.first(
                FIND,
                row -> new Known(
                        row.number("id"),
                        Presence.valueOf(row.text("presence")),
                        row.number("usn"),
                        row.number("naming_context"),
                        row.textOrNull("provider_id")),
                guid);
    }

    void add(long id, Image image, long container, Source source) throws SQLException {
        session.run(
                ADD,
                id,
                image.objectGuid(),
                container,
                image.rdn(),
                image.usn(),
                source.invocation(),
                source.epoch(),
                source.namingContext(),
                primaryGroup(image));
        session.tally().objects(1);
        session.run(ADD_IMAGE, id, Json.ofLists(image.attributes()));
    }

    void change(Known known, Image image, long container, Source source) throws SQLException {
        session.run(
                CHANGE,
                container,
                image.rdn(),
                image.usn(),
                source.invocation(),
                source.epoch(),
                source.namingContext(),
                primaryGroup(image),
                known.id());
        changeAttributes(known.id(), image);
        session.tally().objects(known.present() ? 0 : 1);
    }

    void changeAttributes(long id, Image image) throws SQLException {
        session.run(CHANGE_IMAGE, Json.ofLists(image.attributes()), id);
    }

    /** Takes attributes out of all images of a naming context. */
    void forget(Set<String> attributes, long namingContext) throws SQLException {
        session.run(FORGET, new JsonArray(List.copyOf(attributes)).encode(), namingContext);
    }

    /** The rid of its primary group; null if the image has none that is a number. */
    static @Nullable Long primaryGroup(Image image) {
        List<String> values = image.values(PRIMARY_GROUP);
        if (values.isEmpty() || !values.getFirst().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Long.valueOf(values.getFirst());
    }

    /** Marks an object as no longer in the selected root; its image stays as last seen. */
    void gone(Known known, Presence presence, Instant since) throws SQLException {
        session.run(GONE, presence, since, known.id());
        session.tally().objects(known.present() ? -1 : 0);
    }

    void markSeen(ObjectGuid guid, long epoch) throws SQLException {
        session.run(MARK_SEEN, epoch, guid);
    }

    /** Deletes all we know of an object that has no outbox row. */
    void forget(Known known) throws SQLException {
        session.run("DELETE FROM reference WHERE source = ?", known.id());
        session.run("DELETE FROM timer WHERE object = ?", known.id());
        session.run("DELETE FROM regroup WHERE object = ?", known.id());
        session.run("DELETE FROM answer WHERE object = ?", known.id());
        new Links(session).delete(known.id());
        session.run("DELETE FROM image WHERE object = ?", known.id());
        session.run("DELETE FROM object WHERE id = ?", known.id());
        session.tally().objects(known.present() ? -1 : 0);
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
