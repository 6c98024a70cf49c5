package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.directory.LinkAttribute;
import adsync.directory.ReadRight;
import adsync.directory.Touched;
import adsync.journal.GroupChange;
import adsync.journal.Journal;
import adsync.worker.Clocks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the groups that give services, and the groups in them at any depth, wherever in the naming context they are, and those
 * of the selected roots if they are shipped: read whole when first met, afterwards by what DirSync says of their members. Who is
 * in which is in the journal.
 */
final class Groups {

    private static final int BATCH = 500;

    private static final int NOTED_AT_ONCE = 5000;

    private final Journal journal;
    private final GroupPages pages;
    private final UnreadGroups unread;
    private final GuestGroups guests;
    private final Clock timeOfDay;
    private @Nullable GroupPlacing placing;

    /** Whether containers may have taken groups along, in or out, since shipped groups were last looked at. */
    private boolean placesChanged = true;

    /**
     * Follows them.
     *
     * @param later when a group that cannot be read is tried again
     */
    Groups(Journal journal, GroupPages pages, Clocks clocks, Later later) {
        this.journal = journal;
        this.pages = pages;
        this.timeOfDay = clocks.timeOfDay();
        this.unread = new UnreadGroups(pages, later);
        this.guests = new GuestGroups(pages, unread, clocks.steady());
    }

    /** Whether groups give any services, or are shipped. */
    boolean follow() {
        return pages.shipped() || pages.nested();
    }

    /** Reads those that give services, as a part of an enumeration. */
    ServiceGroups ofServices() {
        return new ServiceGroups(pages);
    }

    /** Reads those that changes made known. */
    boolean read(Drain drain) {
        return follow() && (unread.step(drain) || guests.step(drain));
    }

    /**
     * Goes over the groups in the selected roots: at first, and when groups may have come into them, or left them, with a
     * container, because nobody reports those.
     */
    boolean place(Drain drain) {
        GroupPlacing walk = placing;
        if (walk == null) {
            if (!pages.shipped() || !placesChanged) {
                return false;
            }
            placesChanged = false;
            walk = new GroupPlacing(pages);
            placing = walk;
        }
        if (!walk.step(drain.checkpoint())) {
            placing = null;
            unread.ask();
        }
        return true;
    }

    /** Notes what the provider may have to hear of the members of shipped groups, where that was too much for one page. */
    boolean note(Drain drain) {
        if (!pages.shipped()) {
            return false;
        }
        var origin = new Origin(drain.checkpoint().domainController(), 0, timeOfDay.instant());
        return pages.kept().noteMembers(NOTED_AT_ONCE, origin).await();
    }

    /**
     * What the objects of a DirSync page mean for the groups. A group that is new to us is made known with the page, so that the
     * page's cookie never leaves it behind, and is read afterwards.
     *
     * @param read the objects that are alive, as read
     * @param shadows of those that were known
     */
    void touched(List<Touched> touched, List<DirectoryObject> read, Map<ObjectGuid, Shadow> shadows, PageBuilder page) {
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
                follow(one, alive.get(one.objectGuid()), page);
            }
        }
        returned(touched, alive, tracked, read, shadows, page);
    }

    private void follow(Touched touched, @Nullable Group group, PageBuilder page) {
        if (touched.deleted()) {
            page.group(new GroupChange.Gone(touched.objectGuid()));
            pages.unconfirmed().read(touched.objectGuid());
        } else {
            unread.touched(touched.objectGuid());
            if (group != null) {
                page.group(pages.known(group));
            }
            if (pages.nested()) {
                unknownGroups(touched.membersAdded()).forEach(nested -> discover(nested, page));
            }
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
            PageBuilder page) {
        List<ObjectGuid> news = news(touched, tracked, read, shadows);
        if (news.isEmpty()) {
            return;
        }
        Session session = pages.session();
        Map<ObjectGuid, List<ObjectGuid>> groups =
                session.ask(() -> session.directory().groupsOf(news));
        Set<ObjectGuid> above = new HashSet<>();
        groups.values().forEach(above::addAll);
        Set<ObjectGuid> trackedAbove = journal.trackedGroups(above).await();
        Map<ObjectGuid, List<ObjectGuid>> known =
                journal.memberships(news, session.namingContext().guid()).await();
        // Nobody tells that a group of another domain had one as a member before it came here.
        Set<ObjectGuid> hosted =
                pages.hosted(news.stream().filter(alive::containsKey).toList());
        for (ObjectGuid object : news) {
            List<ObjectGuid> of = groups.getOrDefault(object, List.of()).stream()
                    .filter(trackedAbove::contains)
                    .toList();
            boolean wanted = !of.isEmpty()
                    || tracked.contains(object)
                    || hosted.contains(object)
                    || pages.ofServices().contains(object);
            Group group = alive.get(object);
            if (group != null && (wanted || pages.ours(group))) {
                discover(group, page);
            }
            of.forEach(outer -> page.group(new GroupChange.Delta(outer, List.of(object), List.of())));
            if (groups.containsKey(object)) {
                List<ObjectGuid> lost = new ArrayList<>(known.getOrDefault(object, List.of()));
                lost.removeAll(of);
                lost(object, lost, page);
            }
        }
    }

    /** Groups that an object names no longer: of one that may not tell its groups, the groups themselves are asked. */
    private void lost(ObjectGuid member, List<ObjectGuid> lost, PageBuilder page) {
        if (lost.isEmpty()) {
            return;
        }
        Session session = pages.session();
        boolean hidden =
                session.ask(() -> session.directory().mayRead(member, LinkAttribute.MEMBER_OF)) == ReadRight.DENIED;
        for (ObjectGuid group : lost) {
            if (hidden) {
                due(group, page);
            } else {
                page.group(new GroupChange.Delta(group, List.of(), List.of(member)));
            }
        }
    }

    /** The users and groups that came, or may have come back. */
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

    private void discover(Group group, PageBuilder page) {
        page.group(pages.known(group));
        due(group.objectGuid(), page);
    }

    private void due(ObjectGuid group, PageBuilder page) {
        page.group(new GroupChange.Unread(group));
        unread.touched(group);
        unread.ask();
    }

    /** Those of these members that are groups which we do not track yet. */
    private List<Group> unknownGroups(List<ObjectGuid> members) {
        List<ObjectGuid> unknown = new ArrayList<>();
        for (int from = 0; from < members.size(); from += BATCH) {
            List<ObjectGuid> batch = members.subList(from, Math.min(from + BATCH, members.size()));
            Set<ObjectGuid> known = new HashSet<>(journal.shadows(batch).await().keySet());
            known.addAll(journal.trackedGroups(batch).await());
            batch.stream().filter(member -> !known.contains(member)).forEach(unknown::add);
        }
        return pages.read(unknown);
    }
}
