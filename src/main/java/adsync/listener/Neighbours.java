package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

    /** A tombstone is believed after this, whoever does not answer: what moves to another domain hardly ever leaves one. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final List<String> domains;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Runnable> bells = new ConcurrentHashMap<>();
    private final Map<String, ObjectGuid> groups = new ConcurrentHashMap<>();
    /** How often members of groups changed, by the domain of the groups. */
    private final Map<String, Long> groupChanges = new ConcurrentHashMap<>();

    private final Map<String, Instant> silentSince = new ConcurrentHashMap<>();

    /** Those that connect, and then do not answer. */
    private final Map<String, Instant> mutedSince = new ConcurrentHashMap<>();

    private final Clock steady;

    /**
     * Nobody has connected yet.
     *
     * @param domains that are followed, by their DNS names
     * @param steady a clock that nobody sets
     */
    public Neighbours(List<String> domains, Clock steady) {
        this.domains = List.copyOf(domains);
        this.steady = steady;
        this.domains.forEach(this::silent);
    }

    /** Of a domain that is looked at by itself. */
    static Neighbours none(String domain) {
        return new Neighbours(List.of(domain), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * Where objects live that a domain does not have.
     *
     * @param inScope those that live in the scope of another domain
     * @param outside those that live in another domain, but not in scope
     * @param certain whether all other domains answered
     * @param awaited whether one that did not is worth waiting for
     */
    record Elsewhere(Set<ObjectGuid> inScope, Set<ObjectGuid> outside, boolean certain, boolean awaited) {}

    /** A listener listens; {@code ring} makes it look for work. */
    void listens(String domain, Runnable ring) {
        bells.put(domain, ring);
    }

    void connected(String domain, Session session) {
        sessions.put(domain, session);
        silentSince.remove(domain);
    }

    void disconnected(String domain) {
        sessions.remove(domain);
        silent(domain);
    }

    /** Members of groups changed, which may live in any domain. */
    void groupsChanged(String domain) {
        groupChanges.merge(domain, 1L, Long::sum);
        bells.forEach((name, ring) -> {
            if (!name.equals(domain)) {
                ring.run();
            }
        });
    }

    /** Another number whenever members of groups of other domains changed; 0 if none did yet. */
    long groupChangesBeside(String domain) {
        return groupChanges.entrySet().stream()
                .filter(changes -> !changes.getKey().equals(domain))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether there are others. */
    boolean any(String domain) {
        return domains.stream().anyMatch(other -> !other.equals(domain));
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
        boolean awaited = false;
        if (!objects.isEmpty()) {
            for (String other : domains) {
                if (!other.equals(domain) && !ask(other, List.copyOf(objects), inScope, outside)) {
                    certain = false;
                    awaited |= lastHeard(other).plus(PATIENCE).isAfter(steady.instant());
                }
            }
        }
        return new Elsewhere(inScope, outside, certain, awaited);
    }

    /** The domains besides this one that do not answer. */
    List<String> silentBeside(String domain) {
        return domains.stream()
                .filter(other -> !other.equals(domain))
                .filter(other -> silentSince.containsKey(other) || mutedSince.containsKey(other))
                .toList();
    }

    /** Since when it does not answer: it may connect again and again meanwhile. */
    private Instant lastHeard(String domain) {
        Instant now = steady.instant();
        Instant silent = silentSince.getOrDefault(domain, now);
        Instant muted = mutedSince.getOrDefault(domain, now);
        return silent.isBefore(muted) ? silent : muted;
    }

    private Instant silent(String domain) {
        return silentSince.computeIfAbsent(domain, since -> steady.instant());
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
            mutedSince.computeIfAbsent(domain, since -> lastHeard(domain));
            return false;
        }
        for (DirectoryObject object : alive) {
            boolean ours = object instanceof Image image && session.scope().includes(image);
            (ours ? inScope : outside).add(object.objectGuid());
        }
        mutedSince.remove(domain);
        return true;
    }
}
