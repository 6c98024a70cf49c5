package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a user as the body of a POST (RFC 7643 3): strictly, since what is optional is read in many ways. */
final class UserEncoder {

    private UserEncoder() {}

    /** {@code schemas} lists exactly the URNs that are used. */
    static JsonObject encode(ScimResource resource) {
        JsonObject core = new JsonObject();
        SortedMap<String, JsonObject> extensions = new TreeMap<>();
        resource.values().forEach((path, value) -> {
            ScimPath place = ScimPath.parse(path);
            String urn = place.extension();
            put(urn == null ? core : extensions.computeIfAbsent(urn, none -> new JsonObject()), place, value);
        });
        JsonArray schemas = new JsonArray().add(ScimPath.CORE_USER);
        extensions.keySet().forEach(schemas::add);
        JsonObject user = new JsonObject().put("schemas", schemas);
        core.forEach(member -> user.put(member.getKey(), member.getValue()));
        extensions.forEach(user::put);
        return user;
    }

    private static void put(JsonObject parent, ScimPath place, Object value) {
        String part = place.subAttribute();
        if (part == null) {
            merge(parent, place.attribute(), value);
            return;
        }
        if (!(parent.getValue(place.attribute()) instanceof JsonObject)) {
            parent.put(place.attribute(), new JsonObject());
        }
        parent.getJsonObject(place.attribute()).put(part, value);
    }

    /** A complex attribute may be given whole and in parts. */
    private static void merge(JsonObject parent, String attribute, Object value) {
        if (value instanceof Map<?, ?> whole && parent.getValue(attribute) instanceof JsonObject parts) {
            whole.forEach((name, part) -> parts.put(String.valueOf(name), part));
        } else if (value instanceof Map<?, ?> whole) {
            JsonObject parts = new JsonObject();
            whole.forEach((name, part) -> parts.put(String.valueOf(name), part));
            parent.put(attribute, parts);
        } else {
            parent.put(attribute, value);
        }
    }
}
