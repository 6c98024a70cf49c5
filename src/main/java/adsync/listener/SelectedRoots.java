package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.Located;
import adsync.journal.RootJournal;
import adsync.observe.LogKeys;
import adsync.scope.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selected roots of a session, and which of them are deleted. Nobody lives in those any more; the journal knows them, so that
 * nobody who went with them is touched at the provider before a person says so.
 */
final class SelectedRoots {

    private static final Logger LOGGER = LoggerFactory.getLogger(SelectedRoots.class);

    private final RootJournal journal;
    private final ListenerHealth health;
    private final Set<ObjectGuid> deleted;
    private List<Place> selected;

    /**
     * As the configuration was understood.
     *
     * @param deleted those that are known to be
     */
    SelectedRoots(List<Place> selected, Set<ObjectGuid> deleted, RootJournal journal, ListenerHealth health) {
        this.selected = List.copyOf(selected);
        this.deleted = new HashSet<>(deleted);
        this.journal = journal;
        this.health = health;
    }

    /** The first one, be it deleted or not. */
    Place first() {
        return selected.getFirst();
    }

    /**
     * Looks each one up.
     *
     * @param directory where an object is now, tombstones included
     * @return those that are there, under their names now
     * @throws DirectoryException if one is neither there nor known to be deleted
     */
    List<Place> follow(Function<ObjectGuid, Optional<Located>> directory) {
        List<Place> living = new ArrayList<>();
        List<Place> all = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Place root : selected) {
            Optional<Located> located = directory.apply(root.objectGuid());
            if (located.filter(object -> !object.deleted()).isPresent()) {
                Place now = new Place(root.objectGuid(), located.get().dn());
                returned(now);
                living.add(now);
                all.add(now);
            } else if (located.isPresent() || deleted.contains(root.objectGuid())) {
                deleted(root);
                gone.add(root.dn());
                all.add(root);
            } else {
                throw unreadable(root);
            }
        }
        selected = all;
        health.concern(ListenerHealth.Concern.ROOT, concern(gone));
        return living;
    }

    private void deleted(Place root) {
        if (!deleted.contains(root.objectGuid())) {
            journal.markDeleted(root.objectGuid(), root.dn()).await();
            deleted.add(root.objectGuid()); // only now: what the journal does not take is told to it again
            LOGGER.atError()
                    .addKeyValue(LogKeys.ROOT, root.dn())
                    .log("a selected root is deleted: its users are left as they are until a person decides");
        }
    }

    private void returned(Place root) {
        if (deleted.contains(root.objectGuid())) {
            journal.markReturned(root.objectGuid()).await();
            deleted.remove(root.objectGuid());
            LOGGER.atInfo().addKeyValue(LogKeys.ROOT, root.dn()).log("a selected root that was deleted is there again");
        }
    }

    private static String concern(List<String> gone) {
        return gone.isEmpty()
                ? ""
                : "deleted in the directory: the selected root " + String.join(" and ", gone)
                        + ". The accounts of its users stay as they are until you decide: see adsync holds. Restore it, or"
                        + " approve what waits and take the root out of the configuration";
    }

    private static DirectoryException unreadable(Place root) {
        return new DirectoryException(
                DirectoryException.Reason.RIGHTS,
                "the selected root " + root.dn()
                        + " can no longer be read, and whether it was deleted cannot be seen; nothing is changed at the"
                        + " provider: give the account the right to read it and the deleted objects, or select another"
                        + " root in the configuration");
    }
}
