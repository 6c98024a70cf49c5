package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Located;
import adsync.directory.Touched;
import adsync.journal.Journal;
import adsync.journal.PageCommit.Basis;
import adsync.scope.Place;
import adsync.services.ResolvedServices;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what was touched, decides what is ours, and compares it with the shadow. The same for every path. */
final class Evaluation {

    /** Not read as an attribute: the directory does not tell when it changes because a container above was renamed. */
    static final String NAME = "distinguishedName";

    private final Session session;
    private final Journal journal;
    private final Chains chains;
    private final Omissions omissions;
    private final WithheldValues withheldValues;
    private final Referrers referrers;
    private final Pages pages;
    private final Groups groups;
    private final Clock clock;
    private final boolean names;

    Evaluation(
            Session session,
            Journal journal,
            Chains chains,
            Omissions omissions,
            Pages pages,
            Groups groups,
            Clock clock) {
        this.session = session;
        this.journal = journal;
        this.chains = chains;
        this.omissions = omissions;
        this.withheldValues = new WithheldValues(session, omissions);
        this.referrers = new Referrers(session, journal);
        this.pages = pages;
        this.groups = groups;
        this.clock = clock;
        this.names = pages.names();
    }

    /**
     * What became of objects that we expected.
     *
     * @param page what is known of those that were found
     * @param missing those that could be read neither alive nor as tombstones, as we last saw them
     * @param unread those of them that are alive, and show us no more than their names
     * @param certain whether every domain was asked for those that are missing
     */
    record Confirmed(PageBuilder page, Map<ObjectGuid, Shadow> missing, Set<ObjectGuid> unread, boolean certain) {

        /** Whether nothing that we were shown speaks against it that one of the missing is gone. */
        boolean mayBeGone(ObjectGuid objectGuid) {
            return certain && !unread.contains(objectGuid);
        }
    }

    /**
     * Evaluates objects by identity: the current state is read, whatever was said about them.
     *
     * @param seenAt since when we could know
     */
    PageBuilder touched(List<Touched> touched, Instant seenAt) {
        return touched(new Reading(session, touched), seenAt);
    }

    /** Evaluates the objects of a reading, and lets the next one begin. */
    PageBuilder touched(Reading reading, Instant seenAt) {
        List<Touched> touched = reading.touched();
        List<Place> roots = session.scope().roots();
        Map<ObjectGuid, Shadow> shadows =
                new HashMap<>(shadows(touched.stream().map(Touched::objectGuid).toList()));
        List<DirectoryObject> objects = new ArrayList<>(reading.objects(shadows));
        Referrers.Found referring = referrers.of(touched, shadows);
        shadows.putAll(shadows(referring.few()));
        objects.addAll(reading.read(referring.few()));
        reading.goOn();
        PageBuilder page = pages.of(shadows, seenAt, Basis.READ);
        fill(page, roots, touched, objects).forEach(page::recheck);
        unread(touched, objects, shadows).forEach(page::recheck);
        referring.later().forEach(page::recheck);
        if (groups.follow()) {
            groups.touched(touched, objects, shadows, page);
        }
        return page;
    }

    /**
     * Users who should be in the root and are not deleted, but could not be read: deleted since, or hidden from us, which
     * DirSync is not.
     */
    private static List<ObjectGuid> unread(
            List<Touched> touched, List<DirectoryObject> objects, Map<ObjectGuid, Shadow> shadows) {
        Set<ObjectGuid> read = new HashSet<>();
        objects.forEach(object -> read.add(object.objectGuid()));
        return touched.stream()
                .filter(object -> !object.deleted())
                .map(Touched::objectGuid)
                .filter(objectGuid -> !read.contains(objectGuid))
                .filter(objectGuid -> shadows.containsKey(objectGuid)
                        && shadows.get(objectGuid).present())
                .toList();
    }

    /** Evaluates users who may have changed without a word. */
    PageBuilder reread(List<ObjectGuid> users) {
        return touched(users.stream().map(user -> new Touched(user, false)).toList(), clock.instant());
    }

