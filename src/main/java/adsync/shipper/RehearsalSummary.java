package adsync.shipper;

import adsync.shipper.RehearsedAccount.Kind;
import java.util.Map;

/**
 * A rehearsal in numbers.
 *
 * @param counts accounts by what would happen to them; what happens together counts in each
 * @param held accounts in the same way, those that would wait for an approval
 * @param groups the same of groups
 * @param heldBefore accounts and groups that wait for an approval already
 * @param parkedBefore users and groups that are parked already and stay so
 * @param unchanged users in scope to whom none of all this applies
 * @param accounts how many accounts the provider has
 * @param approval whether nothing at all would be shipped before somebody approves the first load
 */
public record RehearsalSummary(
        Map<Kind, Long> counts,
        Map<Kind, Long> held,
        GroupCounts groups,
        long heldBefore,
        long parkedBefore,
        long unchanged,
        long accounts,
        boolean approval) {
    public RehearsalSummary {
        counts = GroupCounts.frozen(counts, Kind.class);
        held = GroupCounts.frozen(held, Kind.class);
    }

    /** Accounts to which this would happen. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
