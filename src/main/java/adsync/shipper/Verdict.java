package adsync.shipper;

import adsync.journal.Answer;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Link;
import adsync.journal.Settlement;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the provider's answer to one operation means for its row. */
final class Verdict {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_ATTEMPTS = 8;

    private final Clock clock;
    private final Backoff backoff;

    Verdict(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    /** Settles the parcel, or leaves it open with what is known of its account corrected, so that it is planned anew. */
    void judge(Parcel parcel, ScimOperation operation, ScimOutcome outcome) {
        switch (outcome) {
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
                if (operation instanceof ScimOperation.Create) {
                    parcel.conflict(conflict.detail());
                } else {
                    tryAgain(parcel, conflict.status(), conflict.detail());
                }
            }
            case ScimOutcome.Refused refused -> park(parcel, refused.status(), refused.detail());
            case ScimOutcome.Failed failed -> tryAgain(parcel, failed.status(), failed.detail());
            case ScimOutcome.Busy busy -> wait(parcel, busy.status(), busy.detail(), false);
            case ScimOutcome.Denied denied -> wait(parcel, denied.status(), denied.detail(), false);
            case ScimOutcome.Unknown unknown -> {
                if (operation instanceof ScimOperation.Create) {
                    parcel.doubt();
                } else {
                    wait(parcel, unknown.status(), unknown.detail(), false);
                }
            }
        }
    }

    private void applied(Parcel parcel, ScimOperation operation, int status) {
        switch (operation) {
            case ScimOperation.Patch patch -> shipped(parcel, patch.id(), status);
            case ScimOperation.Delete delete -> gone(parcel, status);
            case ScimOperation.Create create -> parcel.doubt();
        }
    }

    private static void shipped(Parcel parcel, String id, int status) {
        Link link = new Link(id, parcel.digests());
        parcel.settle(
                new Settlement.Acknowledged(parcel.row(), new Answer(Outcome.SHIPPED, status, ""), Optional.of(link)));
    }

    private static void gone(Parcel parcel, int status) {
        parcel.settle(
                new Settlement.Acknowledged(parcel.row(), new Answer(Outcome.SHIPPED, status, ""), Optional.empty()));
    }

    /** There was nothing to send. */
    void unchanged(Parcel parcel) {
        parcel.settle(new Settlement.Acknowledged(parcel.row(), new Answer(Outcome.UNCHANGED, 0, ""), parcel.link()));
    }

    void park(Parcel parcel, int status, String cause) {
        parcel.settle(new Settlement.Parked(parcel.row(), new Answer(Outcome.PARKED, status, cause), cause));
    }

    /** The object's own failure: again after a growing wait, and parked when that does not help. */
    void tryAgain(Parcel parcel, int status, String cause) {
        if (parcel.row().attempts() + 1 >= MOST_ATTEMPTS) {
            park(parcel, status, cause);
        } else {
            var notBefore = clock.instant().plus(backoff.after(parcel.row().attempts()));
            var answer = new Answer(Outcome.POSTPONED, status, cause);
            parcel.settle(new Settlement.Postponed(parcel.row(), answer, notBefore, cause, true, !parcel.sure()));
        }
    }

    /**
     * Not the object's failure: it is due as soon as the gate opens.
     *
     * @param fateUnknown whether a creation may have come through
     */
    void wait(Parcel parcel, int status, String cause, boolean fateUnknown) {
        var answer = new Answer(Outcome.POSTPONED, status, cause);
        parcel.settle(new Settlement.Postponed(
                parcel.row(), answer, clock.instant(), cause, false, fateUnknown || !parcel.sure()));
    }
}
