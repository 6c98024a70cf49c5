package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the schemas that a provider lists (RFC 7643 7). */
final class SchemaList {

    private SchemaList() {}

    /** Their URNs; empty if the list is cut, or has no users, so that nothing can be said about what is not in it. */
    static Set<String> read(JsonObject list) {
        JsonArray resources = Objects.requireNonNullElseGet(Body.array(list, "Resources"), JsonArray::new);
        Set<String> urns = resources.stream()
                .filter(JsonObject.class::isInstance)
                .map(schema -> Body.text((JsonObject) schema, "id"))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        boolean whole = Body.number(list, "totalResults", resources.size()) <= resources.size();
        return whole && urns.stream().anyMatch(ScimPath.CORE_USER::equalsIgnoreCase) ? urns : Set.of();
    }
}
