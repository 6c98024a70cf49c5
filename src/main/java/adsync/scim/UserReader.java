package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a user of the provider's (RFC 7643 4.1) into values by the paths that {@link ScimResource} uses. */
final class UserReader {

    /** The provider's own; we never send them. */
    private static final Set<String> READ_ONLY = Set.of("schemas", "id", "meta", "groups");

    private UserReader() {}

    /** The user; empty if the object is none, having no id or no userName. */
    static Optional<FoundUser> read(JsonObject user) {
        String id = Body.text(user, "id");
        String userName = Body.text(user, "userName");
        if (id == null || id.isBlank() || userName == null) {
            return Optional.empty();
        }
        SortedMap<String, Object> values = new TreeMap<>();
        user.forEach(member -> {
            if (!READ_ONLY.contains(member.getKey())) {
                add(values, member.getKey(), member.getValue());
            }
        });
        return Optional.of(new FoundUser(id, Optional.ofNullable(Body.text(user, "externalId")), userName, values));
    }

    /** The users of a list answer (RFC 7644 3.4.2). */
    static List<FoundUser> readList(JsonObject list) {
        return Objects.requireNonNullElseGet(Body.array(list, "Resources"), JsonArray::new).stream()
                .filter(JsonObject.class::isInstance)
                .map(resource -> read((JsonObject) resource))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A page of a list answer; whatever is no readable user only counts. */
    static UserPage readPage(JsonObject list) {
        JsonArray resources = Objects.requireNonNullElseGet(Body.array(list, "Resources"), JsonArray::new);
        return new UserPage(Body.number(list, "totalResults", -1), resources.size(), readList(list));
    }

    private static void add(Map<String, Object> values, String name, @Nullable Object value) {
        boolean extension = name.toLowerCase(Locale.ROOT).startsWith("urn:");
        if (value instanceof JsonObject parts && (extension || "name".equals(name))) {
            String separator = extension ? ":" : ".";
            parts.forEach(part -> {
                if (!ScimDigest.isEmpty(part.getValue())) {
                    values.put(name + separator + part.getKey(), part.getValue());
                }
            });
        } else if (value != null && !ScimDigest.isEmpty(value)) {
            values.put(name, value);
        }
    }
}
