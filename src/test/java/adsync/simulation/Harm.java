package adsync.simulation;

import adsync.change.ObjectGuid;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What was done at the provider that a person may have to allow. */
final class Harm {

    private final Map<Kind, Set<Deed>> done = new EnumMap<>(Kind.class);

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
        done.computeIfAbsent(kind, first -> new LinkedHashSet<>()).add(new Deed(key, what));
    }

    /** Whether an account was ever withdrawn. */
    boolean wasWithdrawn(String key) {
        return done.getOrDefault(Kind.WITHDRAWN, Set.of()).contains(new Deed(key, ""));
    }

    /** Fails if there was more of a kind than may pass unasked. */
    void check(Set<String> approved) {
        done.forEach((kind, deeds) -> {
            Set<Deed> unasked = new HashSet<>(deeds);
            unasked.removeIf(deed -> approved.contains(deed.key()));
            if (unasked.size() > kind.unasked) {
                throw new Violation("nobody approved that there was so much of " + kind + ": " + unasked);
            }
        });
    }

    /** Fails if one of those who went with their root was withdrawn, and nobody said so. */
    void checkRoot(Set<ObjectGuid> went, Set<String> approved) {
        for (Deed deed : done.getOrDefault(Kind.WITHDRAWN, Set.of())) {
            if (went.contains(ObjectGuid.parse(deed.key())) && !approved.contains(deed.key())) {
                throw new Violation("nobody approved that " + deed.key() + " was withdrawn, whose root was deleted");
            }
        }
    }
}
