package adsync.change;

/**
 * An object that users live in: an organisational unit, a container, the root of a domain.
 *
 * @param objectGuid its identity
 * @param parent the container above it
 * @param rdn its relative distinguished name, for example {@code OU=Sales}
 */
public record Container(ObjectGuid objectGuid, ObjectGuid parent, String rdn) implements DirectoryObject {}
