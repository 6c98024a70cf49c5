package adsync.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Changes of one kind that wait for a person, because there were too many of them at once.
 *
 * @param id names it; never reused
 * @param kind the kind of change
 * @param openedAt when the limit was exceeded
 * @param objects how many objects it holds, or held when it was closed; of groups that lose members, how many members; 0 for {@link HazardKind#FIRST_LOAD}
 * @param joined how many have joined it so far, those that left it again included: if it is still the same, nobody joined meanwhile
 * @param limit how many might have passed; 0 for {@link HazardKind#FIRST_LOAD} and {@link HazardKind#ROOT_DELETED}
 * @param root the distinguished name of the deleted root that all of it went with; empty if it is of another kind
 * @param state what was decided
 * @param closedAt when; empty as long as it is open
 */
public record Hold(
        long id,
        HazardKind kind,
        Instant openedAt,
        long objects,
        long joined,
        long limit,
        Optional<String> root,
        State state,
        Optional<Instant> closedAt) {

    /** What was decided. */
    public enum State {
        /** Nothing yet: new changes of its kind join it. */
        OPEN,
        /** Its changes are shipped. */
        APPROVED,
        /** Its changes are parked. */
        REJECTED,
        /** Nothing needed to be: all of its objects changed their mind. */
        LAPSED;

        /** The word in logs and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
