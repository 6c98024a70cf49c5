package adsync.directory;

import adsync.change.ObjectGuid;

/**
 * Who has a security identifier.
 *
 * @param objectGuid its identity
 * @param person whether somebody may sign in with it: no computer, no managed service account, no trust, no group
 */
public record SidHolder(ObjectGuid objectGuid, boolean person) {}
