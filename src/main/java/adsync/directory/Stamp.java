package adsync.directory;

import adsync.change.ObjectGuid;

/**
 * The identity of a user and the update sequence number of its last change.
 *
 * @param objectGuid whose
 * @param usn uSNChanged on this domain controller
 */
public record Stamp(ObjectGuid objectGuid, long usn) {}
