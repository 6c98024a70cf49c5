package adsync.scope;

import adsync.change.ObjectGuid;

/**
 * An object of the directory with everything below it. It is known by its GUID; its name may change.
 *
 * @param objectGuid its identity
 * @param dn its distinguished name now
 */
public record Place(ObjectGuid objectGuid, String dn) {}
