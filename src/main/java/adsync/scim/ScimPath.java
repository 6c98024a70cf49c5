package adsync.scim;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path of {@link ScimResource}, taken apart (RFC 7644 3.10). The URN of the core schema is dropped: not every
 * provider takes a core attribute by its full name.
 *
 * @param extension URN of the extension it belongs to; null for the core schema
 * @param attribute the attribute
 * @param subAttribute the part of it that is meant; null for all of it
 */
record ScimPath(
        @Nullable String extension,
        String attribute,
        @Nullable String subAttribute) {

    static final String CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    /** Takes a path apart. */
    static ScimPath parse(String path) {
        int colon = path.regionMatches(true, 0, "urn:", 0, 4) ? path.lastIndexOf(':') : -1;
        String urn = path.substring(0, Math.max(colon, 0));
        String local = path.substring(colon + 1);
        int dot = local.indexOf('.');
        return new ScimPath(
                urn.isEmpty() || CORE_USER.equalsIgnoreCase(urn) ? null : urn,
                dot < 0 ? local : local.substring(0, dot),
                dot < 0 ? null : local.substring(dot + 1));
    }

    /** What a user holds there; null if nothing. */
    @Nullable Object read(JsonObject user) {
        String urn = extension;
        Object value = Body.value(urn == null ? user : Body.object(user, urn), attribute);
        String part = subAttribute;
        return part != null && value instanceof JsonObject whole ? Body.value(whole, part) : value;
    }

    /** As it is sent. */
    @Override
    public String toString() {
        String local = subAttribute == null ? attribute : attribute + '.' + subAttribute;
        return extension == null ? local : Objects.requireNonNull(extension) + ':' + local;
    }
}
