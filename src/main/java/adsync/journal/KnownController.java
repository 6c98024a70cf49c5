package adsync.journal;

import java.util.Optional;
import java.util.UUID;

/**
 * What is remembered of a domain controller.
 *
 * @param invocationId identity of its database when something was kept that it told; empty if nothing ever was
 * @param highestUsn the highest update sequence number that was read of the database that it has now; 0 if it was never read
 */
public record KnownController(Optional<UUID> invocationId, long highestUsn) {}
