package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Touched;
import adsync.journal.Journal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Reads what was touched, decides what is ours, and compares it with the shadow. The same for every path. */
final class Evaluation {

    private final Session session;
    private final Journal journal;
    private final Clock clock;
    private final RandomGenerator random;

    Evaluation(Session session, Journal journal, Clock clock, RandomGenerator random) {
        this.session = session;
        this.journal = journal;
        this.clock = clock;
        this.random = random;
    }

    /** Evaluates objects by identity: the current state is read, whatever was said about them. */
    PageBuilder touched(List<Touched> touched) {
        List<ObjectGuid> all = touched.stream().map(Touched::objectGuid).toList();
        List<ObjectGuid> alive = touched.stream()
                .filter(object -> !object.deleted())
                .map(Touched::objectGuid)
                .toList();
        List<DirectoryObject> objects = alive.isEmpty()
                ? List.of()
                : session.ask(() -> session.directory().read(alive));
        if (objects.stream().anyMatch(Container.class::isInstance)) {
            session.followRoot();
        }
        Map<ObjectGuid, Shadow> shadows = journal.shadows(all).await();
        PageBuilder page = page(shadows, false);
        containers(objects, touched, page);
        touched.stream()
                .filter(Touched::deleted)
                .forEach(tombstone -> page.gone(tombstone.objectGuid(), Presence.DELETED, 0));
        List<Image> present = new ArrayList<>();
        for (DirectoryObject object : objects) {
            if (object instanceof Image image) {
                if (session.scope().contains(image.dn())) {
                    present.add(image);
                } else {
                    page.gone(image.objectGuid(), Presence.LEFT, image.usn());
                }
            }
        }
        addParents(present, page);
        present.forEach(page::present);
        return page;
    }

    /**
     * Evaluates objects that we expect but did not meet: each is looked up wherever it is, tombstones included. One that cannot
     * be found at all is left as it is, for we may merely have lost the right to read it.
     */
    PageBuilder confirmed(List<ObjectGuid> expected) {
        List<Touched> touched = new ArrayList<>();
        for (ObjectGuid objectGuid : expected) {
            session.ask(() -> session.directory().locate(objectGuid))
                    .ifPresent(object -> touched.add(new Touched(objectGuid, object.deleted())));
        }
        return touched(touched);
    }

    /** Compares users that an enumeration of the root has read. */
    PageBuilder enumerated(List<Image> users) {
        Map<ObjectGuid, Shadow> shadows =
                journal.shadows(users.stream().map(Image::objectGuid).toList()).await();
        PageBuilder page = page(shadows, true);
        addParents(users, page);
        users.forEach(page::present);
        return page;
    }

    /** A page without objects. */
    PageBuilder empty() {
        return page(Map.of(), false);
    }

    private PageBuilder page(Map<ObjectGuid, Shadow> shadows, boolean enumerating) {
        String host = session.directory().domainController().hostName();
        return new PageBuilder(shadows, host, clock.instant(), random, enumerating);
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
                Optional<List<Container>> inside = chain(container.objectGuid(), Map.of());
                inside.ifPresent(chain -> chain.forEach(page::container));
                if (inside.isPresent() != known.containsKey(container.objectGuid())) {
                    page.recheck(container.objectGuid());
                }
            }
        }
        tombstones.stream().filter(known::containsKey).forEach(page::recheck);
    }

    /** Adds the containers above these users that the journal does not know yet. */
    void addParents(Collection<Image> users, PageBuilder page) {
        Set<ObjectGuid> parents = new HashSet<>();
        users.forEach(user -> parents.add(user.parent()));
        Map<ObjectGuid, Container> known = journal.containers(parents).await();
        Set<ObjectGuid> added = new HashSet<>();
        for (ObjectGuid parent : parents) {
            if (!known.containsKey(parent)) {
                chain(parent, known)
                        .ifPresent(chain -> chain.forEach(container -> {
                            if (added.add(container.objectGuid())) {
                                page.container(container);
                            }
                        }));
            }
        }
    }

    /**
     * The unknown containers from a known one (or the root) down to this one, uppermost first.
     *
     * @return empty if the chain does not lead to the root
     */
    Optional<List<Container>> chain(ObjectGuid container, Map<ObjectGuid, Container> known) {
        Deque<Container> chain = new ArrayDeque<>();
        ObjectGuid next = container;
        while (!known.containsKey(next)) {
            if (next.equals(session.scope().root())) {
                chain.push(rootContainer());
                return Optional.of(List.copyOf(chain));
            }
            ObjectGuid wanted = next;
            Optional<Container> read = session.ask(() -> session.directory().container(wanted));
            if (read.isEmpty() || read.get().parent().equals(wanted)) {
                return Optional.empty();
            }
            chain.push(read.get());
            next = read.get().parent();
            if (!known.isEmpty() && known.containsKey(next)) {
                break;
            }
        }
        return Optional.of(List.copyOf(chain));
    }

    /** The root as the journal keeps it: under its full name, and as its own parent. */
    Container rootContainer() {
        var scope = session.scope();
        return new Container(scope.root(), scope.root(), scope.rootDn());
    }
}
