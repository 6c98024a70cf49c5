package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.LinkAttribute;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import adsync.journal.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Reads all members of groups. To an account that lost the right to read them a group looks empty, so an empty one is believed
 * only if it may be read; else it stays as it is, is told of, and is read again after a while, and after a restart.
 */
final class MemberReading implements Backlog {

    /** A group that does not hold still is taken as it is: what changes is reported by DirSync anyway. */
    private static final int READINGS = 3;

    /** So many former members are asked where the rights cannot be. */
    private static final int WITNESSES = 100;

    private final Session session;
    private final Journal journal;
    private final Pages pages;
    private final PageWriter writer;
    private final Unconfirmed unconfirmed;
    private final Later later;
    private final RandomGenerator random;
    private final BiFunction<Group, Checkpoint, GroupChange.Known> known;

    /** Whose members are not known for certain. */
    private final Set<ObjectGuid> unread = new LinkedHashSet<>();

    private final Deque<ObjectGuid> ahead = new ArrayDeque<>();
    private boolean lookedBack;

    /**
     * Reads none yet.
     *
     * @param later when those that could not be believed are read again
     * @param known what a page says of a group itself
     */
    MemberReading(
            Session session,
            Journal journal,
            Pages pages,
            PageWriter writer,
            Unconfirmed unconfirmed,
            Later later,
            RandomGenerator random,
            BiFunction<Group, Checkpoint, GroupChange.Known> known) {
        this.session = session;
        this.journal = journal;
        this.pages = pages;
        this.writer = writer;
        this.unconfirmed = unconfirmed;
        this.later = later;
        this.random = random;
        this.known = known;
    }

    /** Reads one again that could not be believed, or whose reading was cut short. */
    @Override
    public boolean step(Drain drain) {
        Checkpoint checkpoint = drain.checkpoint();
        if (!lookedBack) {
            unread.addAll(
                    journal.unreadGroups(checkpoint.namingContext().guid()).await());
            lookedBack = true;
        }
        if (ahead.isEmpty() && later.due()) {
            ahead.addAll(unread);
        }
        ObjectGuid next = ahead.poll();
        if (next == null) {
            return false;
        }
        Optional<Group> group = read(next);
        if (group.isPresent()) {
            whole(group.get(), checkpoint);
        } else if (journal.trackedGroups(List.of(next)).await().isEmpty()) {
            forget(next);
        }
        if (unread.isEmpty()) {
            later.succeeded();
        } else if (ahead.isEmpty()) {
            later.failed();
        }
        return true;
    }

    /** Page by page, whatever its size; again if it changed meanwhile. Returns it as it was read last. */
    Group whole(Group group, Checkpoint checkpoint) {
        Group before = group;
        for (int reading = 1; ; reading++) {
            long number = number();
            write(known.apply(before, checkpoint), checkpoint);
            write(new GroupChange.Begun(before.objectGuid(), number), checkpoint);
            boolean any = readMembers(before, number, checkpoint);
            Optional<Group> after = read(before.objectGuid());
            if (after.isEmpty()) { // it went, of which DirSync tells, or is hidden from us
                doubt(before);
                return before;
            }
            if (after.get().usn() == before.usn() || reading == READINGS) {
                if (any || believable(before)) {
                    write(new GroupChange.Complete(before.objectGuid(), number), checkpoint);
                    forget(before.objectGuid());
                } else {
                    doubt(before);
                }
                return after.get();
            }
            before = after.get();
        }
    }

    private boolean readMembers(Group group, long number, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<ObjectGuid> members = session.ask(() -> directory.members(group.objectGuid()));
        boolean any = false;
        while (members.hasNext()) {
            List<ObjectGuid> some = session.ask(members::next);
            if (!some.isEmpty()) {
                write(new GroupChange.Members(group.objectGuid(), some, number), checkpoint);
                any = true;
            }
        }
        return any;
    }

    private boolean believable(Group empty) {
        Directory directory = session.directory();
        return switch (session.ask(() -> directory.mayRead(empty.objectGuid(), LinkAttribute.MEMBER))) {
            case GRANTED -> true;
            case DENIED -> false;
            case UNKNOWN -> !stillNamed(empty.objectGuid());
        };
    }

    /** Whether one of those who we know are in it says that it still is. */
    private boolean stillNamed(ObjectGuid group) {
        List<ObjectGuid> witnesses = journal.someMembers(group, WITNESSES).await();
        return !witnesses.isEmpty()
                && session.ask(() -> session.directory().groupsOf(witnesses)).values().stream()
                        .anyMatch(groups -> groups.contains(group));
    }

    /** A group that is to be read whole soon, because we may know members that it has no longer. */
    void due(ObjectGuid group, PageBuilder page) {
        page.group(new GroupChange.Begun(group, number()));
        unread.add(group);
        later.succeeded();
    }

    /** A group was touched: perhaps it can be read now. */
    void touched(ObjectGuid group) {
        if (unread.contains(group)) {
            later.succeeded();
        }
    }

    /** A group that is known for certain, or is none of ours any more. */
    void forget(ObjectGuid group) {
        unread.remove(group);
        unconfirmed.read(group);
    }

    private void doubt(Group group) {
        unread.add(group.objectGuid());
        unconfirmed.unread(group.objectGuid(), group.dn());
    }

    private long number() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    private Optional<Group> read(ObjectGuid guid) {
        for (DirectoryObject object : session.ask(() -> session.directory().read(List.of(guid)))) {
            if (object instanceof Group group) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private void write(GroupChange change, Checkpoint checkpoint) {
        PageBuilder page = pages.empty();
        page.group(change);
        writer.write(page, checkpoint);
    }
}
