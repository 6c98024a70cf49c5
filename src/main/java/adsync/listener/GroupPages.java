package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.LinkAttribute;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import adsync.journal.GroupJournal;
import adsync.journal.Journal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Reads groups as they are, and makes durable what is said of them: what all who follow groups have in common. */
final class GroupPages {

    private static final int BATCH = 500;

    /** So many former members are asked where the rights cannot be. */
    private static final int WITNESSES = 100;

    private final Session session;
    private final Journal journal;
    private final Pages pages;
    private final PageWriter writer;
    private final Unconfirmed unconfirmed;
    private final RandomGenerator random;
    private final boolean shipped;

    /**
     * Of one session.
     *
     * @param shipped whether the groups of the selected roots are shipped themselves
     */
    GroupPages(
            Session session,
            Journal journal,
            Pages pages,
            PageWriter writer,
            Unconfirmed unconfirmed,
            RandomGenerator random,
            boolean shipped) {
        this.session = session;
        this.journal = journal;
        this.pages = pages;
        this.writer = writer;
        this.unconfirmed = unconfirmed;
        this.random = random;
        this.shipped = shipped;
    }

    Session session() {
        return session;
    }

    GroupJournal kept() {
        return journal.groups();
    }

    /** The groups whose members are not known for certain. */
    Unconfirmed unconfirmed() {
        return unconfirmed;
    }

    boolean shipped() {
        return shipped;
    }

    /** Those that give services. */
    Collection<ObjectGuid> ofServices() {
        return session.services().groups();
    }

    /** Whether the groups in a group matter too: whoever is in them has the services of the outer one. */
    boolean nested() {
        return !ofServices().isEmpty();
    }

    /** Whether it is to be shipped, where it is now. */
    boolean ours(Group group) {
        return shipped && session.scope().contains(group.dn());
    }

    GroupChange.Known known(Group group) {
        return new GroupChange.Known(group, shipped ? Optional.of(ours(group)) : Optional.empty());
    }

    /** Tells one full read from others of the same group. */
    long readingNumber() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    void write(List<GroupChange> changes, Checkpoint checkpoint) {
        PageBuilder page = pages.empty();
        changes.forEach(page::group);
        writer.write(page, checkpoint);
    }

    Optional<Group> read(ObjectGuid guid) {
        return read(List.of(guid)).stream().findFirst();
    }

    List<Group> read(List<ObjectGuid> among) {
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < among.size(); from += BATCH) {
            List<ObjectGuid> batch = among.subList(from, Math.min(from + BATCH, among.size()));
            for (DirectoryObject object : session.ask(() -> session.directory().read(batch))) {
                if (object instanceof Group group) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    /** The groups that are direct members of a group. */
    List<Group> inside(Group group) {
        return session.ask(() -> session.directory().groupsIn(group.dn()));
    }

    /** Those of which the last enumeration, or somebody since, has not read all members. */
    List<Group> notWhole(List<Group> groups, Checkpoint checkpoint) {
        if (groups.isEmpty()) {
            return groups;
        }
        Set<ObjectGuid> whole = kept().whole(
                        groups.stream().map(Group::objectGuid).toList(), checkpoint.epoch())
                .await();
        return groups.stream()
                .filter(group -> !whole.contains(group.objectGuid()))
                .toList();
    }

    /**
     * Whether a group that showed no members has none: to an account that may not read them it looks empty.
     *
     * @param reading that met none
     */
    boolean empty(ObjectGuid group, long reading) {
        Directory directory = session.directory();
        return switch (session.ask(() -> directory.mayRead(group, LinkAttribute.MEMBER))) {
            case GRANTED -> true;
            case DENIED -> false;
            case UNKNOWN -> !stillNamed(group, reading);
        };
    }

    /** Whether one of those who we know were in it says that it still is. */
    private boolean stillNamed(ObjectGuid group, long reading) {
        List<ObjectGuid> witnesses =
                kept().unreadMembers(group, reading, WITNESSES).await();
        return !witnesses.isEmpty()
                && session.ask(() -> session.directory().groupsOf(witnesses)).values().stream()
                        .anyMatch(groups -> groups.contains(group));
    }

    /** The groups of this domain that are followed because they are members of groups of another one. */
    Set<ObjectGuid> guests() {
        return nested() && session.groupChangesElsewhere() >= 0
                ? kept().guests(session.namingContext().guid()).await()
                : Set.of();
    }

    /** Which of these objects of this domain are members of groups of another one. */
    Set<ObjectGuid> hosted(Collection<ObjectGuid> among) {
        return nested() && session.groupChangesElsewhere() >= 0
                ? kept().hosted(among, session.namingContext().guid()).await()
                : Set.of();
    }

    /** Whether it lies in a group that we track. */
    boolean inAnother(ObjectGuid group) {
        ObjectGuid namingContext = session.namingContext().guid();
        return nested()
                && !journal.memberships(List.of(group), namingContext).await().isEmpty();
    }

    boolean whole(ObjectGuid group, Checkpoint checkpoint) {
        return !kept().whole(List.of(group), checkpoint.epoch()).await().isEmpty();
    }
}
