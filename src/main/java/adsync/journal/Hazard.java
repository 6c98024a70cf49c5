package adsync.journal;

import java.util.Set;

/**
 * A claimed row that would do harm, if it were one of many.
 *
 * @param row as it was claimed
 * @param kinds what it would do; never empty
 */
public record Hazard(OutboxRow row, Set<HazardKind> kinds) {
    public Hazard {
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty() || kinds.contains(HazardKind.FIRST_LOAD)) {
            throw new IllegalArgumentException("not a hazard of an object: " + kinds);
        }
    }
}
