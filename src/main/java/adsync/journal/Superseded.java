package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;

/**
 * A change that is not shipped itself: it was still waiting when a newer one of the same object came, which ships both; or it
 * ended an object that the provider never heard of.
 *
 * @param objectGuid whose
 * @param correlationId of this change
 * @param kind of this change
 * @param by correlation of the newer change; the same as {@code correlationId} if there was nothing to ship
 */
public record Superseded(ObjectGuid objectGuid, CorrelationId correlationId, ChangeKind kind, CorrelationId by) {}
