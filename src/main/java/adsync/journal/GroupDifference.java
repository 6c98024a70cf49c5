package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different about a group at the provider from what we think that it has.
 *
 * @param group which one
 * @param there whether the provider has it at all; if not, nothing else is said
 * @param displayName its other name there; empty if that is as it should be
 * @param missing members that it should have, with the provider ids that it lacks
 * @param more provider ids of members that it should not have
 * @param signature equal only for the same difference
 */
public record GroupDifference(
        ObjectGuid group,
        boolean there,
        Optional<String> displayName,
        Map<String, ObjectGuid> missing,
        Set<String> more,
        String signature) {
    public GroupDifference {
        missing = Map.copyOf(missing);
        more = Set.copyOf(more);
    }
}
