package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.directory.Directory;
import adsync.directory.LinkAttribute;
import adsync.directory.PagedSearch;
import adsync.directory.ReadRight;
import adsync.directory.Touched;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import adsync.journal.Journal;
import adsync.scope.Place;
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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows the groups that give services, and the groups in them at any depth, wherever in the naming context they are: read
 * whole when first met, afterwards by what DirSync says of their members. Who is in which is in the journal.
 */
final class Groups implements Backlog {

    private static final int BATCH = 500;

    private final Session session;
    private final Journal journal;
    private final Pages pages;
    private final PageWriter writer;
    private final ResolvedServices services;
    private final MemberReading reading;
    private final boolean shipped;

    /** Whether containers may have taken groups along, in or out, since shipped groups were last looked at. */
    private boolean placesChanged = true;

    /**
     * Follows them.
     *
     * @param later when groups whose members cannot be read are read again
     * @param shipped whether the groups of the selected roots are shipped themselves
     */
    Groups(
            Session session,
            Journal journal,
            Pages pages,
            PageWriter writer,
            Unconfirmed unconfirmed,
            Later later,
            RandomGenerator random,
            boolean shipped) {
        this.shipped = shipped;
        this.session = session;
        this.journal = journal;
        this.pages = pages;
        this.writer = writer;
        this.services = session.services();
        this.reading = new MemberReading(session, journal, pages, writer, unconfirmed, later, random, this::known);
    }

    /** Reads again what could not be believed. */
    MemberReading reading() {
        return reading;
    }

    /** Whether groups give any services, or are shipped. */
    boolean follow() {
        return shipped || !services.groups().isEmpty();
    }

    /**
     * Reads them all, and forgets those that nothing leads to any more.
     *
     * @param checkpoint of the enumeration that this is a part of
     */
    void readAll(Checkpoint checkpoint) {
        Set<ObjectGuid> read = readDown(services.groups(), checkpoint);
        Set<ObjectGuid> ours = Set.of();
        if (shipped) {
            place(checkpoint, group -> {
                if (!read.contains(group.objectGuid())) {
                    reading.whole(group, checkpoint);
                }
            });
            ours = journal.shippedGroups().await(); // one that cannot be read is not believed to be gone
        }
        for (ObjectGuid stale : journal.staleGroups(checkpoint.namingContext().guid(), checkpoint.epoch())
                .await()) {
            if (!ours.contains(stale)) {
                write(new GroupChange.Gone(stale), checkpoint);
                reading.forget(stale);
            }
        }
    }

    /** Looks for groups that came into the selected roots, or left them, with a container: nobody reports those. */
    @Override
    public boolean step(Drain drain) {
        if (!shipped || !placesChanged) {
            return false;
        }
        Checkpoint checkpoint = drain.checkpoint();
        place(checkpoint, group -> {
            boolean tracked =
                    !journal.trackedGroups(List.of(group.objectGuid())).await().isEmpty();
            if (tracked) {
                write(known(group, checkpoint), checkpoint);
            } else {
                reading.whole(group, checkpoint);
            }
        });
        return true;
    }

    /**
     * Goes over the groups in the selected roots. Each shipped one that is not met is looked up: a tombstone is gone, one that is
     * elsewhere has left, and one that is nowhere stays as it is.
     */
    private void place(Checkpoint checkpoint, Consumer<Group> met) {
        placesChanged = false;
        Set<ObjectGuid> missing = new HashSet<>(journal.shippedGroups().await());
        Directory directory = session.directory();
        for (Place root : session.scope().roots()) {
            PagedSearch<Group> search = session.ask(() -> directory.groups(root.dn()));
            while (search.hasNext()) {
                for (Group group : session.ask(search::next)) {
                    if (ours(group)) {
                        missing.remove(group.objectGuid());
                        met.accept(group);
                    }
                }
            }
        }
        for (ObjectGuid group : missing) {
            session.ask(() -> directory.locate(group)).ifPresent(located -> {
                if (located.deleted()) {
                    write(new GroupChange.Gone(group), checkpoint);
                } else {
                    read(group).ifPresent(moved -> write(known(moved, checkpoint), checkpoint));
                }
            });
        }
    }

    private boolean ours(Group group) {
        return shipped && session.scope().contains(group.dn());
    }

    private GroupChange.Known known(Group group, Checkpoint checkpoint) {
        return new GroupChange.Known(group, checkpoint.epoch(), shipped ? Optional.of(ours(group)) : Optional.empty());
    }

    private void write(GroupChange change, Checkpoint checkpoint) {
        PageBuilder page = pages.empty();
        page.group(change);
        writer.write(page, checkpoint);
    }

