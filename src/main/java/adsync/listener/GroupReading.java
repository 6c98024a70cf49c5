package adsync.listener;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads all members of one group, page by page whatever its size, and again if it changed meanwhile. Changes are followed between
 * the pages: the group is written only in a step in which it was seen alive, so that it never outlives its tombstone. The journal
 * has it for read once it is; a group that was cut short is read anew. So is one that looks empty to an account that may not read
 * who is in it, or is hidden from it meanwhile: it keeps the members that are known, and is told of.
 */
final class GroupReading {

    /** A group that does not hold still is taken as it is: what changes is reported by DirSync anyway. */
    private static final int READINGS = 3;

    /** Members that are dropped, and groups that become known. */
    private static final int AT_ONCE = 500;

    private final GroupPages pages;
    private Group group;
    private List<Group> inside = List.of();
    private @Nullable Deque<Group> nested;
    private @Nullable PagedSearch<ObjectGuid> search;
    private long number;
    private int readings;
    private boolean known;
    private boolean anyMet;
    private boolean ended;
    private boolean complete;

    /**
     * Reads nothing yet.
     *
     * @param group as it was read just now
     */
    GroupReading(GroupPages pages, Group group) {
        this.pages = pages;
        this.group = group;
    }

    ObjectGuid objectGuid() {
        return group.objectGuid();
    }

    /** Whether all members were read; else the group is not there any more, or it or who is in it is hidden from us. */
    boolean complete() {
        return complete;
    }

    /** The groups in it, once it is at its end, where those matter. */
    List<Group> inside() {
        return inside;
    }

    /** Reads and writes a page. Returns false if there was none left. */
    boolean step(Checkpoint checkpoint) {
        if (ended) {
            return false;
        }
        boolean first = search == null;
        PagedSearch<ObjectGuid> members = search == null ? begin() : search;
        List<GroupChange> changes = new ArrayList<>();
        if (first || members.hasNext()) { // an empty part too: who comes after it is not dropped
            List<ObjectGuid> some = members.hasNext() ? pages.session().ask(members::next) : List.of();
            changes.add(new GroupChange.Members(objectGuid(), some, number));
            anyMet |= !some.isEmpty();
        }
        if (members.hasNext()) {
            goOn(changes, checkpoint);
        } else {
            finish(changes, checkpoint);
        }
        return true;
    }

    private PagedSearch<ObjectGuid> begin() {
        Directory directory = pages.session().directory();
        PagedSearch<ObjectGuid> begun = pages.session().ask(() -> directory.members(objectGuid()));
        search = begun;
        number = pages.readingNumber();
        readings++;
        anyMet = false;
        return begun;
    }

    private void goOn(List<GroupChange> changes, Checkpoint checkpoint) {
        if (!known) {
            Optional<Group> alive = pages.read(objectGuid());
            if (alive.isEmpty()) {
                vanish(checkpoint);
                return;
            }
            changes.addFirst(pages.known(alive.get()));
            known = true;
        }
        pages.write(changes, checkpoint);
    }

    private void finish(List<GroupChange> changes, Checkpoint checkpoint) {
        Optional<Group> after = pages.read(objectGuid());
        if (after.isEmpty()) {
            vanish(checkpoint);
            return;
        }
        boolean restless = after.get().usn() != group.usn() && readings < READINGS;
        boolean unwritten = !changes.isEmpty();
        group = after.get();
        changes.addFirst(pages.known(group));
        if (restless) {
            search = null;
            nested = null;
        } else if (!anyMet && !pages.empty(objectGuid(), number)) {
            doubt(changes);
            inside = pages.nested() ? pages.inside(group) : List.of();
        } else {
            drop(unwritten, changes, checkpoint);
        }
        pages.write(changes, checkpoint);
    }

    /** It went, of which DirSync tells, or it is hidden from us. */
    private void vanish(Checkpoint checkpoint) {
        List<GroupChange> changes = new ArrayList<>();
        doubt(changes);
        pages.write(changes, checkpoint);
    }

    private void doubt(List<GroupChange> changes) {
        changes.add(new GroupChange.Unread(objectGuid()));
        pages.unconfirmed().unread(objectGuid(), group.dn());
        ended = true;
    }

    /** What was not read goes in small parts; the last one, which is the only one of most groups, makes it complete. */
    private void drop(boolean unwritten, List<GroupChange> changes, Checkpoint checkpoint) {
        List<ObjectGuid> surplus =
                pages.kept().unreadMembers(objectGuid(), number, AT_ONCE + 1).await();
        if (surplus.size() <= AT_ONCE) {
            complete(changes, checkpoint);
        } else if (!unwritten) { // else some of them are in the page that is written only now
            changes.add(new GroupChange.Delta(objectGuid(), List.of(), surplus));
        }
    }

    private void complete(List<GroupChange> changes, Checkpoint checkpoint) {
        Deque<Group> left = nested == null ? nested(checkpoint) : nested;
        nested = left;
        for (int i = 0; i < AT_ONCE && !left.isEmpty(); i++) {
            changes.add(pages.known(left.remove()));
        }
        if (left.isEmpty()) {
            changes.add(new GroupChange.Complete(objectGuid(), number, checkpoint.epoch()));
            pages.unconfirmed().read(objectGuid());
            ended = true;
            complete = true;
        }
    }

    /** Groups in it that are to be read too. */
    private Deque<Group> nested(Checkpoint checkpoint) {
        inside = pages.nested() ? pages.inside(group) : List.of();
        return new ArrayDeque<>(pages.notWhole(inside, checkpoint));
    }
}
