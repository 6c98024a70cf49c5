package adsync.shipper;

import adsync.journal.Answer;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.HazardKind;
import adsync.journal.Link;
import adsync.journal.Settlement;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the provider's answer to one operation means for its row. */
final class Verdict {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_ATTEMPTS = 8;

    /** How long a directory that does not answer is left alone. */
    private static final Duration DIRECTORY_REST = Duration.ofMinutes(1);

    /** HTTP 202 (RFC 9110 15.3.3). */
    static final int ACCEPTED = 202;

    /** Why something waits that the guard may let pass in a moment. */
    static final String GUARDED = "the guard waits until the grace is over, to see whether it is one of many";

    private final Clock clock;
    private final Backoff backoff;

    Verdict(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    /** Settles the parcel, or leaves it open with what is known of its account corrected, so that it is planned anew. */
    void judge(Parcel parcel, ScimOperation operation, Weighed answer) {
        switch (answer.outcome()) {
            case ScimOutcome.Created created -> shipped(parcel, created.id(), created.status());
            case ScimOutcome.Applied applied -> applied(parcel, operation, applied.status());
            case ScimOutcome.Missing missing -> {
                if (operation instanceof ScimOperation.Delete) {
                    gone(parcel, missing.status());
                } else {
                    parcel.forgetLink();
                }
            }
            case ScimOutcome.Conflict conflict -> {
                if (wantsLogin(operation)) {
                    parcel.conflict(conflict.detail());
                } else {
                    tryAgain(parcel, conflict.status(), conflict.detail());
                }
            }
            case ScimOutcome.Refused refused -> park(parcel, refused.status(), refused.detail());
            case ScimOutcome.Failed failed -> failed(parcel, answer, failed.detail());
            case ScimOutcome.Busy busy -> wait(parcel, answer, busy.detail());
            case ScimOutcome.Denied denied -> failed(parcel, answer, denied.detail());
            case ScimOutcome.Unknown unknown -> {
                parcel.doubt();
                // What was accepted will be done: a creation that is repeated before that is done twice.
                boolean lookUp = operation instanceof ScimOperation.Create && unknown.status() != ACCEPTED;
                if (!lookUp) {
                    failed(parcel, answer, unknown.detail());
                }
            }
        }
    }

    private static boolean wantsLogin(ScimOperation operation) {
        return switch (operation) {
            case ScimOperation.Create create -> true;
            case ScimOperation.Change change ->
                change.edits().stream().anyMatch(edit -> edit.path().equals(Planner.LOGIN));
            case ScimOperation.Delete delete -> false;
        };
    }

    /** Settles a parcel whose operation, or question, did not work. */
    void failed(Parcel parcel, Weighed answer, String cause) {
        if (answer.own()) {
            tryAgain(parcel, answer.outcome().status(), cause);
        } else {
            wait(parcel, answer, cause);
        }
    }

    private void applied(Parcel parcel, ScimOperation operation, int status) {
        switch (operation) {
            case ScimOperation.Change change -> shipped(parcel, change.id(), status);
            case ScimOperation.Delete delete -> gone(parcel, status);
            case ScimOperation.Create create -> parcel.doubt();
        }
    }

    private static void shipped(Parcel parcel, String id, int status) {
        Link link = new Link(id, parcel.digests());
        parcel.settle(new Settlement.Acknowledged(
                parcel.row(), answer(parcel, Outcome.SHIPPED, status, ""), Optional.of(link)));
    }

    private static void gone(Parcel parcel, int status) {
        parcel.settle(new Settlement.Acknowledged(
                parcel.row(), answer(parcel, Outcome.SHIPPED, status, ""), Optional.empty()));
    }

    /** There was nothing to send. */
    void unchanged(Parcel parcel) {
        parcel.settle(new Settlement.Acknowledged(parcel.row(), new Answer(Outcome.UNCHANGED, 0, ""), parcel.link()));
    }

    void park(Parcel parcel, int status, String cause) {
        parcel.settle(new Settlement.Parked(parcel.row(), answer(parcel, Outcome.PARKED, status, cause), cause));
    }

    /** The object's own failure: again after a growing wait, and parked when that does not help. */
    void tryAgain(Parcel parcel, int status, String cause) {
        Optional<Instant> next = nextTry(parcel.row().attempts());
        if (next.isEmpty()) {
            park(parcel, status, cause);
        } else {
            postpone(parcel, answer(parcel, Outcome.POSTPONED, status, cause), next.get(), true);
        }
    }

    /**
     * When something that failed by its own fault is tried again; empty if that does not help.
     *
     * @param attempts how often it was tried before
     */
    Optional<Instant> nextTry(int attempts) {
        return attempts + 1 >= MOST_ATTEMPTS
                ? Optional.empty()
                : Optional.of(clock.instant().plus(backoff.after(attempts)));
    }

    /** When something that failed by no fault of its own is due again. */
    Instant afterwards(Weighed answer) {
        return answer.held().isZero()
                ? clock.instant()
                : clock.instant().plus(answer.held()).plus(backoff.after(0));
    }

    /**
     * Not the object's failure: it is due again when shipping goes on, but after those that were not sent, so that one which
     * the provider always turns away is not the probe each time.
     */
    private void wait(Parcel parcel, Weighed answer, String cause) {
        Instant notBefore = afterwards(answer);
        postpone(parcel, answer(parcel, Outcome.POSTPONED, answer.outcome().status(), cause), notBefore, false);
    }

    /** Nobody's failure but ours: it is due again, and what became of it is looked up first. */
    void abandon(Parcel parcel, String cause) {
        parcel.doubt();
        postpone(parcel, answer(parcel, Outcome.POSTPONED, 0, cause), clock.instant(), false);
    }

    /** Nobody's failure here: what the directory keeps from us has to be asked first. */
    void askDirectory(Parcel parcel, String cause) {
        Instant notBefore = clock.instant().plus(DIRECTORY_REST);
        postpone(parcel, answer(parcel, Outcome.POSTPONED, 0, cause), notBefore, false);
    }

    /** Whether it is one of many is not yet to be seen. */
    void askAgain(Parcel parcel, Instant until) {
        postpone(parcel, new Answer(Outcome.POSTPONED, 0, GUARDED), until, false);
    }

    /** It is one of too many, or went with its root. */
    void hold(Parcel parcel, long hold, HazardKind kind) {
        String cause = held(hold, kind);
        parcel.settle(new Settlement.Held(parcel.row(), new Answer(Outcome.HELD, 0, cause), hold));
    }

    /** Why something waits for a person. */
    static String held(long hold, HazardKind kind) {
        String why = kind == HazardKind.ROOT_DELETED
                ? "the selected root that it was in is deleted"
                : "too many changes of the kind " + kind.word();
        return "held: " + why + ", waits for approval of hold " + hold;
    }

    private static void postpone(Parcel parcel, Answer answer, Instant notBefore, boolean counted) {
        parcel.settle(
                new Settlement.Postponed(parcel.row(), answer, notBefore, answer.detail(), counted, !parcel.kept()));
    }

    /** With what was sent last. */
    private static Answer answer(Parcel parcel, Outcome outcome, int status, String detail) {
        return new Answer(outcome, status, detail, parcel.request());
    }
}
