package adsync.shipper;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordSettlement;
import adsync.journal.PasswordSettlement.Ended;
import adsync.journal.PasswordSettlement.Waits;
import adsync.journal.WaitingPassword;
import adsync.scim.ScimOutcome;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.shipper.SidHolders.Holder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is to be done with a password event, before it is sent and after. */
final class PasswordRules {

    /** How long an event waits for a user whom nobody has seen: it is likely none of ours. */
    static final Duration UNKNOWN_FOR = Duration.ofHours(24);

    /** How long an event waits for anything else; as long as the sources keep theirs. */
    static final Duration OPEN_FOR = Duration.ofDays(7);

    /** How long the directory may take to tell us of what a domain controller told already. */
    static final Duration DIRECTORY_TELLS_WITHIN = Duration.ofSeconds(2);

    /** From this age on an event is compared with what the directory says. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** How long one domain controller may take to hear of another one's change. */
    static final Duration REPLICATED_WITHIN = Duration.ofMinutes(15);

    /** After that the directory has heard of whatever other domain controllers told of at the same time. */
    static final Duration DECIDED_WITHIN = Duration.ofMinutes(10);

    /** What is noted of one change at two places may differ by that much. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final String NOT_TOLD = "the directory has not told of it yet";
    private static final int GONE = 410;

    private final MustChange mustChange;
    private final Clock clock;
    private final Backoff backoff;
    private final Strangers strangers;

    PasswordRules(MustChange mustChange, Strangers strangers, Clock clock, RandomGenerator random) {
        this.mustChange = mustChange;
        this.strangers = strangers;
        this.clock = clock;
        this.backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60), random);
    }

    /** Settles an event that is not to be sent now; empty if it is. */
    Optional<PasswordSettlement> before(WaitingPassword password) {
        Instant now = clock.instant();
        Duration waited = Duration.between(password.receivedAt(), now);
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
        if (password.rivals().stream().anyMatch(rival -> rival > password.filetime())) {
            return ofTwo(password, user.passwordSet().orElse(0), waited);
        }
        return user.passwordSet().isEmpty()
                ? Optional.empty()
                : compare(password, user.passwordSet().getAsLong(), waited);
    }

    /**
     * Another domain controller's clock says that it is the older one. That one is shipped at once; which one the directory kept
     * shows when both have reached it.
     */
    private Optional<PasswordSettlement> ofTwo(WaitingPassword password, long set, Duration waited) {
        if (waited.compareTo(DECIDED_WITHIN) < 0) {
            String cause = "another domain controller told of one with a later time: until it shows which one is kept";
            return Optional.of(new Waits(password, password.receivedAt().plus(DECIDED_WITHIN), cause, false, true));
        }
        boolean kept = same(set, password.filetime())
                && password.rivals().stream().noneMatch(rival -> rival > password.filetime() && same(set, rival));
        return kept
                ? Optional.empty()
                : Optional.of(new Ended(password, PasswordEnd.SUPERSEDED, "another domain controller's is newer"));
    }

    private static boolean same(long set, long changed) {
        return Math.abs(set - changed) <= Filetime.ticks(TOLERANCE);
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
        if (set == 0) {
            return mustChange == MustChange.SEND ? Optional.empty() : Optional.of(held(password));
        }
        long tolerance = Filetime.ticks(TOLERANCE);
        boolean fresh = Duration.between(Filetime.instant(password.filetime()), clock.instant())
                        .compareTo(FRESH)
                < 0;
        if (set > password.filetime() + tolerance && !fresh) {
            return Optional.of(new Ended(password, PasswordEnd.STALE, "the directory has a newer password"));
        }
        if (set >= password.filetime() - tolerance) {
            return Optional.empty();
        }
        return fresh ? inAMoment(password, waited) : whenReplicated(password, set, waited);
    }

    /** Perhaps it must be changed at the next logon: that is not to be sent in a hurry, or not without saying so. */
    private Optional<PasswordSettlement> inAMoment(WaitingPassword password, Duration waited) {
        return waited.compareTo(DIRECTORY_TELLS_WITHIN) < 0
                ? Optional.of(new Waits(password, clock.instant().plus(LOOK_AGAIN), NOT_TOLD, false, false))
                : Optional.empty();
    }

    /** Many of them may have come at once, after an outage. */
    private Optional<PasswordSettlement> whenReplicated(WaitingPassword password, long set, Duration waited) {
        if (waited.compareTo(REPLICATED_WITHIN) < 0) {
            return Optional.of(later(password, NOT_TOLD));
        }
        return password.rivals().stream().anyMatch(rival -> same(set, rival))
                ? Optional.of(new Ended(password, PasswordEnd.SUPERSEDED, "the directory kept another one"))
                : Optional.empty();
    }

    /** What the provider's answer means. */
    PasswordSettlement after(WaitingPassword password, ScimOutcome outcome) {
        return switch (outcome) {
            case ScimOutcome.Applied done -> new Ended(password, PasswordEnd.ACKNOWLEDGED, "");
            case ScimOutcome.Created done -> new Ended(password, PasswordEnd.ACKNOWLEDGED, "");
            case ScimOutcome.Conflict newer ->
                new Ended(
                        password, PasswordEnd.STALE, "the provider has this password or a newer one (HTTP 409)", true);
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

    private Waits later(WaitingPassword password, String cause) {
        return new Waits(password, clock.instant().plus(backoff.after(password.attempts())), cause, true, false);
    }

    private Waits held(WaitingPassword password) {
        String cause = "the user must change it at the next logon: held";
        return new Waits(password, clock.instant().plus(backoff.after(password.attempts())), cause, true, true);
    }
}
