package adsync.journal;

/**
 * What we know of a group at the provider.
 *
 * @param providerId the provider's id of the SCIM group
 * @param displayName the name that the provider acknowledged
 * @param adopted whether it was there before we knew of it: then it may have members that we do not know of
 */
public record GroupLink(String providerId, String displayName, boolean adopted) {}
