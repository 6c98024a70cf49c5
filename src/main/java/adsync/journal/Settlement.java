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
     * To be tried again.
     *
     * @param notBefore when
     * @param cause why it did not work
     * @param counted whether the attempt is the object's own failure
     * @param fateUnknown whether a creation may have come through: the next claim says {@link OutboxRow#claimedBefore}
     */
    record Postponed(OutboxRow row, Instant notBefore, String cause, boolean counted, boolean fateUnknown)
            implements Settlement {}

    /**
     * Waits for a person or for the object's next change.
     *
     * @param cause why, as the provider says it, without any secret
     */
    record Parked(OutboxRow row, String cause) implements Settlement {}
}
