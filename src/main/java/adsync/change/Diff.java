package adsync.change;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The comparison of what is with what we last saw. No difference, no change. */
public final class Diff {

    private Diff() {}

    /**
     * Compares an object of the selected root with its shadow.
     *
     * @param before our shadow; null if the object is new to us
     * @param after the object now
     */
    public static Optional<Change> between(@Nullable Shadow before, Image after) {
        if (before == null) {
            return Optional.of(new Change.Created(after.objectGuid(), after.dn(), deltas(null, after)));
        }
        Image known = before.image();
        SortedMap<String, Delta> deltas = deltas(known, after);
        if (!before.present()) {
            return Optional.of(new Change.Created(after.objectGuid(), after.dn(), deltas));
        }
        if (known.disabled() != after.disabled()) {
            return Optional.of(
                    after.disabled()
                            ? new Change.Disabled(after.objectGuid(), after.dn(), deltas)
                            : new Change.Enabled(after.objectGuid(), after.dn(), deltas));
        }
        if (!known.parent().equals(after.parent()) || !known.rdn().equals(after.rdn())) {
            return Optional.of(new Change.Moved(after.objectGuid(), after.dn(), known.dn(), deltas));
        }
        return deltas.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Updated(after.objectGuid(), after.dn(), deltas));
    }

    /**
     * The change of an object that is no longer in the selected root; empty if we did not know it there.
     *
     * @param before our shadow; null if we never saw the object
     * @param now where it is: left or deleted
     */
    public static Optional<Change> gone(@Nullable Shadow before, Presence now) {
        if (before == null || before.presence() == now || before.presence() == Presence.DELETED) {
            return Optional.empty();
        }
        Image known = before.image();
        return switch (now) {
            case LEFT -> Optional.of(new Change.LeftScope(known.objectGuid(), known.dn()));
            case DELETED -> Optional.of(new Change.Deleted(known.objectGuid(), known.dn()));
            case PRESENT -> throw new IllegalArgumentException("a present object is not gone");
        };
    }

    private static SortedMap<String, Delta> deltas(@Nullable Image before, Image after) {
        SortedMap<String, Delta> deltas = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        after.attributes().forEach((name, values) -> {
            List<String> old = before == null ? List.of() : before.values(name);
            if (!old.equals(values)) {
                deltas.put(name, new Delta(old, values));
            }
        });
        if (before != null) {
            before.attributes().forEach((name, old) -> {
                if (!after.attributes().containsKey(name)) {
                    deltas.put(name, new Delta(old, List.of()));
                }
            });
        }
        return deltas;
    }
}
