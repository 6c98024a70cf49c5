package adsync.desk;

import adsync.change.Delta;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What just happened to a change, as it is shown: it was seen, or it came to an end. No values are in it.
 *
 * @param at when
 * @param correlationId of the change
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param kind what it is, in the words of the change log
 * @param outcome {@value #SEEN}, or how it ended, in the words of the change log
 * @param status what the provider answered: its HTTP status; 0 if it was not asked
 * @param detail the cause of anything but success; empty otherwise
 * @param milliseconds from the moment it was seen to its outcome; 0 of one that was just seen
 * @param attributes the names of what changed, in the directory's terms; empty if it ended
 * @param domainController where it was seen
 */
public record ChangeEvent(
        Instant at,
        String correlationId,
        String objectGuid,
        String dn,
        String kind,
        String outcome,
        int status,
        String detail,
        long milliseconds,
        List<String> attributes,
        String domainController) {

    /** The outcome of a change that is to be shipped now. */
    public static final String SEEN = "seen";

    private static final int MOST_ATTRIBUTES = 30;

    public ChangeEvent {
        attributes = List.copyOf(attributes);
    }

    /** It is in the journal. */
    public static ChangeEvent of(ChangeCommitted committed) {
        SortedMap<String, Delta> deltas = committed.change().deltas();
        return new ChangeEvent(
                committed.origin().seenAt(),
                committed.correlationId().value(),
                committed.change().objectGuid().toString(),
                committed.change().dn(),
                committed.change().kind().word(),
                SEEN,
                0,
                "",
                0,
                deltas.keySet().stream().limit(MOST_ATTRIBUTES).toList(),
                committed.origin().domainController());
    }

    /** It came to an end, for now. */
    public static ChangeEvent of(ChangeSettled settled) {
        return new ChangeEvent(
                settled.settledAt(),
                settled.correlationId().value(),
                settled.objectGuid().toString(),
                settled.dn(),
                settled.kind().word(),
                settled.outcome().word(),
                settled.status(),
                settled.detail(),
                settled.latency().toMillis(),
                List.of(),
                settled.origin().domainController());
    }

    /** For a page or a pipe. */
    public JsonObject json() {
        return new JsonObject()
                .put("at", at.toString())
                .put("correlationId", correlationId)
                .put("objectGUID", objectGuid)
                .put("dn", dn)
                .put("kind", kind)
                .put("outcome", outcome)
                .put("status", status)
                .put("detail", detail)
                .put("milliseconds", milliseconds)
                .put("attributes", new JsonArray(attributes))
                .put("domainController", domainController);
    }
}
