package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;

/**
 * An object that could not be shipped when that was tried.
 *
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param cause why
 * @param correlationId of its newest change
 * @param since when its oldest unshipped change was seen
 * @param nextTry when it is tried again by itself; empty if it is parked
 */
public record UnshippedObject(
        ObjectGuid objectGuid,
        String dn,
        String cause,
        CorrelationId correlationId,
        Instant since,
        Optional<Instant> nextTry) {

    /** What it waits for. */
    public enum State {
        /** For a person, or its next change. */
        PARKED,
        /** For some time to pass. */
        POSTPONED
    }
}
