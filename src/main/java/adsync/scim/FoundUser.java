package adsync.scim;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An account that the provider has.
 *
 * @param id the provider's id
 * @param externalId whose it is; empty if it was not made by a provisioning client
 * @param userName its login
 * @param values what it holds, by SCIM path as in {@link ScimResource}; as decoded from JSON
 */
public record FoundUser(String id, Optional<String> externalId, String userName, SortedMap<String, Object> values) {
    public FoundUser {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Accepts any map. */
    public static FoundUser of(String id, Optional<String> externalId, String userName, Map<String, Object> values) {
        return new FoundUser(id, externalId, userName, new TreeMap<>(values));
    }

    /** Of what it holds, by SCIM path; comparable with those of a {@link ScimResource}. */
    public SortedMap<String, String> digests() {
        return ScimDigest.of(values);
    }
}
