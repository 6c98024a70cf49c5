package adsync.listener;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Located;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reading of the groups that give services, and of the groups in them at any depth, before an enumeration of the users, so
 * that each user comes with all services at once. What was read in this epoch already is passed over.
 */
final class ServiceGroups {

    private final GroupPages pages;
    private final Set<ObjectGuid> guests;
    private final Set<ObjectGuid> met;
    private final Deque<ObjectGuid> ahead;

    /** Those that nothing led to, and that are more likely kept from us than gone: what they lead to is kept with them. */
    private final Set<ObjectGuid> hidden = new HashSet<>();

    private @Nullable GroupReading current;
    private @Nullable StaleGroups stale;
    private boolean doubtful;

    ServiceGroups(GroupPages pages) {
        this.pages = pages;
        this.guests = pages.guests();
        this.met = new HashSet<>(pages.ofServices());
        met.addAll(guests);
        this.ahead = new ArrayDeque<>(met);
    }

    /** Reads or writes a page. Returns false if there was none left. */
    boolean step(Checkpoint checkpoint) {
        GroupReading reading = current;
        if (reading != null) {
            if (reading.step(checkpoint)) {
                return true;
            }
            current = null;
            doubtful |= !reading.complete();
            enter(reading.inside());
        }
        ObjectGuid next = ahead.poll();
        if (next == null) {
            return forget(checkpoint);
        }
        pages.read(next).ifPresent(group -> {
            if (pages.whole(next, checkpoint)) {
                enter(pages.inside(group));
            } else {
                current = new GroupReading(pages, group);
            }
        });
        return true;
    }

    private void enter(Collection<Group> inside) {
        for (Group group : inside) {
            if (met.add(group.objectGuid())) {
                ahead.add(group.objectGuid());
            }
        }
    }

    /** Where groups are shipped too, what leads to a group is known only once those are read. */
    private boolean forget(Checkpoint checkpoint) {
        StaleGroups found = stale;
        if (found == null) {
            found = StaleGroups.find(
                    pages,
                    checkpoint,
                    group -> !pages.shipped() || pages.ofServices().contains(group),
                    this::fate);
            stale = found;
            found.groups().stream().filter(this::hidden).forEach(hidden::add);
            doubtful |= !hidden.isEmpty();
        }
        return found.step(checkpoint);
    }

    /** In a group that does not show who is in it there may still be others. A guest could not be read now. */
    private GroupChange fate(ObjectGuid group) {
        return guests.contains(group) || hidden.contains(group) || (doubtful && pages.inAnother(group))
                ? new GroupChange.Unread(group)
                : new GroupChange.Gone(group);
    }

    /** One that is alive and cannot be read, or shows us no tombstone either, is more likely kept from us than gone. */
    private boolean hidden(ObjectGuid group) {
        if (!pages.inAnother(group) && !pages.ofServices().contains(group)) {
            return false;
        }
        Optional<Located> located =
                pages.session().ask(() -> pages.session().directory().locate(group));
        boolean unseen = located.map(
                        there -> !there.deleted() && pages.read(group).isEmpty())
                .orElse(true);
        if (unseen) {
            pages.unconfirmed().unread(group, located.map(Located::dn).orElseGet(group::toString));
        }
        return unseen;
    }
}
