package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.journal.WaitingPassword;
import adsync.journal.WaitingPassword.Other;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What the domain controllers that tell of changes say themselves of when passwords were set, while the one that is followed may lag
 * behind. Each is asked for some users at once, and never twice at the same time. Of one lane.
 */
final class Senders {

    /** The domain controller that is followed mostly tells sooner. */
    static final Duration ASKED_AFTER = Duration.ofMillis(500);

    static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(15);

    /** One that told nothing is left alone for so long. */
    static final Duration SILENT_FOR = Duration.ofMinutes(1);

    /** What is not asked for again meanwhile concerns no event any more. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(20);

    static final int AT_ONCE = 1000;

    /** How many are asked in place of one that says nothing. */
    private static final int WITNESSES = 3;

    private final Clock clock;
    private final Function<String, List<String>> others;
    private final Map<Question, Told> told = new HashMap<>();
    private final Map<String, Set<ObjectGuid>> wanted = new HashMap<>();
    private final Map<String, Set<ObjectGuid>> asked = new HashMap<>();
    private final Map<String, Instant> askedAt = new HashMap<>();
    private final Map<String, Instant> silentUntil = new HashMap<>();

    private record Question(String controller, ObjectGuid user) {

        static Question of(String controller, ObjectGuid user) {
            return new Question(controller.toLowerCase(Locale.ROOT), user);
        }
    }

    /** What was said of one, and when it was asked for. */
    private record Told(long set, Instant at) {}

    /**
     * Of which nobody was asked yet.
     *
     * @param others the domain controllers that may have heard of the changes of one
     */
    Senders(Clock clock, Function<String, List<String>> others) {
        this.clock = clock;
        this.others = others;
    }

    /** Notes whom to ask for what, of some events that wait. */
    void note(List<WaitingPassword> waiting) {
        Instant now = clock.instant();
        forget(now);
        for (WaitingPassword password : waiting) {
            WaitingPassword.User user = password.user();
            if (user != null
                    && undecided(password, user)
                    && !password.countedFrom().plus(ASKED_AFTER).isAfter(now)) {
                want(password.controller(), user.objectGuid(), now);
                if (silent(password)) {
                    witnesses(password, now).forEach(witness -> want(witness, user.objectGuid(), now));
                }
                for (Other rival : password.rivals()) {
                    want(rival.controller(), user.objectGuid(), now);
                }
            }
        }
    }

    /** Whether more is to be learnt. */
    private boolean undecided(WaitingPassword password, WaitingPassword.User user) {
        if (!user.present() || user.providerId().isEmpty() || user.passwordSet().isEmpty()) {
            return false;
        }
        long set = user.passwordSet().getAsLong();
        boolean told = PasswordEvidence.same(set, password.filetime())
                || (set == 0 && own(password).equals(OptionalLong.of(0)));
        return !told || !password.rivals().isEmpty();
    }

    /** What was said at a time that is still to come, as the clock was put back, says nothing of what has come since. */
    private void forget(Instant now) {
        told.values()
                .removeIf(one ->
                        one.at().plus(FORGOTTEN_AFTER).isBefore(now) || one.at().isAfter(now));
        silentUntil.values().removeIf(until -> until.isAfter(now.plus(SILENT_FOR)));
    }

    private void want(String controller, ObjectGuid user, Instant now) {
        Question question = Question.of(controller, user);
        Told last = told.get(question);
        String name = question.controller();
        Set<ObjectGuid> some = wanted.computeIfAbsent(name, first -> new HashSet<>());
        if ((last == null || !last.at().plus(ASKED_AGAIN_AFTER).isAfter(now))
                && !asked.getOrDefault(name, Set.of()).contains(user)
                && some.size() < AT_ONCE) {
            some.add(user);
        }
    }

    /** Whom to ask now, and for which users; for each of them {@link #answered} is to follow. */
    Map<String, Set<ObjectGuid>> toAsk() {
        Instant now = clock.instant();
        Map<String, Set<ObjectGuid>> ready = new HashMap<>();
        wanted.forEach((controller, users) -> {
            if (!users.isEmpty() && !silentNow(controller, now) && !asked.containsKey(controller)) {
                ready.put(controller, Set.copyOf(users));
            }
        });
        ready.forEach((controller, users) -> {
            wanted.remove(controller);
            asked.put(controller, users);
            askedAt.put(controller, now);
        });
        return ready;
    }

    /** What one said; returns those of whom that is news, and so it is that it says nothing: then others are asked. */
    Set<ObjectGuid> answered(String controller, Map<ObjectGuid, Long> states) {
        Instant at = askedAt.getOrDefault(controller, clock.instant());
        Set<ObjectGuid> news = new HashSet<>();
        states.forEach((user, set) -> {
            Told before = told.put(Question.of(controller, user), new Told(set, at));
            if (before == null || before.set() != set) {
                news.add(user);
            }
        });
        if (states.isEmpty()) {
            if (!silentUntil.containsKey(controller)) {
                news.addAll(asked.getOrDefault(controller, Set.of()));
            }
            silentUntil.put(controller, clock.instant().plus(SILENT_FOR));
        } else {
            silentUntil.remove(controller);
        }
        asked.remove(controller);
        askedAt.remove(controller);
        return news;
    }

    /** Whether the sender of an event told nothing when it was asked last. */
    boolean silent(WaitingPassword password) {
        return silentUntil.containsKey(password.controller().toLowerCase(Locale.ROOT));
    }

    /** Some that may have heard of an event and did not fail to answer themselves. */
    private List<String> witnesses(WaitingPassword password, Instant now) {
        return others.apply(password.controller()).stream()
                .filter(one -> !silentNow(one.toLowerCase(Locale.ROOT), now))
                .limit(WITNESSES)
                .toList();
    }

    private boolean silentNow(String controller, Instant now) {
        return silentUntil.getOrDefault(controller, Instant.MIN).isAfter(now);
    }

    /** What others said of the user after the event had come, while its sender says nothing. */
    List<Long> elsewhere(WaitingPassword password) {
        return silent(password)
                ? others.apply(password.controller()).stream()
                        .flatMap(one -> at(one, password).stream().boxed())
                        .toList()
                : List.of();
    }

    /** What the sender of an event said after the event had come. */
    OptionalLong own(WaitingPassword password) {
        return at(password.controller(), password);
    }

    /** What a domain controller said of the user of an event after that had come. */
    OptionalLong at(String controller, WaitingPassword password) {
        WaitingPassword.User user = password.user();
        Told known = user == null ? null : told.get(Question.of(controller, user.objectGuid()));
        return known == null || known.at().isBefore(password.countedFrom())
                ? OptionalLong.empty()
                : OptionalLong.of(known.set());
    }
}
