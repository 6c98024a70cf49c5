package adsync.simulation;

import adsync.change.ObjectGuid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What was done at the provider that a person may have to allow. */
final class Harm {

    /** A member whose addition has an unknown fate is taken out and put in again, lest it be there twice: that is no harm. */
    private static final Duration PUT_IN_AGAIN_WITHIN = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<Kind, Map<Deed, Instant>> done = new EnumMap<>(Kind.class);

    Harm(Clock clock) {
        this.clock = clock;
    }

    /** The kinds of it, as far as the provider can tell them apart. */
    enum Kind {
        /** An account was switched off or deleted, or a group deleted: three kinds of the guard's. */
        WITHDRAWN(3 * Settings.HARM_LIMIT),
        /** An account that is on has lost a service. */
        SERVICE(Settings.HARM_LIMIT),
        /** An account has another login. */
        LOGIN(Settings.HARM_LIMIT),
        /** A group has lost a member that is still there. */
        MEMBER(Settings.HARM_LIMIT);

        private final int unasked;

        Kind(int unasked) {
            this.unasked = unasked;
        }
    }

    /** It is the same one however often it is done. */
    private record Deed(String key, String what) {}

    /**
     * Something is done.
     *
     * @param key of the object that a person would be asked about
     * @param what of it
     */
    void note(Kind kind, String key, String what) {
        done.computeIfAbsent(kind, first -> new LinkedHashMap<>()).putIfAbsent(new Deed(key, what), clock.instant());
    }

    /** A member is in a group again that it was taken out of just now. */
    void putInAgain(String key, String member) {
        Map<Deed, Instant> removed = done.getOrDefault(Kind.MEMBER, Map.of());
        Instant since = removed.get(new Deed(key, member));
        if (since != null && recent(since)) {
            removed.remove(new Deed(key, member));
        }
    }

    private boolean recent(Instant since) {
        return since.plus(PUT_IN_AGAIN_WITHIN).isAfter(clock.instant());
    }

    /** Whether an account was ever withdrawn. */
    boolean wasWithdrawn(String key) {
        return done.getOrDefault(Kind.WITHDRAWN, Map.of()).containsKey(new Deed(key, ""));
    }

    /**
     * Fails if there was more of a kind than may pass unasked.
     *
     * @param over whether nothing is done any more
     */
    void check(Set<String> approved, boolean over) {
        done.forEach((kind, deeds) -> {
            Map<Deed, Instant> unasked = new LinkedHashMap<>(deeds);
            unasked.keySet().removeIf(deed -> approved.contains(deed.key()));
            unasked.values().removeIf(since -> kind == Kind.MEMBER && !over && recent(since));
            if (unasked.size() > kind.unasked) {
                throw new Violation("nobody approved that there was so much of " + kind + ": " + unasked.keySet());
            }
        });
    }

    /** Fails if one of those who went with their root was withdrawn, and nobody said so. */
    void checkRoot(Set<ObjectGuid> went, Set<String> approved) {
        for (Deed deed : done.getOrDefault(Kind.WITHDRAWN, Map.of()).keySet()) {
            if (went.contains(ObjectGuid.parse(deed.key())) && !approved.contains(deed.key())) {
                throw new Violation("nobody approved that " + deed.key() + " was withdrawn, whose root was deleted");
            }
        }
    }
}
