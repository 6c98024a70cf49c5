package adsync.listener;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Touched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups of a domain in memory, and who is in which. */
final class MemoryGroups {

    private final MemoryDomain domain;
    private final Map<ObjectGuid, Set<ObjectGuid>> members = new LinkedHashMap<>();

    /** When each link last changed, whether or not it is there now. */
    private final Map<ObjectGuid, Map<ObjectGuid, Long>> changed = new HashMap<>();

    /** Those that do not show who is in them. */
    private final Set<ObjectGuid> closed = new HashSet<>();

    MemoryGroups(MemoryDomain domain) {
        this.domain = domain;
    }

    synchronized ObjectGuid group(String name, ObjectGuid parent, ObjectGuid... first) {
        ObjectGuid group = domain.container("CN=" + name, parent);
        members.put(group, new LinkedHashSet<>());
        List.of(first).forEach(member -> join(group, member));
        return group;
    }

    synchronized void join(ObjectGuid group, ObjectGuid member) {
        of(group).add(member);
        link(group, member);
    }

    synchronized void leave(ObjectGuid group, ObjectGuid member) {
        of(group).remove(member);
        link(group, member);
    }

    /** Takes away the right to read who is in a group, or gives it back; nobody reports that. */
    synchronized void close(ObjectGuid group, boolean hidden) {
        if (hidden) {
            closed.add(group);
        } else {
            closed.remove(group);
        }
    }

    synchronized boolean open(ObjectGuid group) {
        return !closed.contains(group);
    }

    private void link(ObjectGuid group, ObjectGuid member) {
        domain.touch(group);
        changed.computeIfAbsent(group, first -> new HashMap<>()).put(member, domain.usnOf(group));
    }

    synchronized boolean known(ObjectGuid object) {
        return members.containsKey(object);
    }

    synchronized Group group(ObjectGuid group) {
        var place = domain.asContainer(group);
        return new Group(group, place.parent(), place.rdn(), domain.dn(group), domain.usnOf(group), 0);
    }

    synchronized List<ObjectGuid> membersOf(ObjectGuid group) {
        return domain.readable(group) && !domain.deleted(group) && open(group) ? List.copyOf(of(group)) : List.of();
    }

    synchronized List<Group> in(String groupDn) {
        return domain.find(groupDn).filter(this::open).map(this::of).orElse(Set.of()).stream()
                .filter(this::known)
                .filter(domain::readable)
                .map(this::group)
                .toList();
    }

    /** The groups that an object is a direct member of. */
    synchronized List<ObjectGuid> above(ObjectGuid object) {
        return members.entrySet().stream()
                .filter(entry -> entry.getValue().contains(object))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What DirSync says of an object. */
    synchronized Touched touched(ObjectGuid object, long after) {
        List<ObjectGuid> added = new ArrayList<>();
        List<ObjectGuid> removed = new ArrayList<>();
        changed.getOrDefault(object, Map.of()).forEach((member, usn) -> {
            if (usn > after) {
                (of(object).contains(member) ? added : removed).add(member);
            }
        });
        return new Touched(object, domain.deleted(object), added, removed);
    }

    private Set<ObjectGuid> of(ObjectGuid group) {
        Set<ObjectGuid> of = members.get(group);
        if (of == null) {
            throw new IllegalStateException("the test knows no group " + group);
        }
        return of;
    }
}
