package adsync.listener;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.Journal;
import adsync.scope.Place;
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

/** Leads from a container up to the root, so that the journal learns of each container after the one above it. */
final class Chains {

    private final Session session;
    private final Journal journal;

    Chains(Session session, Journal journal) {
        this.session = session;
        this.journal = journal;
    }

    /** The roots as the journal keeps them: under their full names, and as their own parents. */
    List<Container> roots() {
        return session.scope().roots().stream().map(Chains::root).toList();
    }

    /** Whether it is a root. */
    boolean isRoot(ObjectGuid objectGuid) {
        return root(objectGuid).isPresent();
    }

    private static Container root(Place place) {
        return new Container(place.objectGuid(), place.objectGuid(), place.dn());
    }

    private Optional<Container> root(ObjectGuid objectGuid) {
        return session.scope().roots().stream()
                .filter(place -> place.objectGuid().equals(objectGuid))
                .map(Chains::root)
                .findFirst();
    }

    /**
     * Adds the containers above these users that the journal does not know yet.
     *
     * @return the users that can be kept: those whose containers can be read up to the root
     */
    List<Image> place(Collection<Image> users, PageBuilder page) {
        Set<ObjectGuid> parents = new HashSet<>();
        users.forEach(user -> parents.add(user.parent()));
        Set<ObjectGuid> placed =
                new HashSet<>(journal.containers(parents).await().keySet());
        parents.removeAll(placed);
        for (ObjectGuid parent : parents) {
            up(parent, placed).ifPresent(chain -> {
                chain.forEach(page::container);
                chain.forEach(container -> placed.add(container.objectGuid()));
            });
        }
        List<Image> kept = new ArrayList<>();
        users.stream().filter(user -> placed.contains(user.parent())).forEach(kept::add);
        return kept;
    }

    /**
     * The containers from below a known one (or from the root) down to this one, uppermost first.
     *
     * @return empty if the chain does not lead to the root, or cannot be read
     */
    Optional<List<Container>> up(ObjectGuid container, Set<ObjectGuid> known) {
        Deque<Container> chain = new ArrayDeque<>();
        ObjectGuid next = container;
        while (!known.contains(next)) {
            Optional<Container> root = root(next);
            if (root.isPresent()) {
                chain.push(root.get());
                break;
            }
            ObjectGuid wanted = next;
            Optional<Container> read = session.ask(() -> session.directory().container(wanted));
            if (read.isEmpty()) {
                if (chain.isEmpty() || !journalKnows(wanted)) {
                    return Optional.empty();
                }
                break; // it was readable once, and what is below it still is
            }
            if (read.get().parent().equals(wanted)) {
                return Optional.empty();
            }
            chain.push(read.get());
            next = read.get().parent();
        }
        return Optional.of(List.copyOf(chain));
    }

    /** Orders containers so that each comes after the one above it; leaves out those that do not hang on the root. */
    List<Container> ordered(Collection<Container> containers) {
        Map<ObjectGuid, Container> unplaced = new HashMap<>();
        containers.forEach(container -> unplaced.put(container.objectGuid(), container));
        Set<ObjectGuid> placed = new HashSet<>();
        List<Container> ordered = new ArrayList<>();
        containers.forEach(container -> place(container.objectGuid(), unplaced, placed, ordered));
        return ordered;
    }

    private boolean place(
            ObjectGuid objectGuid,
            Map<ObjectGuid, Container> unplaced,
            Set<ObjectGuid> placed,
            List<Container> ordered) {
        Container container = unplaced.remove(objectGuid);
        if (container == null) {
            return placed.contains(objectGuid);
        }
        Optional<Container> root = root(objectGuid);
        if (root.isPresent()) {
            return add(List.of(root.get()), placed, ordered);
        }
        ObjectGuid parent = container.parent();
        boolean reached = unplaced.containsKey(parent)
                ? place(parent, unplaced, placed, ordered)
                : placed.contains(parent)
                        || up(parent, placed)
                                .map(chain -> add(chain, placed, ordered))
                                .orElse(false)
                        || journalKnows(parent);
        return reached && add(List.of(container), placed, ordered);
    }

    private static boolean add(List<Container> chain, Set<ObjectGuid> placed, List<Container> ordered) {
        ordered.addAll(chain);
        chain.forEach(container -> placed.add(container.objectGuid()));
        return true;
    }

    private boolean journalKnows(ObjectGuid container) {
        return journal.containers(Set.of(container)).await().containsKey(container);
    }
}
