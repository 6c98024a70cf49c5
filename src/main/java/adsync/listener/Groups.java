package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.directory.Directory;
import adsync.directory.PagedSearch;
import adsync.directory.Touched;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import adsync.journal.Journal;
import adsync.services.ResolvedServices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows the groups that give services, and the groups in them at any depth, wherever in the naming context they are: read
 * whole when first met, afterwards by what DirSync says of their members. Who is in which is in the journal.
 */
final class Groups {

    private static final int BATCH = 500;

    /** A group that does not hold still is taken as it is: what changes is reported by DirSync anyway. */
    private static final int READINGS = 3;

    private final Session session;
    private final Journal journal;
    private final Pages pages;
    private final PageWriter writer;
    private final ResolvedServices services;
    private final RandomGenerator random;

    Groups(Session session, Journal journal, Pages pages, PageWriter writer, RandomGenerator random) {
        this.session = session;
        this.journal = journal;
        this.pages = pages;
        this.writer = writer;
        this.services = session.services();
        this.random = random;
    }

    /** Whether groups give any services. */
    boolean follow() {
        return !services.groups().isEmpty();
    }

    /**
     * Reads them all, and forgets those that nothing leads to any more.
     *
     * @param checkpoint of the enumeration that this is a part of
     */
    void readAll(Checkpoint checkpoint) {
        readDown(services.groups(), checkpoint);
        for (ObjectGuid stale : journal.staleGroups(checkpoint.namingContext().guid(), checkpoint.epoch())
                .await()) {
            PageBuilder page = pages.empty();
            page.group(new GroupChange.Gone(stale));
            writer.write(page, checkpoint);
        }
    }

    /** Reads groups, and the groups in them that have not been met on the way. */
    private void readDown(Collection<ObjectGuid> from, Checkpoint checkpoint) {
        Set<ObjectGuid> met = new HashSet<>(from);
        Deque<ObjectGuid> ahead = new ArrayDeque<>(from);
        while (!ahead.isEmpty()) {
            read(ahead.remove()).ifPresent(group -> {
                Group whole = readWhole(group, checkpoint);
                Directory directory = session.directory();
                for (Group inside : session.ask(() -> directory.groupsIn(whole.dn()))) {
                    if (met.add(inside.objectGuid())) {
                        ahead.add(inside.objectGuid());
                    }
                }
            });
        }
    }

    private Optional<Group> read(ObjectGuid guid) {
        return groups(List.of(guid)).stream().findFirst();
    }

    private List<Group> groups(List<ObjectGuid> among) {
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

    /** Page by page, whatever its size; again if it changed meanwhile. */
    private Group readWhole(Group group, Checkpoint checkpoint) {
        Group before = group;
        for (int reading = 1; ; reading++) {
            long number = random.nextLong(1, Long.MAX_VALUE);
            PageBuilder page = pages.empty();
            page.group(new GroupChange.Known(before, checkpoint.epoch()));
            writer.write(page, checkpoint);
            readMembers(before, number, checkpoint);
            Group after = read(before.objectGuid()).orElse(before);
            if (after.usn() == before.usn() || reading == READINGS) {
                page = pages.empty();
                page.group(new GroupChange.Complete(before.objectGuid(), number));
                writer.write(page, checkpoint);
                return after;
            }
            before = after;
        }
    }

    private void readMembers(Group group, long number, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<ObjectGuid> members = session.ask(() -> directory.members(group.objectGuid()));
        while (members.hasNext()) {
            List<ObjectGuid> some = session.ask(members::next);
            if (!some.isEmpty()) {
                PageBuilder page = pages.empty();
                page.group(new GroupChange.Members(group.objectGuid(), some, number));
                writer.write(page, checkpoint);
            }
        }
    }

    /**
     * What the objects of a DirSync page mean for the groups. A group that is new to us is read before the page is written, so
     * that the page's cookie never leaves it behind.
     *
     * @param read the objects that are alive, as read
     * @param shadows of those that were known
     * @param before the checkpoint before the page
     */
    void touched(
            List<Touched> touched,
            List<DirectoryObject> read,
            Map<ObjectGuid, Shadow> shadows,
            Checkpoint before,
            PageBuilder page) {
        Set<ObjectGuid> tracked = journal.trackedGroups(
                        touched.stream().map(Touched::objectGuid).toList())
                .await();
        Map<ObjectGuid, Group> alive = new HashMap<>();
        for (DirectoryObject object : read) {
            if (object instanceof Group group) {
                alive.put(group.objectGuid(), group);
            }
        }
        for (Touched one : touched) {
            if (tracked.contains(one.objectGuid())) {
                follow(one, alive.get(one.objectGuid()), before, page);
            }
        }
        returned(alive, tracked, read, shadows, before, page);
    }

    private void follow(Touched touched, @Nullable Group group, Checkpoint before, PageBuilder page) {
        if (touched.deleted()) {
            page.group(new GroupChange.Gone(touched.objectGuid()));
        } else {
            if (group != null) {
                page.group(new GroupChange.Known(group, before.epoch()));
            }
            readDown(unknownGroups(touched.membersAdded()), before);
            page.group(new GroupChange.Delta(touched.objectGuid(), touched.membersAdded(), touched.membersRemoved()));
        }
    }

    /** The links of what is restored come back without a word of the groups: the object itself is asked. */
    private void returned(
            Map<ObjectGuid, Group> alive,
            Set<ObjectGuid> tracked,
            List<DirectoryObject> read,
            Map<ObjectGuid, Shadow> shadows,
            Checkpoint before,
            PageBuilder page) {
        List<ObjectGuid> news = new ArrayList<>();
        for (DirectoryObject object : read) {
            Shadow shadow = shadows.get(object.objectGuid());
            boolean user = object instanceof Image && (shadow == null || !shadow.present());
            boolean group = object instanceof Group && !tracked.contains(object.objectGuid());
            if (user || group) {
                news.add(object.objectGuid());
            }
        }
        if (news.isEmpty()) {
            return;
        }
        Map<ObjectGuid, List<ObjectGuid>> groups =
                session.ask(() -> session.directory().groupsOf(news));
        Set<ObjectGuid> above = new HashSet<>();
        groups.values().forEach(above::addAll);
        Set<ObjectGuid> trackedAbove = journal.trackedGroups(above).await();
        for (ObjectGuid object : news) {
            List<ObjectGuid> of = groups.getOrDefault(object, List.of()).stream()
                    .filter(trackedAbove::contains)
                    .toList();
            if (alive.containsKey(object) && (!of.isEmpty() || services.groups().contains(object))) {
                readDown(List.of(object), before);
            }
            of.forEach(group -> page.group(new GroupChange.Delta(group, List.of(object), List.of())));
        }
    }

    /** Those of these members that are groups which we do not track yet. */
    private List<ObjectGuid> unknownGroups(List<ObjectGuid> members) {
        List<ObjectGuid> unknown = new ArrayList<>();
        for (int from = 0; from < members.size(); from += BATCH) {
            List<ObjectGuid> batch = members.subList(from, Math.min(from + BATCH, members.size()));
            Set<ObjectGuid> known = new HashSet<>(journal.shadows(batch).await().keySet());
            known.addAll(journal.trackedGroups(batch).await());
            batch.stream().filter(member -> !known.contains(member)).forEach(unknown::add);
        }
        return groups(unknown).stream().map(Group::objectGuid).toList();
    }
}
