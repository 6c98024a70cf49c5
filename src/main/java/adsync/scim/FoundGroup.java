package adsync.scim;

import java.util.Optional;

/**
 * A group that the provider has.
 *
 * @param id the provider's id
 * @param externalId whose it is; empty if it was not made by a provisioning client
 * @param displayName its name
 */
public record FoundGroup(String id, Optional<String> externalId, String displayName) {}
