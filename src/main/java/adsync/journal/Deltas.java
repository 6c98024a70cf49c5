package adsync.journal;

import adsync.change.Change;
import adsync.change.ChangeKind;
import adsync.change.Delta;
import adsync.change.Image;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What changes did that are shipped together, as texts of the store; null where a creation is among them. */
final class Deltas {

    static final String NONE = "{}";

    private static final String PLACE = "distinguishedName";

    private Deltas() {}

    /** Of one change. */
    static @Nullable String of(Change change) {
        if (change.kind() == ChangeKind.CREATED) {
            return null;
        }
        if (change instanceof Change.Moved moved) {
            SortedMap<String, Delta> all = new TreeMap<>(moved.deltas());
            all.putIfAbsent(PLACE, new Delta(List.of(moved.previousDn()), List.of(moved.dn())));
            return Json.ofDeltas(all);
        }
        return change.deltas().isEmpty() ? NONE : Json.ofDeltas(change.deltas());
    }

    /** Of two changes, one after the other: the values before the first and after the second. */
    static @Nullable String merged(@Nullable String first, @Nullable String second) {
        if (first == null || second == null) {
            return null;
        }
        if (first.equals(NONE) || second.equals(NONE)) {
            return first.equals(NONE) ? second : first;
        }
        SortedMap<String, Delta> all = Json.deltas(first);
        for (Map.Entry<String, Delta> then : Json.deltas(second).entrySet()) {
            Delta delta = then.getValue();
            all.merge(then.getKey(), delta, (before, after) -> new Delta(before.before(), after.after()));
        }
        all.values().removeIf(delta -> delta.before().equals(delta.after()));
        return Json.ofDeltas(all);
    }

    /** With the values of a creation, which are those of the image that was shipped: of each, what there is after it. */
    static String spelledOut(@Nullable String deltas, Image image, boolean present) {
        if (deltas != null) {
            return deltas;
        }
        return present ? Json.ofLists(image.attributes()) : NONE;
    }
}
