package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/** What became of a claimed row. */
public sealed interface Settlement {

    /** The row as it was claimed. */
    OutboxRow row();

    /**
     * The provider has what the row stands for. The row goes unless it grew newer.
     *
     * @param link the account as acknowledged; empty if the object has none (any more), which also forgets an object that is
     *     no longer in the selected root
     */
    record Acknowledged(OutboxRow row, Optional<Link> link) implements Settlement {}

    /**
     * To be tried again; at once if the row grew newer.
     *
     * @param notBefore when
     * @param cause why it did not work
     * @param counted whether the attempt is the object's own failure
     * @param fateUnknown whether a creation may have been done although no answer came, by this attempt or, if the row was
     *     {@link OutboxRow#claimedBefore}, by the earlier one: the next claim says so again
     */
    record Postponed(OutboxRow row, Instant notBefore, String cause, boolean counted, boolean fateUnknown)
            implements Settlement {}

    /**
     * Waits for a person or for the object's next change. What is unknown of an earlier claim stays unknown. If the row grew
     * newer it is not parked but due.
     *
     * @param cause why, as the provider says it, without any secret
     */
    record Parked(OutboxRow row, String cause) implements Settlement {}
}
