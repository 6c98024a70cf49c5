package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.Orphan;
import adsync.shipper.Whereabouts.Seen;
import adsync.shipper.Whereabouts.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds those among the accounts of whom we know nothing that are ours all the same: their externalId is the objectGUID of somebody
 * who was gone before we came to know them. An externalId that no directory knows may be anybody's.
 */
final class OrphanSearch {

    private final Whereabouts whereabouts;
    private final Optional<Duration> retention;
    private final Clock clock;

    /**
     * Searches.
     *
     * @param retention how long the account of somebody who is gone is kept, where it is deleted after a while
     */
    OrphanSearch(Whereabouts whereabouts, Optional<Duration> retention, Clock clock) {
        this.whereabouts = whereabouts;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Asks the directory. Fails like it.
     *
     * @param externalIds by the provider's id
     * @return by the provider's id, those who were deleted elsewhere as those who left; of accounts that say that they are the same person's, none: which one was is not known
     */
    Map<String, Orphan> accounts(Map<String, String> externalIds) {
        return among(externalIds, Set.of(Standing.DELETED, Standing.DELETED_ELSEWHERE, Standing.NOT_SELECTED));
    }

    /** Likewise of groups. Which ones are shipped is only known of those that we know, so a group is only an orphan if it is deleted. */
    Map<String, Orphan> groups(Map<String, String> externalIds) {
        return among(externalIds, Set.of(Standing.DELETED));
    }

    private Map<String, Orphan> among(Map<String, String> externalIds, Set<Standing> gone) {
        Map<String, ObjectGuid> keys = keys(externalIds);
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<ObjectGuid, Seen> seen = whereabouts.of(Set.copyOf(keys.values())).await();
        Optional<Instant> due = retention.map(clock.instant()::plus);
        Map<String, Orphan> orphans = new HashMap<>();
        keys.forEach((id, guid) -> {
            Seen one = seen.get(guid);
            if (one != null && gone.contains(one.standing())) {
                Presence presence = one.standing() == Standing.DELETED ? Presence.DELETED : Presence.LEFT;
                orphans.put(id, new Orphan(guid, one.rdn(), one.parent(), presence, id, due));
            }
        });
        return orphans;
    }

    private static Map<String, ObjectGuid> keys(Map<String, String> externalIds) {
        Map<String, ObjectGuid> keys = new HashMap<>();
        Set<ObjectGuid> once = new HashSet<>();
        Set<ObjectGuid> twice = new HashSet<>();
        externalIds.forEach((id, externalId) -> guid(externalId).ifPresent(guid -> {
            keys.put(id, guid);
            if (!once.add(guid)) {
                twice.add(guid);
            }
        }));
        keys.values().removeAll(twice);
        return keys;
    }

    /** Empty unless it has the form of an objectGUID. */
    static Optional<ObjectGuid> guid(String externalId) {
        try {
            return Optional.of(ObjectGuid.parse(externalId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
