package adsync.shipper;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordSettlement;
import adsync.journal.PasswordSettlement.Ended;
import adsync.journal.PasswordSettlement.Waits;
import adsync.journal.WaitingPassword;
import adsync.scim.ScimOutcome;
import adsync.shipper.PasswordEvidence.Verdict;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.shipper.SidHolders.Holder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is to be done with a password event, before it is sent and after. */
final class PasswordRules {

    /** How long an event waits for a user whom nobody has seen: it is likely none of ours. */
    static final Duration UNKNOWN_FOR = Duration.ofHours(24);

    /** How long an event waits for anything else; as long as the sources keep theirs. */
    static final Duration OPEN_FOR = Duration.ofDays(7);

    /** How long the directory may take to tell us of what a domain controller told already; it is looked at often so long. */
    static final Duration DIRECTORY_TELLS_WITHIN = Duration.ofSeconds(2);

    /** How long the domain controller that sent an event may take to answer, if it does. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    /** Up to this age an event came at once. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** How long one domain controller may take to hear of another one's change. */
    static final Duration REPLICATED_WITHIN = Duration.ofMinutes(15);

    /** After that the directory has likely heard of whatever other domain controllers told of at the same time. */
    static final Duration DECIDED_WITHIN = Duration.ofMinutes(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final String NOT_TOLD = "the directory has not told of it yet";
    private static final int GONE = 410;

    private final MustChange mustChange;
    private final Clock clock;
    private final Backoff backoff;
    private final Strangers strangers;
    private final PasswordEvidence evidence;

    PasswordRules(
            MustChange mustChange,
            Strangers strangers,
            PasswordEvidence evidence,
            Clock clock,
            RandomGenerator random) {
        this.mustChange = mustChange;
        this.evidence = evidence;
        this.strangers = strangers;
        this.clock = clock;
        this.backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60), random);
    }

    /** Settles an event that is not to be sent now; empty if it is. */
    Optional<PasswordSettlement> before(WaitingPassword password) {
        Duration waited = password.waited();
        WaitingPassword.User user = password.user();
        if (user == null) {
            return Optional.of(ofStranger(password, waited));
        }
        if (!user.present()) {
            return Optional.of(new Ended(password, PasswordEnd.OUT_OF_SCOPE, "its user is not shipped"));
        }
        if (user.smartCardOnly()) {
            return Optional.of(new Ended(password, PasswordEnd.OUT_OF_SCOPE, "its user signs in by smart card only"));
        }
        if (waited.compareTo(OPEN_FOR) > 0) {
            return Optional.of(new Ended(password, PasswordEnd.EXPIRED, "it could not be shipped within 7 days"));
        }
        if (user.providerId().isEmpty()) {
            return Optional.of(later(password, "its account is not created yet"));
        }
        if (!password.rivals().isEmpty()) {
            return ofTwo(password, user.passwordSet().orElse(0), waited);
        }
        return user.passwordSet().isEmpty()
                ? Optional.empty()
                : compare(password, user.passwordSet().getAsLong(), waited);
    }

    /**
     * Another domain controller's clock says that it is the older one. That one is shipped at once; which one the directory kept,
     * the two domain controllers say when each has heard of the other, and the one that is followed some time later.
     */
    private Optional<PasswordSettlement> ofTwo(WaitingPassword password, long set, Duration waited) {
        Verdict verdict = evidence.ofContested(password);
        boolean told = PasswordEvidence.same(set, password.filetime());
        boolean contradicted =
                password.rivals().stream().anyMatch(rival -> PasswordEvidence.same(set, rival.filetime()));
        if (verdict == Verdict.CURRENT || (told && !contradicted && waited.compareTo(DECIDED_WITHIN) >= 0)) {
            return Optional.empty();
        }
        boolean late = waited.compareTo(REPLICATED_WITHIN) >= 0;
        if (verdict == Verdict.REPLACED || (late && (told || set == 0 || PasswordEvidence.later(password, set)))) {
            return Optional.of(new Ended(password, PasswordEnd.SUPERSEDED, "another domain controller's is newer"));
        }
        String cause = "another domain controller told of one with a later time: until it shows which one is kept";
        Duration pause = fresh(password) && waited.compareTo(DIRECTORY_TELLS_WITHIN) < 0
                ? LOOK_AGAIN
                : backoff.after(password.attempts());
        return Optional.of(new Waits(password, password.lookedAt().plus(pause), cause, true, true));
    }

    /** Nobody of ours has its SID. */
    private PasswordSettlement ofStranger(WaitingPassword password, Duration waited) {
        Optional<Holder> holder = strangers.holder(password);
        if (holder.equals(Optional.of(Holder.NO_PERSON))) {
            return new Ended(password, PasswordEnd.OUT_OF_SCOPE, "it is of a computer, a service account or a trust");
        }
        if (holder.equals(Optional.of(Holder.NOT_SELECTED)) && strangers.stayed(password)) {
            return new Ended(password, PasswordEnd.OUT_OF_SCOPE, "its user is not selected");
        }
        if (waited.compareTo(UNKNOWN_FOR) > 0) {
            return new Ended(password, PasswordEnd.EXPIRED, "nobody with this SID was seen within 24 h");
        }
        return later(
                password,
                holder.map(known -> known == Holder.SELECTED
                                ? "its user is selected, but not read yet"
                                : "its user is not selected, but may be moved yet")
                        .orElse("nobody with this SID is known yet"));
    }

    /** With what the directory says of the password. */
    private Optional<PasswordSettlement> compare(WaitingPassword password, long set, Duration waited) {
        return switch (evidence.of(password, set)) {
            case CURRENT -> Optional.empty();
            case TEMPORARY -> ofTemporary(password, waited);
            case REPLACED -> Optional.of(stale(password));
            case UNTOLD ->
                waited.compareTo(REPLICATED_WITHIN) < 0
                        ? Optional.of(whenTold(password, waited))
                        : whenReplicated(password, set);
        };
    }

    /** What is followed may still tell of the reset before the password that the user chose: it is not believed before the sender is asked. */
    private Optional<PasswordSettlement> ofTemporary(WaitingPassword password, Duration waited) {
        if (mustChange == MustChange.HOLD) {
            return Optional.of(held(password));
        }
        Duration patience = evidence.senderIsSilent(password) ? DIRECTORY_TELLS_WITHIN : ANSWERS_WITHIN;
        return evidence.saidToBeTemporary(password) || waited.compareTo(patience) >= 0
                ? Optional.empty()
                : Optional.of(whenTold(password, waited));
    }

    private static Ended stale(WaitingPassword password) {
        return new Ended(password, PasswordEnd.STALE, "the directory has a newer password");
    }

    private boolean fresh(WaitingPassword password) {
        return Duration.between(Filetime.instant(password.filetime()), clock.instant())
                        .compareTo(FRESH)
                < 0;
    }

    /** Many of them may have come at once, after an outage: those are looked at less often. */
    private PasswordSettlement whenTold(WaitingPassword password, Duration waited) {
        String cause = evidence.senderIsSilent(password)
                ? NOT_TOLD + ", and " + password.controller()
                        + ", where it was changed, says nothing when it is asked: up to "
                        + REPLICATED_WITHIN.toMinutes() + " minutes"
                : NOT_TOLD;
        return fresh(password) && waited.compareTo(DIRECTORY_TELLS_WITHIN) < 0
                ? new Waits(password, password.lookedAt().plus(LOOK_AGAIN), cause, false, false)
                : later(password, cause);
    }

    /** Whoever could say more did not. */
    private static Optional<PasswordSettlement> whenReplicated(WaitingPassword password, long set) {
        if (PasswordEvidence.another(password, set)) {
            return Optional.of(new Ended(password, PasswordEnd.SUPERSEDED, "the directory kept another one"));
        }
        return PasswordEvidence.later(password, set) ? Optional.of(stale(password)) : Optional.empty();
    }

    /** Whether one that is sent must be changed at the next logon. */
    boolean temporary(WaitingPassword password) {
        return verdict(password) == Verdict.TEMPORARY;
    }

    /** What is not known of one that is sent, for the audit log; empty if all is. */
    String doubt(WaitingPassword password) {
        if (verdict(password) != Verdict.UNTOLD || evidence.ofContested(password) == Verdict.CURRENT) {
            return "";
        }
        String doubt =
                "whether it must be changed at the next logon was not known: the directory did not tell of it within "
                        + REPLICATED_WITHIN.toMinutes() + " minutes";
        return evidence.senderDoesNotKnow(password)
                ? doubt + "; " + password.controller() + ", where it was changed, does not know of it either"
                : doubt;
    }

    /** What cannot be read is not waited for. */
    private Verdict verdict(WaitingPassword password) {
        WaitingPassword.User user = password.user();
        return user == null || user.passwordSet().isEmpty()
                ? Verdict.CURRENT
                : evidence.of(password, user.passwordSet().getAsLong());
    }

    /**
     * What the provider's answer means.
     *
     * @param doubt what was not known when it was sent
     */
    PasswordSettlement after(WaitingPassword password, ScimOutcome outcome, String doubt) {
        return switch (outcome) {
            case ScimOutcome.Applied done -> atProvider(password, PasswordEnd.ACKNOWLEDGED, doubt);
            case ScimOutcome.Created done -> atProvider(password, PasswordEnd.ACKNOWLEDGED, doubt);
            case ScimOutcome.Conflict newer ->
                atProvider(password, PasswordEnd.STALE, "the provider has this password or a newer one (HTTP 409)");
            case ScimOutcome.Missing gone ->
                gone.status() == GONE
                        ? new Ended(
                                password,
                                PasswordEnd.REJECTED,
                                "the provider has retired the key that it was sealed to (HTTP 410)")
                        : later(password, "the provider has no such account (HTTP 404)");
            case ScimOutcome.Refused refused ->
                new Ended(
                        password,
                        PasswordEnd.REJECTED,
                        "the provider does not take it (HTTP " + refused.status() + ")");
            case ScimOutcome.Failed failed -> later(password, failed.detail());
            case ScimOutcome.Unknown unknown -> later(password, unknown.detail());
            case ScimOutcome.Denied denied -> later(password, denied.detail());
            case ScimOutcome.Busy busy ->
                new Waits(
                        password,
                        clock.instant()
                                .plus(busy.retryAfter().orElse(Duration.ZERO))
                                .plus(backoff.after(1)),
                        busy.detail(),
                        false,
                        false);
        };
    }

    private Ended atProvider(WaitingPassword password, PasswordEnd end, String cause) {
        return new Ended(password, end, cause, true, evidence.written(password));
    }

    private Waits later(WaitingPassword password, String cause) {
        return new Waits(password, clock.instant().plus(backoff.after(password.attempts())), cause, true, false);
    }

    private Waits held(WaitingPassword password) {
        String cause = "the user must change it at the next logon: held";
        return new Waits(password, clock.instant().plus(backoff.after(password.attempts())), cause, true, true);
    }
}
