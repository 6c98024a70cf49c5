package adsync.change;

/**
 * A group as it was read, without its members. It need not live in a selected root.
 *
 * @param objectGuid its identity
 * @param parent the container it lives in
 * @param rdn its relative distinguished name, for example {@code CN=Mail}
 * @param dn its distinguished name
 * @param usn its uSNChanged, on the domain controller it was read from
 * @param rid the last sub-authority of its objectSid: users of its domain name it in their primaryGroupID; 0 if unknown
 */
public record Group(ObjectGuid objectGuid, ObjectGuid parent, String rdn, String dn, long usn, long rid)
        implements DirectoryObject {}
