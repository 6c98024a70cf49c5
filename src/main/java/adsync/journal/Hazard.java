package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Set;

/**
 * A claimed row that would do harm, if it were one of many.
 *
 * @param objectGuid whose row
 * @param kinds what it would do; never empty
 */
public record Hazard(ObjectGuid objectGuid, Set<HazardKind> kinds) {

    /** Of a claimed row. */
    public Hazard(OutboxRow row, Set<HazardKind> kinds) {
        this(row.objectGuid(), kinds);
    }

    public Hazard {
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty() || kinds.contains(HazardKind.FIRST_LOAD)) {
            throw new IllegalArgumentException("not a hazard of an object: " + kinds);
        }
    }
}
