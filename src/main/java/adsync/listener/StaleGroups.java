package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides on groups that nothing led to, a few at a time: there may be many members in each. */
final class StaleGroups {

    private static final int AT_ONCE = 20;

    private final GroupPages pages;
    private final Deque<ObjectGuid> left;
    private final Function<ObjectGuid, GroupChange> fate;

    private StaleGroups(GroupPages pages, List<ObjectGuid> stale, Function<ObjectGuid, GroupChange> fate) {
        this.pages = pages;
        this.left = new ArrayDeque<>(stale);
        this.fate = fate;
    }

    /**
     * Those that no reading of this epoch has met.
     *
     * @param among which of them
     * @param fate what becomes of each
     */
    static StaleGroups find(
            GroupPages pages,
            Checkpoint checkpoint,
            Predicate<ObjectGuid> among,
            Function<ObjectGuid, GroupChange> fate) {
        ObjectGuid namingContext = checkpoint.namingContext().guid();
        return new StaleGroups(
                pages,
                pages.kept().stale(namingContext, checkpoint.epoch()).await().stream()
                        .filter(among)
                        .toList(),
                fate);
    }

    /** Those that are still to be decided on. */
    List<ObjectGuid> groups() {
        return List.copyOf(left);
    }

    /** Writes what becomes of the next ones. Returns false if there was none left. */
    boolean step(Checkpoint checkpoint) {
        List<GroupChange> changes = new ArrayList<>();
        while (!left.isEmpty() && changes.size() < AT_ONCE) {
            changes.add(fate.apply(left.remove()));
        }
        if (!changes.isEmpty()) {
            pages.write(changes, checkpoint);
        }
        return !changes.isEmpty();
    }
}
