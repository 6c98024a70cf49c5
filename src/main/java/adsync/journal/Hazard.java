package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Set;

/**
 * A claimed row that would do harm, if it were one of many.
 *
 * @param objectGuid whose row
 * @param kinds what it would do; never empty
 * @param amount how much of the limit it takes up: of a group, the members that it loses, else 1
 */
public record Hazard(ObjectGuid objectGuid, Set<HazardKind> kinds, long amount) {

    /** Of one object. */
    public Hazard(ObjectGuid objectGuid, Set<HazardKind> kinds) {
        this(objectGuid, kinds, 1);
    }

    /** Of a claimed row. */
    public Hazard(OutboxRow row, Set<HazardKind> kinds) {
        this(row.objectGuid(), kinds);
    }

    public Hazard {
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty() || kinds.contains(HazardKind.FIRST_LOAD) || kinds.contains(HazardKind.ROOT_DELETED)) {
            throw new IllegalArgumentException("not a hazard of an object: " + kinds);
        }
        if (amount < 1) {
            throw new IllegalArgumentException("a hazard takes up 1 at least, not " + amount);
        }
    }
}
