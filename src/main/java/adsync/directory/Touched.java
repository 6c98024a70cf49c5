package adsync.directory;

import adsync.change.ObjectGuid;

/**
 * An object that a DirSync page names. Its copies in one page are merged.
 *
 * @param objectGuid which one
 * @param deleted whether it is a tombstone: isDeleted has the value TRUE
 */
public record Touched(ObjectGuid objectGuid, boolean deleted) {}
