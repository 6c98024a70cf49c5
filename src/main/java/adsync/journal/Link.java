package adsync.journal;

import java.util.Map;

/**
 * What we know of an object's account at the provider.
 *
 * @param providerId the provider's id of the SCIM resource
 * @param acknowledged digest of what the provider acknowledged, by SCIM path
 */
public record Link(String providerId, Map<String, String> acknowledged) {
    public Link {
        acknowledged = Map.copyOf(acknowledged);
    }
}
