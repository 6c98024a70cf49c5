package adsync.scim;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A user as the provider should have it: values by SCIM path (RFC 7643, RFC 7644 3.10).
 *
 * <p>A path is a top-level attribute ({@code title}, {@code emails}), a sub-attribute of {@code name}
 * ({@code name.givenName}), or an attribute of an extension
 * ({@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department}). A value is a {@link String}, a
 * {@link Boolean}, a {@link Map} of sub-attributes, or a {@link List} of strings or maps; a multi-valued attribute is
 * always given whole. There are no nulls and no empty lists: what is absent has no value.
 *
 * @param values by path; {@code userName}, {@code externalId} and {@code active} are always there
 */
public record ScimResource(SortedMap<String, Object> values) {
    public ScimResource {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        if (!(values.get("active") instanceof Boolean)) {
            throw new IllegalArgumentException("a SCIM user needs an explicit active, true or false");
        }
        for (String required : List.of("userName", "externalId")) {
            if (!(values.get(required) instanceof String text) || text.isBlank()) {
                throw new IllegalArgumentException("a SCIM user needs a " + required);
            }
        }
    }

    /** Accepts any map. */
    public static ScimResource of(Map<String, Object> values) {
        return new ScimResource(new TreeMap<>(values));
    }

    /** Its login. */
    public String userName() {
        return text("userName");
    }

    /** Our key for it: the objectGUID. */
    public String externalId() {
        return text("externalId");
    }

    private String text(String path) {
        return String.valueOf(values.get(path));
    }
}
