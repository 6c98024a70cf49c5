package adsync.shipper;

import adsync.shipper.Rehearsed.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A rehearsal in numbers.
 *
 * @param counts accounts by what would happen to them; what happens together counts in each
 * @param held the same of those that would wait for an approval
 * @param heldBefore accounts that wait for an approval already
 * @param parkedBefore users who are parked already and stay so
 * @param unchanged users in scope to whom none of all this applies
 * @param accounts how many accounts the provider has
 * @param approval whether nothing at all would be shipped before somebody approves the first load
 */
public record RehearsalSummary(
        Map<Kind, Long> counts,
        Map<Kind, Long> held,
        long heldBefore,
        long parkedBefore,
        long unchanged,
        long accounts,
        boolean approval) {
    public RehearsalSummary {
        counts = frozen(counts);
        held = frozen(held);
    }

    private static Map<Kind, Long> frozen(Map<Kind, Long> counts) {
        Map<Kind, Long> copy = new EnumMap<>(Kind.class);
        copy.putAll(counts);
        return Collections.unmodifiableMap(copy);
    }

    /** Accounts to which this would happen. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
