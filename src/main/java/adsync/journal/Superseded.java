package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;

/**
 * A change that was still waiting when a newer one of the same object came: the newer one ships both.
 *
 * @param objectGuid whose
 * @param correlationId of the older change
 * @param kind of the older change
 * @param by correlation of the newer change
 */
public record Superseded(ObjectGuid objectGuid, CorrelationId correlationId, ChangeKind kind, CorrelationId by) {}
