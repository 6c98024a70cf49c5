package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A claimed row that would do harm, if it were one of many.
 *
 * @param objectGuid whose row
 * @param amounts what it would do, and how much of the limit of that it takes up: of members, how many a group loses, else 1; never empty
 * @param newest the version of the newest member that a group loses, so that others than were judged are told from them; else 0
 */
public record Hazard(ObjectGuid objectGuid, Map<HazardKind, Long> amounts, long newest) {

    /** Of one object. */
    public Hazard(ObjectGuid objectGuid, Set<HazardKind> kinds) {
        this(objectGuid, kinds.stream().collect(Collectors.toMap(Function.identity(), kind -> 1L)), 0);
    }

    /** Of a claimed row. */
    public Hazard(OutboxRow row, Set<HazardKind> kinds) {
        this(row.objectGuid(), kinds);
    }

    public Hazard {
        amounts = Map.copyOf(amounts);
        Set<HazardKind> kinds = amounts.keySet();
        if (kinds.isEmpty() || kinds.contains(HazardKind.FIRST_LOAD) || kinds.contains(HazardKind.ROOT_DELETED)) {
            throw new IllegalArgumentException("not a hazard of an object: " + kinds);
        }
        if (amounts.values().stream().anyMatch(amount -> amount < 1)) {
            throw new IllegalArgumentException("a hazard takes up 1 at least: " + amounts);
        }
    }
}
