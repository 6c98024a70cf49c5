package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import java.time.Instant;

/**
 * An object that cannot be shipped as it is.
 *
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param cause why
 * @param correlationId of its newest change
 * @param since when its oldest unshipped change was seen
 */
public record ParkedObject(
        ObjectGuid objectGuid, String dn, String cause, CorrelationId correlationId, Instant since) {}