    /** Reads groups, and the groups in them that have not been met on the way. Returns all of them. */
    private Set<ObjectGuid> readDown(Collection<ObjectGuid> from, Checkpoint checkpoint) {
        Set<ObjectGuid> met = new HashSet<>(from);
        Deque<ObjectGuid> ahead = new ArrayDeque<>(from);
        while (!ahead.isEmpty()) {
            read(ahead.remove()).ifPresent(group -> {
                Group whole = reading.whole(group, checkpoint);
                Directory directory = session.directory();
                for (Group inside : session.ask(() -> directory.groupsIn(whole.dn()))) {
                    if (met.add(inside.objectGuid())) {
                        ahead.add(inside.objectGuid());
                    }
                }
            });
        }
        return met;
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
            placesChanged |= object instanceof Container;
        }
        for (Touched one : touched) {
            if (tracked.contains(one.objectGuid())) {
                follow(one, alive.get(one.objectGuid()), before, page);
            }
        }
        returned(touched, alive, tracked, read, shadows, before, page);
    }

    private void follow(Touched touched, @Nullable Group group, Checkpoint before, PageBuilder page) {
        if (touched.deleted()) {
            page.group(new GroupChange.Gone(touched.objectGuid()));
            reading.forget(touched.objectGuid());
        } else {
            reading.touched(touched.objectGuid());
            if (group != null) {
                page.group(known(group, before));
            }
            readDown(unknownGroups(touched.membersAdded()), before);
            page.group(new GroupChange.Delta(touched.objectGuid(), touched.membersAdded(), touched.membersRemoved()));
        }
    }

    /** The links of what is restored come back, or are lost, without a word of the groups: the object itself is asked. */
    private void returned(
            List<Touched> touched,
            Map<ObjectGuid, Group> alive,
            Set<ObjectGuid> tracked,
            List<DirectoryObject> read,
            Map<ObjectGuid, Shadow> shadows,
            Checkpoint before,
            PageBuilder page) {
        List<ObjectGuid> news = news(touched, tracked, read, shadows);
        if (news.isEmpty()) {
            return;
        }
        Map<ObjectGuid, List<ObjectGuid>> groups =
                session.ask(() -> session.directory().groupsOf(news));
        Set<ObjectGuid> above = new HashSet<>();
        groups.values().forEach(above::addAll);
        Set<ObjectGuid> trackedAbove = journal.trackedGroups(above).await();
        Map<ObjectGuid, List<ObjectGuid>> known =
                journal.memberships(news, session.namingContext().guid()).await();
        for (ObjectGuid object : news) {
            List<ObjectGuid> of = groups.getOrDefault(object, List.of()).stream()
                    .filter(trackedAbove::contains)
                    .toList();
            boolean wanted = !of.isEmpty()
                    || tracked.contains(object)
                    || services.groups().contains(object);
            if (alive.containsKey(object) && (wanted || ours(alive.get(object)))) {
                readDown(List.of(object), before);
            }
            of.forEach(group -> page.group(new GroupChange.Delta(group, List.of(object), List.of())));
            if (groups.containsKey(object)) {
                List<ObjectGuid> lost = new ArrayList<>(known.getOrDefault(object, List.of()));
                lost.removeAll(of);
                lost(object, lost, page);
            }
        }
    }

    private static List<ObjectGuid> news(
            List<Touched> touched,
            Set<ObjectGuid> tracked,
            List<DirectoryObject> read,
            Map<ObjectGuid, Shadow> shadows) {
        Set<ObjectGuid> restored = new HashSet<>();
        touched.stream().filter(Touched::restored).map(Touched::objectGuid).forEach(restored::add);
        List<ObjectGuid> news = new ArrayList<>();
        for (DirectoryObject object : read) {
            Shadow shadow = shadows.get(object.objectGuid());
            boolean user = object instanceof Image && (shadow == null || !shadow.present());
            boolean group = object instanceof Group && !tracked.contains(object.objectGuid());
            boolean again = restored.contains(object.objectGuid()) && !(object instanceof Container);
            if (user || group || again) {
                news.add(object.objectGuid());
            }
        }
        return news;
    }

    /** Groups that an object names no longer: of one that may not tell its groups, the groups themselves are asked. */
    private void lost(ObjectGuid member, List<ObjectGuid> lost, PageBuilder page) {
        if (lost.isEmpty()) {
            return;
        }
        Directory directory = session.directory();
        boolean hidden = session.ask(() -> directory.mayRead(member, LinkAttribute.MEMBER_OF)) == ReadRight.DENIED;
        for (ObjectGuid group : lost) {
            if (hidden) {
                reading.due(group, page);
            } else {
                page.group(new GroupChange.Delta(group, List.of(), List.of(member)));
            }
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
