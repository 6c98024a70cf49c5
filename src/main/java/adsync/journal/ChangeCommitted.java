package adsync.journal;

import adsync.change.Change;
import adsync.change.CorrelationId;
import adsync.change.Origin;

/**
 * A change is durable. Sent over the event bus after the commit of its page; the journal is the truth, a message that is
 * lost costs time only.
 *
 * @param correlationId follows the change to the provider's answer
 * @param change what is different
 * @param origin where and when it was seen
 */
public record ChangeCommitted(CorrelationId correlationId, Change change, Origin origin) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.change.committed";
}
