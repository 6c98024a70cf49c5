package adsync.shipper;

import adsync.journal.WaitingPassword;
import adsync.shipper.SidHolders.Account;
import adsync.shipper.SidHolders.Holder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the directory said of those whose passwords came and whom we do not know. It is asked for one SID at most once in some minutes,
 * for some of them at once, and never twice at the same time. Of one lane.
 */
final class Strangers {

    /** Who was hired just now is heard of sooner. */
    static final Duration ASKED_AFTER = Duration.ofSeconds(5);

    /** A new user may be moved into a root right after the creation; of nobody else that is waited for. */
    static final Duration MAY_BE_MOVED_WITHIN = Duration.ofMinutes(15);

    static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(5);

    /** What is not asked for again meanwhile concerns no event any more. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(20);

    static final int AT_ONCE = 1000;

    private final Clock clock;
    private final Map<String, Told> told = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private Instant askedAt = Instant.EPOCH;
    private Set<String> asked = Set.of();

    /** What was said of one, and when it was asked for; empty if nobody has that SID. */
    private record Told(Optional<Account> account, Instant at) {

        boolean notNew() {
            return account.flatMap(Account::created)
                    .filter(created -> !created.plus(MAY_BE_MOVED_WITHIN).isAfter(at))
                    .isPresent();
        }

        boolean after(Instant moment) {
            return !at.isBefore(moment);
        }
    }

    Strangers(Clock clock) {
        this.clock = clock;
    }

    /** Notes whom to ask for, of some events that wait. */
    void note(List<WaitingPassword> waiting) {
        Instant now = clock.instant();
        told.values()
                .removeIf(one -> one.at().plus(FORGOTTEN_AFTER).isBefore(now)
                        || one.at().isAfter(now)); // the clock was put back
        for (WaitingPassword password : waiting) {
            if (password.user() == null
                    && isDue(password, now)
                    && !asked.contains(password.sid())
                    && wanted.size() < AT_ONCE) {
                wanted.add(password.sid());
            }
        }
    }

    /** Whom to ask for now; nobody while an answer is expected. If there is anybody, {@link #answered} is to follow. */
    Set<String> toAsk() {
        if (!asked.isEmpty() || wanted.isEmpty()) {
            return Set.of();
        }
        asked = Set.copyOf(wanted);
        wanted.clear();
        askedAt = clock.instant();
        return asked;
    }

    /** What was said before an event came may be over since. */
    private boolean isDue(WaitingPassword password, Instant now) {
        Instant from = password.countedFrom().plus(ASKED_AFTER);
        Told last = told.get(password.sid());
        return !from.isAfter(now)
                && (last == null || !last.after(from) || !last.at().isAfter(now.minus(ASKED_AGAIN_AFTER)));
    }

    /** What was said of those. */
    void answered(Map<String, Account> accounts) {
        asked.forEach(sid -> told.put(sid, new Told(Optional.ofNullable(accounts.get(sid)), askedAt)));
        asked = Set.of();
    }

    /** Who has the SID of an event; empty if that is not known. */
    Optional<Holder> holder(WaitingPassword password) {
        return Optional.ofNullable(told.get(password.sid()))
                .flatMap(Told::account)
                .map(Account::holder);
    }

    /** Whether that was said of it, and of a user who is not new, or when a new one could have been moved. */
    boolean stayed(WaitingPassword password) {
        Told last = told.get(password.sid());
        return last != null
                && last.after(password.countedFrom().plus(last.notNew() ? ASKED_AFTER : MAY_BE_MOVED_WITHIN));
    }
}
