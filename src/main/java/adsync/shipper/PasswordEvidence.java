package adsync.shipper;

import adsync.change.Filetime;
import adsync.journal.WaitingPassword;
import adsync.journal.WaitingPassword.Other;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is known of which password the directory has. A time alone proves nothing: clocks differ, and the domain controller that is
 * followed may not have heard yet. The one that sent an event has: what it says afterwards is that change, or what replaced it.
 */
final class PasswordEvidence {

    /** What is noted of one change at two places may differ by that much. */
    private static final long TOLERANCE = Filetime.ticks(Duration.ofSeconds(5));

    /** How long before an event came into being the domain controller that sent it may have written the change down. */
    private static final long WRITTEN_BEFORE = Filetime.ticks(Duration.ofMinutes(5));

    private final Senders senders;

    PasswordEvidence(Senders senders) {
        this.senders = senders;
    }

    /** Of an event. */
    enum Verdict {
        /** The directory has this password. */
        CURRENT,
        /** The directory has one that must be changed at the next logon, and this is likely the one. */
        TEMPORARY,
        /** The directory has another one, which is newer. */
        REPLACED,
        /** The directory does not know it yet, as far as that is known. */
        UNTOLD
    }

    static boolean same(long set, long changed) {
        return Math.abs(set - changed) <= TOLERANCE;
    }

    /**
     * Of an event that no other one contests.
     *
     * @param followed pwdLastSet at the domain controller that is followed
     */
    Verdict of(WaitingPassword password, long followed) {
        if (same(followed, password.filetime())) {
            return Verdict.CURRENT;
        }
        Verdict own = atSender(password);
        if (own == Verdict.UNTOLD && heardElsewhere(password)) {
            return Verdict.CURRENT;
        }
        return own == Verdict.UNTOLD && followed == 0 ? Verdict.TEMPORARY : own;
    }

    /** Whether the one that sent an event said itself that the password must be changed. */
    boolean saidToBeTemporary(WaitingPassword password) {
        return senders.own(password).equals(OptionalLong.of(0));
    }

    /** Whether the one that sent an event cannot be asked. */
    boolean senderIsSilent(WaitingPassword password) {
        return senders.silent(password);
    }

    /** Whether the one that sent an event said what it has, and that is neither this change nor what replaced it. */
    boolean senderDoesNotKnow(WaitingPassword password) {
        return senders.own(password).isPresent() && atSender(password) == Verdict.UNTOLD;
    }

    /** One that has another change may not have heard of this one yet: that says nothing. */
    private boolean heardElsewhere(WaitingPassword password) {
        return senders.elsewhere(password).stream().anyMatch(set -> same(set, password.filetime()));
    }

    private Verdict atSender(WaitingPassword password) {
        OptionalLong own = senders.own(password);
        if (own.isEmpty()) {
            return Verdict.UNTOLD;
        }
        long set = own.getAsLong();
        if (set == 0) {
            return Verdict.TEMPORARY;
        }
        if (same(set, password.filetime())) {
            return Verdict.CURRENT;
        }
        if (later(password, set) || another(password, set)) {
            return Verdict.REPLACED;
        }
        return written(password).isPresent() ? Verdict.CURRENT : Verdict.UNTOLD;
    }

    /**
     * When the domain controller that sent an event wrote its change down, if it said so. It does that before it tells its source,
     * which others there may hold up: what it has afterwards is this change, unless it is one of a later or another one.
     */
    OptionalLong written(WaitingPassword password) {
        OptionalLong own = senders.own(password);
        if (own.isEmpty()) {
            return own;
        }
        long set = own.getAsLong();
        long since = password.filetime() - set;
        return since >= -TOLERANCE && since <= WRITTEN_BEFORE && !another(password, set) ? own : OptionalLong.empty();
    }

    /** Whether a time is that of a change that came later than the event, as far as clocks can tell. */
    static boolean later(WaitingPassword password, long set) {
        return set > password.filetime() && !password.overtook(time -> same(set, time));
    }

    /** Whether a time is that of another domain controller's event. */
    static boolean another(WaitingPassword password, long set) {
        return password.others().stream().anyMatch(other -> !other.before() && same(set, other.filetime()));
    }

    /** Of an event that others contest whose times are later by their own clocks: whether the directory kept it after all. */
    Verdict ofContested(WaitingPassword password) {
        if (atSender(password) == Verdict.REPLACED) {
            return Verdict.REPLACED;
        }
        List<Other> rivals = password.rivals();
        boolean kept = !rivals.isEmpty()
                && rivals.stream()
                        .map(rival -> senders.at(rival.controller(), password))
                        .allMatch(told -> told.isPresent() && same(told.getAsLong(), password.filetime()));
        return kept ? Verdict.CURRENT : Verdict.UNTOLD;
    }
}