    /**
     * Evaluates objects that we expect but did not meet: each is looked up wherever it is, tombstones included.
     *
     * @param marking whether those found unchanged are to be marked as seen
     */
    Confirmed confirmed(List<ObjectGuid> expected, boolean marking) {
        Instant asked = clock.instant();
        Map<ObjectGuid, Located> located = new LinkedHashMap<>();
        for (ObjectGuid objectGuid : expected) {
            session.ask(() -> session.directory().locate(objectGuid))
                    .ifPresent(object -> located.put(objectGuid, object));
        }
        List<Touched> touched = located.values().stream()
                .map(object -> new Touched(object.objectGuid(), object.deleted()))
                .toList();
        List<Place> roots = session.scope().roots();
        List<DirectoryObject> objects = new Reading(session, touched).objects(Map.of());
        Map<ObjectGuid, Shadow> missing = new LinkedHashMap<>(shadows(expected));
        PageBuilder page = pages.of(Map.copyOf(missing), asked, marking ? Basis.ENUMERATED : Basis.READ);
        Set<ObjectGuid> undecided = fill(page, roots, touched, objects);
        touched.stream()
                .filter(Touched::deleted)
                .map(Touched::objectGuid)
                .filter(objectGuid -> !undecided.contains(objectGuid))
                .forEach(missing::remove);
        objects.forEach(object -> missing.remove(object.objectGuid()));
        leaveUnread(located, missing, page);
        Neighbours.Elsewhere elsewhere = session.elsewhere(missing.keySet());
        elsewhere.outside().forEach(objectGuid -> page.gone(objectGuid, Presence.LEFT));
        missing.keySet().removeAll(elsewhere.outside());
        missing.keySet().removeAll(elsewhere.inScope()); // the listener of that domain brings them
        missing.values().removeIf(shadow -> !shadow.present()); // of those who are gone nothing is left to find
        Set<ObjectGuid> unread = new HashSet<>(missing.keySet());
        unread.retainAll(located.keySet());
        return new Confirmed(page, missing, unread, elsewhere.certain());
    }

    /** What is alive elsewhere has left, even if no more than its name can be read there. */
    private void leaveUnread(Map<ObjectGuid, Located> located, Map<ObjectGuid, Shadow> missing, PageBuilder page) {
        for (ObjectGuid objectGuid : List.copyOf(missing.keySet())) {
            Located object = located.get(objectGuid);
            if (object != null
                    && !object.deleted()
                    && !session.scope().contains(object.dn())
                    && !session.followPlaces()) {
                page.gone(objectGuid, Presence.LEFT);
                missing.remove(objectGuid);
            }
        }
    }

    /** Compares users that an enumeration of a root has read. */
    PageBuilder enumerated(List<Image> users) {
        PageBuilder page =
                pages.of(shadows(users.stream().map(Image::objectGuid).toList()), clock.instant(), Basis.ENUMERATED);
        users(users, page);
        return page;
    }

    /** Derives anew what follows from groups and from names above, for users as they were last seen, wherever that was. */
    PageBuilder derived(List<Shadow> users) {
        Map<ObjectGuid, Shadow> shadows = new HashMap<>();
        users.forEach(user -> shadows.put(user.image().objectGuid(), user));
        PageBuilder page = pages.of(shadows, clock.instant(), Basis.DERIVED);
        completed(users.stream().map(Shadow::image).toList()).forEach(page::present);
        return page;
    }

    /** A page without objects. */
    PageBuilder empty() {
        return pages.empty();
    }

    private Map<ObjectGuid, Shadow> shadows(Collection<ObjectGuid> objectGuids) {
        return journal.shadows(objectGuids).await();
    }

    /** Returns the tombstones that are not believed yet. */
    private Set<ObjectGuid> fill(
            PageBuilder page, List<Place> rootsBefore, List<Touched> touched, List<DirectoryObject> objects) {
        if (!rootsBefore.equals(session.scope().roots())) {
            roots(rootsBefore, page);
        }
        containers(objects, touched, page);
        Set<ObjectGuid> undecided = tombstones(touched, page);
        users(
                objects.stream()
                        .filter(Image.class::isInstance)
                        .map(Image.class::cast)
                        .toList(),
                page);
        return undecided;
    }

    /** Users who were read, wherever they live. Of one whose state is kept from us nothing is believed. */
    private void users(List<Image> users, PageBuilder page) {
        List<Image> present = new ArrayList<>();
        for (Image user : withheldValues.restored(users, page)) {
            if (Omissions.stateless(user) && session.scope().contains(user.dn())) {
                omissions.stateless(user, page);
            } else if (session.scope().includes(user)) {
                present.add(user);
            } else {
                left(user, page);
            }
        }
        present(present, page);
    }

