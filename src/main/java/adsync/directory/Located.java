package adsync.directory;

import adsync.change.ObjectGuid;

/**
 * Where an object is.
 *
 * @param objectGuid its identity
 * @param dn its distinguished name now
 * @param deleted whether it is a tombstone (isDeleted is TRUE)
 */
public record Located(ObjectGuid objectGuid, String dn, boolean deleted) {

    /** Its relative distinguished name. */
    public String rdn() {
        return DnText.rdn(dn);
    }

    /** The distinguished name of what it is in. */
    public String parent() {
        return DnText.parent(dn);
    }
}
