package adsync.change;

/**
 * A group as it is in the directory. It need not live in a selected root.
 *
 * @param objectGuid its identity
 * @param parent objectGUID of the container it lives in
 * @param rdn its relative distinguished name, for example {@code CN=Sales}
 * @param dn its distinguished name
 * @param usn uSNChanged on the domain controller it was read from; grows with each change of its members too
 * @param rid the last sub-authority of its objectSid, which a user's primaryGroupID names; 0 if unknown
 */
public record Group(ObjectGuid objectGuid, ObjectGuid parent, String rdn, String dn, long usn, long rid)
        implements DirectoryObject {}
