package adsync.simulation;

import adsync.change.ObjectGuid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one domain controller knows. Changes are stamped where they are made, and the later one wins; a group's members each have a
 * stamp of their own. What the other one made is known up to an update sequence number of the other one's.
 */
final class Replica {

    static final String HEAD = "DC=contoso,DC=com";

    private final int number;
    private final ObjectGuid head;
    private final Map<ObjectGuid, Entry> entries = new TreeMap<>();
    private final Map<Integer, Long> known = new TreeMap<>();
    private int database;
    private long usn = 1000;

    /** What an object is. */
    enum Kind {
        USER,
        CONTAINER,
        GROUP
    }

    /** Where and when something was changed, and how often before. */
    record Stamp(long version, int database, long usn) {

        boolean laterThan(@Nullable Stamp other) {
            return other == null
                    || version > other.version
                    || (version == other.version
                            && (database > other.database || (database == other.database && usn > other.usn)));
        }
    }

    /** Whether somebody is a member. */
    record Link(boolean present, Stamp stamp, long usn) {}

    /** Whether an object is deleted: a value of its own, which no other change takes back. */
    record Life(boolean deleted, Stamp stamp) {}

    /** How an object is, but for whether it is alive. */
    record State(Kind kind, ObjectGuid parent, String rdn, Map<String, List<String>> attributes) {
        State {
            attributes = new TreeMap<>(attributes);
        }

        State at(ObjectGuid place, String name) {
            return new State(kind, place, name, attributes);
        }

        State with(String attribute, @Nullable String value) {
            Map<String, List<String>> changed = new TreeMap<>(attributes);
            if (value == null) {
                changed.remove(attribute);
            } else {
                changed.put(attribute, List.of(value));
            }
            return new State(kind, parent, rdn, changed);
        }

        Optional<String> value(String attribute) {
            return attributes.getOrDefault(attribute, List.of()).stream().findFirst();
        }
    }

    /** One object. */
    static final class Entry {
        private final ObjectGuid guid;
        private State state;
        private Stamp stamp;
        private Life life;
        private long usn;
        private long own;
        private final Map<ObjectGuid, Link> links = new TreeMap<>();

        private Entry(ObjectGuid guid, State state, Stamp stamp, long usn) {
            this.guid = guid;
            this.state = state;
            this.stamp = stamp;
            this.life = new Life(false, new Stamp(0, 0, 0));
            this.usn = usn;
            this.own = usn;
        }

        private Entry copy() {
            Entry copy = new Entry(guid, state, stamp, usn);
            copy.life = life;
            copy.own = own;
            copy.links.putAll(links);
            return copy;
        }

        private void changed(long now) {
            usn = now;
            own = now;
        }

        ObjectGuid guid() {
            return guid;
        }

        State state() {
            return state;
        }

        /** When it changed last, or one of its links. */
        long usn() {
            return usn;
        }

        /** When it changed last, its links left aside. */
        long own() {
            return own;
        }

        boolean deleted() {
            return life.deleted;
        }

        /** Whether it was deleted once, and is alive. */
        boolean restored() {
            return !life.deleted && life.stamp.version > 0;
        }

        /** Of all that is in it but its links. */
        List<Stamp> stamps() {
            return List.of(stamp, life.stamp);
        }

        Map<ObjectGuid, Link> links() {
            return links;
        }
    }

    /** What it knew at a time. */
    record Backup(Map<ObjectGuid, Entry> entries, Map<Integer, Long> known, long usn) {}

    Replica(int number, ObjectGuid head) {
        this.number = number;
        this.database = number;
        this.head = head;
        entries.put(head, new Entry(head, new State(Kind.CONTAINER, head, HEAD, Map.of()), new Stamp(0, 0, 0), 0));
    }

    String host() {
        return "dc" + (number + 1) + ".contoso.com";
    }

    UUID invocationId() {
        return invocationId(database);
    }

    /** Of a database by its number. */
    static UUID invocationId(int database) {
        return new UUID(0xdc, database);
    }

    /** Number of the database, of all that there ever were: who is restored as it should be has another one. */
    int database() {
        return database;
    }

    int number() {
        return number;
    }

    long usn() {
        return usn;
    }

    /** Up to where the changes of each database are known. */
    Map<Integer, Long> known() {
        return new TreeMap<>(known);
    }

    Backup backup() {
        return new Backup(copies(entries), known(), usn);
    }

    private static Map<ObjectGuid, Entry> copies(Map<ObjectGuid, Entry> entries) {
        Map<ObjectGuid, Entry> copies = new TreeMap<>();
        entries.forEach((guid, entry) -> copies.put(guid, entry.copy()));
        return copies;
    }

