package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All we know of one object.
 *
 * @param shadow the object as last seen
 * @param goneSince when it was seen to be no longer in the selected root; empty if it is there
 * @param link its account; empty if none is known
 * @param pending what the provider has yet to hear of it; empty if nothing
 * @param lastAnswer how its last shipment ended; empty if there was none, or an older version of this program made it
 * @param nextTimer when its desired state changes although nobody touches it; empty if never
 * @param groupPaths how it belongs to tracked groups: for each, from the group it is a direct member of up to that one, the
 *     shortest way; the shortest first, at most {@value #MOST_PATHS}
 * @param groupNames distinguished names of those groups, as last read
 */
public record Dossier(
        Shadow shadow,
        Optional<Instant> goneSince,
        Optional<Link> link,
        Optional<Pending> pending,
        Optional<LastAnswer> lastAnswer,
        Optional<Instant> nextTimer,
        List<List<ObjectGuid>> groupPaths,
        Map<ObjectGuid, String> groupNames) {

    /** The longest list of ways. */
    public static final int MOST_PATHS = 20;

    public Dossier {
        groupPaths = groupPaths.stream().map(List::copyOf).toList();
        groupNames = Map.copyOf(groupNames);
    }

    /**
     * Its row in the outbox.
     *
     * @param kind of the newest change
     * @param correlationId of the newest change
     * @param origin of the newest change
     * @param since when the oldest unshipped change was seen
     * @param attempts how often it was shipped without success since its last change
     * @param nextTry when it is tried again; empty if it is due, or waits for something else than time
     * @param inFlight whether it is being shipped
     * @param cause why the last attempt did not work; empty if there was none
     * @param parkedCause why it waits for a person or its next change; empty if it does not
     * @param hold the hold that it waits for; empty if none
     * @param deltas what is not acknowledged yet, by attribute; empty also if the object is new
     */
    public record Pending(
            ChangeKind kind,
            CorrelationId correlationId,
            Origin origin,
            Instant since,
            int attempts,
            Optional<Instant> nextTry,
            boolean inFlight,
            Optional<String> cause,
            Optional<String> parkedCause,
            Optional<Long> hold,
            Map<String, Delta> deltas) {
        public Pending {
            deltas = Map.copyOf(deltas);
        }
    }

    /**
     * How its last shipment ended.
     *
     * @param at when
     * @param correlationId of the change that was shipped
     * @param answer the end
     * @param change what was shipped; empty if an older version of this program shipped it
     */
    public record LastAnswer(Instant at, CorrelationId correlationId, Answer answer, Optional<LastChange> change) {}

    /**
     * The change that was shipped last.
     *
     * @param kind what it was
     * @param origin where and when it was seen
     */
    public record LastChange(ChangeKind kind, Origin origin) {}
}
