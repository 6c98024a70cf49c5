package adsync.listener;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import adsync.scope.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the groups in the selected roots, page by page. Those of which not all members were read in this epoch are read,
 * so that a walk that was cut short goes on where it was. Then each shipped one that was not met is looked up: a tombstone is
 * gone, one that is elsewhere has left, and one that is nowhere stays as it is.
 */
final class GroupPlacing {

    private static final int LOOKED_UP_AT_ONCE = 50;

    private final GroupPages pages;
    private final Deque<Place> roots;
    private final Set<ObjectGuid> missing;
    private final Deque<Group> unread = new ArrayDeque<>();
    private @Nullable PagedSearch<Group> search;
    private @Nullable GroupReading current;
    private @Nullable StaleGroups stale;

    /** Begins a walk. */
    GroupPlacing(GroupPages pages) {
        this.pages = pages;
        this.roots = new ArrayDeque<>(pages.session().scope().roots());
        this.missing = new HashSet<>(
                pages.kept().shipped(pages.session().namingContext().guid()).await());
    }

    /** Reads or writes a page. Returns false if there was none left. */
    boolean step(Checkpoint checkpoint) {
        return read(checkpoint) || meet(checkpoint) || lookUp(checkpoint) || forget(checkpoint);
    }

    private boolean read(Checkpoint checkpoint) {
        while (current != null || !unread.isEmpty()) {
            GroupReading reading = current == null ? new GroupReading(pages, unread.remove()) : current;
            current = reading;
            if (reading.step(checkpoint)) {
                return true;
            }
            current = null;
        }
        return false;
    }

    private boolean meet(Checkpoint checkpoint) {
        PagedSearch<Group> groups = search;
        if (groups == null || !groups.hasNext()) {
            Place root = roots.poll();
            if (root == null) {
                return false;
            }
            groups = pages.session().ask(() -> pages.session().directory().groups(root.dn()));
            search = groups;
        }
        List<Group> ours =
                pages.session().ask(groups::next).stream().filter(pages::ours).toList();
        ours.forEach(group -> missing.remove(group.objectGuid()));
        Set<Group> notWhole = new LinkedHashSet<>(pages.notWhole(ours, checkpoint));
        unread.addAll(notWhole);
        List<GroupChange> known = ours.stream()
                .filter(group -> !notWhole.contains(group))
                .<GroupChange>map(pages::known)
                .toList();
        if (!known.isEmpty()) {
            pages.write(known, checkpoint);
        }
        return true;
    }

    private boolean lookUp(Checkpoint checkpoint) {
        List<GroupChange> changes = new ArrayList<>();
        Iterator<ObjectGuid> next = missing.iterator();
        if (!next.hasNext()) {
            return false;
        }
        for (int i = 0; i < LOOKED_UP_AT_ONCE && next.hasNext(); i++) {
            ObjectGuid group = next.next();
            next.remove();
            pages.session().ask(() -> pages.session().directory().locate(group)).ifPresent(located -> {
                if (located.deleted()) {
                    changes.add(new GroupChange.Gone(group));
                } else {
                    pages.read(group).ifPresent(moved -> changes.add(pages.known(moved)));
                }
            });
        }
        if (!changes.isEmpty()) {
            pages.write(changes, checkpoint);
        }
        return true;
    }

    /** One that is still shipped could not be read, and is not believed to be gone. */
    private boolean forget(Checkpoint checkpoint) {
        StaleGroups found = stale;
        if (found == null) {
            ObjectGuid namingContext = checkpoint.namingContext().guid();
            Set<ObjectGuid> shipped = pages.kept().shipped(namingContext).await();
            found = StaleGroups.find(pages, checkpoint, group -> !shipped.contains(group), this::fate);
            stale = found;
        }
        return found.step(checkpoint);
    }

    /** What came into another group meanwhile is led to by that one. */
    private GroupChange fate(ObjectGuid group) {
        return pages.inAnother(group) || pages.guests().contains(group)
                ? new GroupChange.Unread(group)
                : new GroupChange.Gone(group);
    }
}