    /**
     * Knows again what it knew, and nothing else.
     *
     * @param as number of the database; the one that it has, if its numbers are to be given a second time, which is a mistake
     */
    void restore(Backup backup, int as) {
        entries.clear();
        entries.putAll(copies(backup.entries()));
        known.clear();
        known.putAll(backup.known());
        usn = backup.usn();
        database = as;
    }

    /** Is from now on another database of the same content. */
    void renew(int as) {
        database = as;
    }

    private Stamp stamp(@Nullable Stamp before) {
        usn++;
        known.put(database, usn);
        return new Stamp(before == null ? 1 : before.version() + 1, database, usn);
    }

    /** Makes an object here, or changes it. */
    void put(ObjectGuid guid, State state) {
        Entry entry = entries.get(guid);
        Stamp now = stamp(entry == null ? null : entry.stamp);
        if (entry == null) {
            entries.put(guid, new Entry(guid, state, now, usn));
        } else {
            entry.state = state;
            entry.stamp = now;
            entry.changed(usn);
        }
    }

    /** Deletes an object here, or restores it. */
    void live(ObjectGuid guid, boolean alive) {
        Entry entry = entry(guid);
        entry.life = new Life(!alive, stamp(entry.life.stamp));
        entry.changed(usn);
    }

    /** Makes somebody a member here, or no more. */
    void link(ObjectGuid group, ObjectGuid member, boolean present) {
        Entry entry = entry(group);
        Link before = entry.links.get(member);
        entry.links.put(member, new Link(present, stamp(before == null ? null : before.stamp()), usn));
        entry.usn = usn;
    }

    /** Hears of everything that another one knows; returns whether there was something new. */
    boolean pull(Replica other) {
        long before = usn;
        List<Entry> theirs = new ArrayList<>(other.entries.values());
        theirs.sort(Comparator.comparingLong(Entry::usn));
        theirs.forEach(this::pull);
        other.known.forEach((one, upTo) -> known.merge(one, upTo, Math::max));
        return usn > before;
    }

    private void pull(Entry theirs) {
        Entry ours = entries.get(theirs.guid);
        if (ours == null) {
            usn++;
            ours = new Entry(theirs.guid, theirs.state, theirs.stamp, usn);
            ours.life = theirs.life;
            entries.put(theirs.guid, ours);
        } else if (theirs.stamp.laterThan(ours.stamp)) {
            usn++;
            ours.state = theirs.state;
            ours.stamp = theirs.stamp;
            ours.changed(usn);
        }
        if (theirs.life.stamp.laterThan(ours.life.stamp)) {
            usn++;
            ours.life = theirs.life;
            ours.changed(usn);
        }
        for (Map.Entry<ObjectGuid, Link> link : theirs.links.entrySet()) {
            Link known = ours.links.get(link.getKey());
            if (link.getValue().stamp().laterThan(known == null ? null : known.stamp())) {
                usn++;
                ours.links.put(
                        link.getKey(),
                        new Link(link.getValue().present(), link.getValue().stamp(), usn));
                ours.usn = usn;
            }
        }
    }

    Optional<Entry> find(ObjectGuid guid) {
        return Optional.ofNullable(entries.get(guid));
    }

    Entry entry(ObjectGuid guid) {
        return Objects.requireNonNull(entries.get(guid), guid::toString);
    }

    /** Who is alive, by name. */
    Optional<Entry> find(String dn) {
        return entries.values().stream()
                .filter(entry -> !entry.deleted() && dn(entry).equalsIgnoreCase(dn))
                .findFirst();
    }

    String dn(Entry entry) {
        if (entry.guid.equals(head)) {
            return HEAD;
        }
        State state = entry.state;
        return entry.deleted()
                ? state.rdn() + "\\0ADEL:" + entry.guid + ",CN=Deleted Objects," + HEAD
                : state.rdn() + "," + dn(entry(state.parent()));
    }

    /** What is alive at and below a place. */
    List<Entry> below(String dn, Kind kind) {
        return entries.values().stream()
                .filter(entry -> entry.state.kind() == kind && !entry.deleted())
                .filter(entry -> dn(entry).equalsIgnoreCase(dn) || dn(entry).endsWith("," + dn))
                .toList();
    }

    /** All but the head. */
    List<Entry> all() {
        return entries.values().stream()
                .filter(entry -> !entry.guid.equals(head))
                .toList();
    }

    /** Who is a member, and alive. */
    List<ObjectGuid> members(ObjectGuid group) {
        Entry entry = entries.get(group);
        return entry == null || entry.deleted()
                ? List.of()
                : entry.links.entrySet().stream()
                        .filter(link -> link.getValue().present() && alive(link.getKey()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    boolean alive(ObjectGuid guid) {
        return find(guid).filter(entry -> !entry.deleted()).isPresent();
    }
}