    /**
     * What was deleted here may live in another domain.
     *
     * @return those of which that is not known, because a domain did not answer
     */
    private Set<ObjectGuid> tombstones(List<Touched> touched, PageBuilder page) {
        List<ObjectGuid> deleted = touched.stream()
                .filter(Touched::deleted)
                .map(Touched::objectGuid)
                .toList();
        deleted.forEach(objectGuid -> omissions.taken(objectGuid, page));
        List<ObjectGuid> ours = deleted.stream().filter(page::knows).toList();
        Neighbours.Elsewhere elsewhere = session.elsewhere(ours);
        Set<ObjectGuid> undecided = new HashSet<>();
        for (ObjectGuid objectGuid : ours) {
            if (elsewhere.outside().contains(objectGuid)) {
                page.gone(objectGuid, Presence.LEFT);
            } else if (!elsewhere.inScope().contains(objectGuid)) {
                if (elsewhere.certain() || !elsewhere.awaited()) {
                    page.gone(objectGuid, Presence.DELETED);
                } else {
                    undecided.add(objectGuid);
                }
            }
        }
        return undecided;
    }

    /**
     * The roots under their names now. One that was deleted and is back is read again.
     *
     * @param before what they were called
     */
    void roots(List<Place> before, PageBuilder page) {
        chains.roots().forEach(page::container);
        Set<ObjectGuid> known = new HashSet<>();
        before.forEach(root -> known.add(root.objectGuid()));
        session.scope().roots().stream()
                .filter(root -> names ? !before.contains(root) : !known.contains(root.objectGuid()))
                .forEach(root -> page.recheck(root.objectGuid()));
    }

    private void left(Image image, PageBuilder page) {
        omissions.taken(image.objectGuid(), page);
        page.left(image);
    }

    /** Users that live in the root; the ones that cannot be kept are left out, so that the others go on. */
    private void present(List<Image> users, PageBuilder page) {
        List<Image> placed = chains.place(completed(users), page);
        if (placed.size() < users.size()) {
            Set<ObjectGuid> kept = new HashSet<>();
            placed.forEach(user -> kept.add(user.objectGuid()));
            users.stream()
                    .filter(user -> !kept.contains(user.objectGuid()))
                    .forEach(user -> omissions.unplaced(user, page));
        }
        for (Image user : placed) {
            page.present(user);
            omissions.present(user, page);
        }
    }

    /** The users with what we derive: the services that they have by their groups and by filters, and their full names. */
    private List<Image> completed(List<Image> users) {
        ResolvedServices services = session.services();
        if (!services.any() && !names) {
            return users;
        }
        Map<ObjectGuid, Set<ObjectGuid>> memberships =
                groups.follow() ? journal.groupsOf(users).await() : Map.of();
        List<Image> completed = new ArrayList<>();
        for (Image user : users) {
            SortedMap<String, List<String>> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            attributes.putAll(user.attributes());
            if (services.any()) {
                attributes.put(
                        Image.SERVICES,
                        List.copyOf(services.of(user, memberships.getOrDefault(user.objectGuid(), Set.of()))));
            }
            if (names) {
                attributes.put(NAME, List.of(user.dn()));
            }
            completed.add(user.with(attributes));
        }
        return completed;
    }

    /**
     * What a touched container means. Its descendants are not reported, whether it came from outside, went outside, was deleted
     * or was only renamed, so its subtree is evaluated after this page. What the journal knew of it does not tell which of
     * these it is: an enumeration may have passed while it was somewhere else, a user may have made it known before it was
     * reported, and its subtree may be under evaluation just now.
     */
    private void containers(List<DirectoryObject> objects, List<Touched> touched, PageBuilder page) {
        Set<ObjectGuid> read = new HashSet<>();
        objects.forEach(object -> read.add(object.objectGuid()));
        Set<ObjectGuid> candidates = new HashSet<>();
        touched.stream()
                .map(Touched::objectGuid)
                .filter(objectGuid -> !read.contains(objectGuid))
                .forEach(candidates::add);
        objects.stream().filter(Container.class::isInstance).forEach(object -> candidates.add(object.objectGuid()));
        if (candidates.isEmpty()) {
            return;
        }
        Set<ObjectGuid> known = journal.containers(candidates).await().keySet();
        for (DirectoryObject object : objects) {
            if (object instanceof Container container) {
                var inside = chains.up(container.objectGuid(), Set.of());
                inside.ifPresent(chain -> chain.forEach(page::container));
                if ((inside.isPresent() || known.contains(container.objectGuid())) && !stays(container)) {
                    page.recheck(container.objectGuid());
                }
            }
        }
        known.stream().filter(container -> !read.contains(container)).forEach(page::recheck);
    }

    /** A root cannot leave itself, but what is excluded may come to lie in it. */
    private boolean stays(Container container) {
        return session.scope().excluded().isEmpty() && chains.isRoot(container.objectGuid());
    }
}
