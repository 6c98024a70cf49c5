package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What became of a change. Sent over the event bus after the outcome is durable.
 *
 * @param correlationId of the change
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param kind what it was
 * @param origin where and when it was seen
 * @param firstSeenAt when the oldest change that was shipped with it was seen
 * @param outcome how it ended, for now
 * @param status what the provider answered: its HTTP status; 0 if it was not asked
 * @param detail the cause of anything but success, without any secret; empty otherwise
 * @param settledAt when
 */
public record ChangeSettled(
        CorrelationId correlationId,
        ObjectGuid objectGuid,
        String dn,
        ChangeKind kind,
        Origin origin,
        Instant firstSeenAt,
        Outcome outcome,
        int status,
        String detail,
        Instant settledAt) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.change.settled";

    /** How a change ended. */
    public enum Outcome {
        /** The provider acknowledged it. */
        SHIPPED,
        /** The provider already had it. */
        UNCHANGED,
        /** A newer change of the same object ships it. */
        SUPERSEDED,
        /** It will be tried again. */
        POSTPONED,
        /** It waits for a person or for the object's next change. */
        PARKED,
        /** It waits for an approval. */
        HELD,
        /** A person said to forget the object; its account stays as it is. */
        FORGOTTEN,
        /** A password that is not shipped, and of which nothing is kept. */
        DROPPED,
        /** No change of an object: it is noted in the audit log. */
        NOTED;

        /** The word in logs and meters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From the moment it was seen to its outcome. */
    public Duration latency() {
        return Duration.between(origin.seenAt(), settledAt);
    }
}
