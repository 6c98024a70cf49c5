package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/** What became of a claimed row. */
public sealed interface Settlement {

    /** The row as it was claimed. */
    OutboxRow row();

    /** How it ended; kept as the object's last answer. */
    Answer answer();

    /**
     * The provider has what the row stands for. The row goes unless it grew newer.
     *
     * @param answer SHIPPED or UNCHANGED
     * @param link the account as acknowledged; empty if the object has none (any more), which also forgets an object that is
     *     no longer in the selected root
     */
    record Acknowledged(OutboxRow row, Answer answer, Optional<Link> link) implements Settlement {}

    /**
     * To be tried again; at once if the row grew newer.
     *
     * @param answer POSTPONED
     * @param notBefore when
     * @param cause why it did not work
     * @param counted whether the attempt is the object's own failure
     * @param fateUnknown whether a creation may have been done although no answer came, by this attempt or, if the row was
     *     {@link OutboxRow#claimedBefore}, by the earlier one: the next claim says so again
     */
    record Postponed(
            OutboxRow row, Answer answer, Instant notBefore, String cause, boolean counted, boolean fateUnknown)
            implements Settlement {}

    /**
     * Waits for a person or for the object's next change. What is unknown of an earlier claim stays unknown. If the row grew
     * newer it is not parked but due.
     *
     * @param answer PARKED
     * @param cause why, as the provider says it, without any secret
     */
    record Parked(OutboxRow row, Answer answer, String cause) implements Settlement {}

    /**
     * Waits until the hold is approved or rejected, or for the object's next change, which is judged anew. What is unknown of an
     * earlier claim stays unknown. If the row grew newer, or the hold is not open any more, it is due.
     *
     * @param answer HELD
     * @param hold as {@link Ruling.Held} names it
     */
    record Held(OutboxRow row, Answer answer, long hold) implements Settlement {}
}
