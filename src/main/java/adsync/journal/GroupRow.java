package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A group that the provider has yet to hear of, as claimed.
 *
 * @param objectGuid its identity
 * @param version grows with each change of it
 * @param kind of the newest change
 * @param correlationId of the newest change
 * @param origin of the newest change
 * @param firstSeenAt when the oldest unshipped change was seen
 * @param dn its distinguished name
 * @param displayName the name that it should have at the provider
 * @param present whether it is to be there
 * @param link what the provider has of it; empty if nothing is known
 * @param members the differences, the oldest first; not necessarily all
 * @param leaving the members that it would lose who are still there themselves: by all its differences, or because it goes itself
 * @param attempts how often it was shipped without success since its last change
 * @param claimedBefore whether an earlier attempt may have come through
 */
public record GroupRow(
        ObjectGuid objectGuid,
        long version,
        ChangeKind kind,
        CorrelationId correlationId,
        Origin origin,
        Instant firstSeenAt,
        String dn,
        String displayName,
        boolean present,
        Optional<GroupLink> link,
        List<MemberEdit> members,
        MemberLoss leaving,
        int attempts,
        boolean claimedBefore) {
    public GroupRow {
        members = List.copyOf(members);
    }
}
