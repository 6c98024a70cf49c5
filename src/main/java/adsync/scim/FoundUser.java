package adsync.scim;

import java.util.Map;
import java.util.Optional;

/**
 * An account that the provider has.
 *
 * @param id the provider's id
 * @param externalId whose it is; empty if it was not made by a provisioning client
 * @param userName its login
 * @param digests of what it holds, by SCIM path, comparable with {@link ScimDigest#of}
 */
public record FoundUser(String id, Optional<String> externalId, String userName, Map<String, String> digests) {
    public FoundUser {
        digests = Map.copyOf(digests);
    }
}
