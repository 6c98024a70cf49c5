package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * Counts for meters and status.
 *
 * @param objects objects in the selected root
 * @param outbox rows that wait to be shipped, parked and held ones not counted
 * @param parked parked objects
 * @param held objects that wait for the approval of a hold
 * @param links accounts we know at the provider
 * @param oldest when the oldest waiting change was seen; empty if none waits
 * @param unwritable why nothing could be written when that was last tried, in a sentence; empty if it could
 */
public record JournalStatistics(
        long objects, long outbox, long parked, long held, long links, Optional<Instant> oldest, String unwritable) {}
