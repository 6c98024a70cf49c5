package adsync.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a claimed group.
 *
 * @param row as it was claimed
 * @param answer how it ended
 * @param link what the provider has of it now; empty if nothing (any more)
 * @param done differences that are none any more, whatever the ending
 * @param refused differences that the provider does not take, with its words: each waits for its next change, or a person
 * @param ending what is next
 */
public record GroupSettlement(
        GroupRow row,
        Answer answer,
        Optional<GroupLink> link,
        List<MemberEdit> done,
        Map<MemberEdit, String> refused,
        Ending ending) {
    public GroupSettlement {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
    }

    /** What is next. */
    public sealed interface Ending {

        /** The provider has what was sent; what is still different is due at once. */
        record Acknowledged() implements Ending {}

        /**
         * To be tried again.
         *
         * @param notBefore when
         * @param counted whether the attempt is the group's own failure
         * @param fateUnknown whether a creation may have been done although no answer came
         */
        record Postponed(Instant notBefore, boolean counted, boolean fateUnknown) implements Ending {}

        /** Waits for a person or for the group's next change; the cause is the answer's detail. */
        record Parked() implements Ending {}

        /**
         * Waits for an approval.
         *
         * @param hold as {@link Ruling.Held} names it
         */
        record Held(long hold) implements Ending {}
    }
}
