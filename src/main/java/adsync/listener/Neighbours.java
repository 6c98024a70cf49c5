package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the listeners of several domains know of each other: an object that moves from one domain to another keeps its
 * objectGUID and is not gone, and a group gives services to members of every domain. Safe for any thread.
 */
public final class Neighbours {

    private final List<String> domains;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Runnable> bells = new ConcurrentHashMap<>();
    private final Map<String, ObjectGuid> groups = new ConcurrentHashMap<>();

    /** The domains that are followed, by their DNS names. */
    public Neighbours(List<String> domains) {
        this.domains = List.copyOf(domains);
    }

    /**
     * Where objects live that a domain does not have.
     *
     * @param inScope those that live in the scope of another domain
     * @param outside those that live in another domain, but not in scope
     * @param certain whether all other domains answered
     */
    record Elsewhere(Set<ObjectGuid> inScope, Set<ObjectGuid> outside, boolean certain) {}

    /** A listener listens; {@code ring} makes it look for work. */
    void listens(String domain, Runnable ring) {
        bells.put(domain, ring);
    }

    void connected(String domain, Session session) {
        sessions.put(domain, session);
    }

    void disconnected(String domain) {
        sessions.remove(domain);
    }

    /** Members of groups changed, which may live in any domain. */
    void groupsChanged(String domain) {
        bells.forEach((name, ring) -> {
            if (!name.equals(domain)) {
                ring.run();
            }
        });
    }

    /** A group of the configuration was found. */
    void found(String dn, ObjectGuid group) {
        groups.put(dn, group);
    }

    /** The identity of a group, by its name in the configuration; empty if its domain was not reached yet. */
    Optional<ObjectGuid> group(String dn) {
        return Optional.ofNullable(groups.get(dn));
    }

    /** Asks the other domains for objects that this one does not have. */
    Elsewhere of(String domain, Collection<ObjectGuid> objects) {
        Set<ObjectGuid> inScope = new HashSet<>();
        Set<ObjectGuid> outside = new HashSet<>();
        boolean certain = true;
        if (!objects.isEmpty()) {
            for (String other : domains) {
                certain &= other.equals(domain) || ask(other, List.copyOf(objects), inScope, outside);
            }
        }
        return new Elsewhere(inScope, outside, certain);
    }

    /** Whatever breaks there is the other listener's to tell. */
    private boolean ask(String domain, List<ObjectGuid> objects, Set<ObjectGuid> inScope, Set<ObjectGuid> outside) {
        Session session = sessions.get(domain);
        if (session == null) {
            return false;
        }
        List<DirectoryObject> alive;
        try {
            alive = session.ask(() -> session.directory().read(objects));
        } catch (RuntimeException e) {
            return false;
        }
        for (DirectoryObject object : alive) {
            boolean ours = object instanceof Image image && session.scope().includes(image);
            (ours ? inScope : outside).add(object.objectGuid());
        }
        return true;
    }
}
