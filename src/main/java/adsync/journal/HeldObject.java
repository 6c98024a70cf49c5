package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import java.time.Instant;

/**
 * An object whose change is held.
 *
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param kind of its newest change
 * @param correlationId of its newest change
 * @param since when its oldest unshipped change was seen
 */
public record HeldObject(
        ObjectGuid objectGuid, String dn, ChangeKind kind, CorrelationId correlationId, Instant since) {}
