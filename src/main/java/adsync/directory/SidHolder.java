package adsync.directory;

import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;

/**
 * Who has a security identifier.
 *
 * @param objectGuid its identity
 * @param person whether somebody may sign in with it: no computer, no managed service account, no trust, no group
 * @param created when that object was created, by the clock of a domain controller; empty if the directory does not say
 */
public record SidHolder(ObjectGuid objectGuid, boolean person, Optional<Instant> created) {}
