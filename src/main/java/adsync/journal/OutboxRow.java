package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One object the provider has yet to hear of, with all that is needed to ship it.
 *
 * @param objectGuid whose
 * @param version grows with each change of the object; an acknowledgement of an older version leaves the row
 * @param kind of the newest change
 * @param correlationId of the newest change
 * @param origin of the newest change
 * @param firstSeenAt when the oldest change that it stands for was seen
 * @param shadow the object
 * @param link its account; empty if none is known
 * @param references provider ids of the objects it refers to, by objectGUID; those without a present account are missing
 * @param attempts how often it was shipped without success since its last change
 * @param claimedBefore whether an earlier claim was never settled: what became of it is unknown
 * @param goneSince when the object was seen to be no longer in the selected root; empty if it is there
 */
public record OutboxRow(
        ObjectGuid objectGuid,
        long version,
        ChangeKind kind,
        CorrelationId correlationId,
        Origin origin,
        Instant firstSeenAt,
        Shadow shadow,
        Optional<Link> link,
        Map<ObjectGuid, String> references,
        int attempts,
        boolean claimedBefore,
        Optional<Instant> goneSince) {
    public OutboxRow {
        references = Map.copyOf(references);
    }
}
