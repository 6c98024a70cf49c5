package adsync.journal;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The accounts we know at the provider. */
final class Links {

    private static final String PUT = """
            INSERT INTO link (object, provider_id, acknowledged) VALUES (?, ?, ?)
            ON CONFLICT (object) DO UPDATE
            SET provider_id = excluded.provider_id, acknowledged = excluded.acknowledged
            """;

    private static final String DELETE = "DELETE FROM link WHERE object = ?";

    private final Session session;

    Links(Session session) {
        this.session = session;
    }

    void put(long object, Link link) throws SQLException {
        String acknowledged = new JsonObject(new LinkedHashMap<>(new TreeMap<>(link.acknowledged()))).encode();
        session.run(PUT, object, link.providerId(), acknowledged);
    }

    void delete(long object) throws SQLException {
        session.run(DELETE, object);
    }

    /** Reads the columns {@code provider_id} and {@code acknowledged}, which are empty if there is no account. */
    static Optional<Link> read(Row row) throws SQLException {
        String providerId = row.textOrNull("provider_id");
        return providerId == null
                ? Optional.empty()
                : Optional.of(new Link(providerId, decode(row.text("acknowledged"))));
    }

    private static Map<String, String> decode(String json) {
        JsonObject object = new JsonObject(json);
        return object.fieldNames().stream().collect(Collectors.toMap(path -> path, object::getString));
    }
}
