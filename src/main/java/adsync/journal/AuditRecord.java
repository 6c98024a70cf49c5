package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One change, or a password, at its end, for the audit log.
 *
 * @param sequence grows with each record and is never reused
 * @param at when it was settled
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param kind what it was: the word of a {@link adsync.change.ChangeKind}, or {@code password}
 * @param correlationId of the change; of a password, the id of its event
 * @param origin where and when it was seen
 * @param answer how it ended
 * @param deltas what it changed, by attribute name, with all changes of the object that were shipped with it: the value before
 *     the first and after the last. Of a creation, all values. A move names the distinguished name. Empty of a change that a
 *     newer one shipped
 */
public record AuditRecord(
        long sequence,
        Instant at,
        ObjectGuid objectGuid,
        String dn,
        String kind,
        CorrelationId correlationId,
        Origin origin,
        Answer answer,
        SortedMap<String, Delta> deltas) {
    public AuditRecord {
        SortedMap<String, Delta> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(deltas);
        deltas = Collections.unmodifiableSortedMap(copy);
    }
}
