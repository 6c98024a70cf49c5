package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Located;
import adsync.directory.Touched;
import adsync.journal.Journal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Reads what was touched, decides what is ours, and compares it with the shadow. The same for every path. */
final class Evaluation {

    private final Session session;
    private final Journal journal;
    private final Chains chains;
    private final Omissions omissions;
    private final Clock clock;
    private final RandomGenerator random;

    Evaluation(
            Session session, Journal journal, Chains chains, Omissions omissions, Clock clock, RandomGenerator random) {
        this.session = session;
        this.journal = journal;
        this.chains = chains;
        this.omissions = omissions;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What became of objects that we expected.
     *
     * @param page what is known of those that were found
     * @param missing those that were found neither alive nor as tombstones, as we last saw them
     */
    record Confirmed(PageBuilder page, Map<ObjectGuid, Shadow> missing) {}

    /**
     * Evaluates objects by identity: the current state is read, whatever was said about them.
     *
     * @param seenAt since when we could know
     */
    PageBuilder touched(List<Touched> touched, Instant seenAt) {
        String rootDn = session.scope().rootDn();
        List<DirectoryObject> objects = read(touched);
        PageBuilder page =
                page(shadows(touched.stream().map(Touched::objectGuid).toList()), seenAt, false);
        fill(page, rootDn, touched, objects);
        return page;
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
        String rootDn = session.scope().rootDn();
        List<DirectoryObject> objects = read(touched);
        Map<ObjectGuid, Shadow> missing = new LinkedHashMap<>(shadows(expected));
        PageBuilder page = page(Map.copyOf(missing), asked, marking);
        fill(page, rootDn, touched, objects);
        touched.stream().filter(Touched::deleted).forEach(object -> missing.remove(object.objectGuid()));
        objects.forEach(object -> missing.remove(object.objectGuid()));
        leaveUnread(located, missing, page);
        return new Confirmed(page, missing);
    }

    /** What is alive elsewhere has left, even if no more than its name can be read there. */
    private void leaveUnread(Map<ObjectGuid, Located> located, Map<ObjectGuid, Shadow> missing, PageBuilder page) {
        for (ObjectGuid objectGuid : List.copyOf(missing.keySet())) {
            Located object = located.get(objectGuid);
            if (object != null && !session.scope().contains(object.dn()) && !session.followRoot()) {
                page.gone(objectGuid, Presence.LEFT, 0);
                missing.remove(objectGuid);
            }
        }
    }

    /** Compares users that an enumeration of the root has read. */
    PageBuilder enumerated(List<Image> users) {
        PageBuilder page = page(shadows(users.stream().map(Image::objectGuid).toList()), clock.instant(), true);
        present(users, page);
        return page;
    }

    /** A page without objects. */
    PageBuilder empty() {
        return page(Map.of(), clock.instant(), false);
    }

    private PageBuilder page(Map<ObjectGuid, Shadow> shadows, Instant seenAt, boolean enumerating) {
        String host = session.directory().domainController().hostName();
        return new PageBuilder(shadows, host, seenAt, random, enumerating);
    }

    private Map<ObjectGuid, Shadow> shadows(Collection<ObjectGuid> objectGuids) {
        return journal.shadows(objectGuids).await();
    }

    /**
     * Reads those that are alive. What then seems to be outside may only have been read while the root moved, and what was
     * deleted may have gone with the root: so both are believed only once the root is known to be where it was.
     */
    private List<DirectoryObject> read(List<Touched> touched) {
        List<ObjectGuid> alive = touched.stream()
                .filter(object -> !object.deleted())
                .map(Touched::objectGuid)
                .toList();
        boolean deletions = alive.size() < touched.size();
        List<DirectoryObject> objects = readAlive(alive);
        while ((deletions || objects.stream().anyMatch(this::concernsRoot)) && session.followRoot()) {
            objects = readAlive(alive);
        }
        return objects;
    }

    private List<DirectoryObject> readAlive(List<ObjectGuid> alive) {
        return alive.isEmpty()
                ? List.of()
                : session.ask(() -> session.directory().read(alive));
    }

    private boolean concernsRoot(DirectoryObject object) {
        return switch (object) {
            case Container container -> true;
            case Image image -> !session.scope().contains(image.dn());
            case Group group -> false;
        };
    }

    private void fill(PageBuilder page, String rootDnBefore, List<Touched> touched, List<DirectoryObject> objects) {
        if (!rootDnBefore.equals(session.scope().rootDn())) {
            page.container(chains.root());
        }
        containers(objects, touched, page);
        touched.stream().filter(Touched::deleted).forEach(tombstone -> {
            omissions.taken(tombstone.objectGuid());
            page.gone(tombstone.objectGuid(), Presence.DELETED, 0);
        });
        List<Image> present = new ArrayList<>();
        for (DirectoryObject object : objects) {
            if (object instanceof Image image) {
                if (session.scope().contains(image.dn())) {
                    present.add(image);
                } else {
                    omissions.taken(image.objectGuid());
                    page.gone(image.objectGuid(), Presence.LEFT, image.usn());
                }
            }
        }
        present(present, page);
    }

    /** Users that live in the root; the ones that cannot be kept are left out, so that the others go on. */
    private void present(List<Image> users, PageBuilder page) {
        List<Image> placed = chains.place(users, page);
        if (placed.size() < users.size()) {
            Set<Image> unplaced = new HashSet<>(users);
            placed.forEach(unplaced::remove);
            unplaced.forEach(omissions::unplaced);
        }
        for (Image user : placed) {
            try {
                page.present(user);
                omissions.taken(user.objectGuid());
            } catch (IllegalArgumentException e) {
                omissions.refused(user.objectGuid(), user.dn(), e);
            }
        }
    }

    /**
     * What a touched container means. One that stays inside takes its descendants along, by its row alone. The descendants of
     * one that came from outside, went outside or was deleted are not reported: its subtree is evaluated after this page.
     */
    private void containers(List<DirectoryObject> objects, List<Touched> touched, PageBuilder page) {
        Set<ObjectGuid> tombstones = new HashSet<>();
        touched.stream().filter(Touched::deleted).forEach(object -> tombstones.add(object.objectGuid()));
        Set<ObjectGuid> candidates = new HashSet<>(tombstones);
        objects.stream().filter(Container.class::isInstance).forEach(object -> candidates.add(object.objectGuid()));
        if (candidates.isEmpty()) {
            return;
        }
        Map<ObjectGuid, Container> known = journal.containers(candidates).await();
        for (DirectoryObject object : objects) {
            if (object instanceof Container container) {
                var inside = chains.up(container.objectGuid(), Set.of());
                inside.ifPresent(chain -> chain.forEach(page::container));
                if (inside.isPresent() != known.containsKey(container.objectGuid())) {
                    page.recheck(container.objectGuid());
                }
            }
        }
        tombstones.stream().filter(known::containsKey).forEach(page::recheck);
    }
}
