package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one domain controller, keyed by GUID, every value with its stamp. One lock: readers share it, a
 * writer has it alone. Everything but {@link #read} and {@link #write} expects to be called inside one of them.
 */
final class Store {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<UUID, DirectoryObject> objects = new HashMap<>();
    private final List<DirectoryObject> roots = new ArrayList<>();
    private final UsnIndex<DirectoryObject> byUsn = new UsnIndex<>();
    private final UniqueNames uniqueNames = new UniqueNames();
    private final Links links = new Links();
    private final Map<UUID, Long> upToDate = new LinkedHashMap<>();
    private Set<DirectoryObject> touched = new LinkedHashSet<>();
    private Consumer<DirectoryObject> changeObserver = object -> {};
    private UUID invocationId;
    private @Nullable UUID identity;
    private long highestUsn;
    private long lastSerial;

    /** An empty store. */
    Store(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.invocationId = newGuid();
    }

    <T extends @Nullable Object> T read(Step<T> step) throws LDAPException {
        lock.readLock().lock();
        try {
            return step.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The same objects, links, stamps and numbers elsewhere; expects to be called inside {@link #read}. */
    Store copy(RandomGenerator chance) {
        Store copy = new Store(clock, chance);
        roots.forEach(root -> copy.roots.add(copy.adopt(root, null)));
        for (DirectoryObject object : objects.values()) {
            for (Link link : object.forward()) {
                copy.links.write(
                        link.type(), copy.twin(link.source()), copy.twin(link.target()), link.present(), link.stamp());
            }
        }
        copy.upToDate.putAll(upToDate);
        copy.invocationId = invocationId;
        copy.highestUsn = highestUsn;
        copy.lastSerial = lastSerial;
        return copy;
    }

    private DirectoryObject adopt(DirectoryObject object, @Nullable DirectoryObject parent) {
        DirectoryObject twin = new DirectoryObject(
                object.guid(), object.serial(), object.objectClass(), object.usnCreated(), parent, object.rdn());
        twin.hold(object.cells().toArray(Cell[]::new));
        twin.attach();
        objects.put(twin.guid(), twin);
        uniqueNames.note(twin);
        twin.touch(object.usnChanged(), object.whenChanged());
        byUsn.add(twin.usnChanged(), twin.serial(), twin);
        object.children().forEach(child -> adopt(child, twin));
        return twin;
    }

    private DirectoryObject twin(DirectoryObject object) {
        return Objects.requireNonNull(objects.get(object.guid()));
    }

    /** Runs a change and then, still under the lock, tells the observer of every object it touched. */
    <T extends @Nullable Object> T write(Step<T> step) throws LDAPException {
        lock.writeLock().lock();
        try {
            return step.run();
        } finally {
            touched.forEach(changeObserver);
            touched = new LinkedHashSet<>(); // one that grew large would be slow to clear ever after
            lock.writeLock().unlock();
        }
    }

    /** Who hears of every touched object, on the changing thread and under the lock: it must only take note. */
    void observe(Consumer<DirectoryObject> observer) {
        changeObserver = observer;
    }

    long now() {
        return clock.millis();
    }

    long highestUsn() {
        return highestUsn;
    }

    UUID invocationId() {
        return invocationId;
    }

    /** The highest originating number known of each database, our own included (MS-DRSR 5.166). */
    Map<UUID, Long> upToDateVector() {
        Map<UUID, Long> vector = new LinkedHashMap<>(upToDate);
        vector.put(invocationId, highestUsn);
        return vector;
    }

    /** The database becomes another one, as after a proper restore. */
    void renewInvocationId() {
        upToDate.put(invocationId, highestUsn);
        invocationId = newGuid();
    }

    /** The counter goes back and will hand out its numbers a second time, as after a copied disk. */
    void rollBack(long usn) {
        highestUsn = usn;
    }

    /** Notes that all of another database up to {@code usn} has been received. */
    void learnt(UUID origin, long usn) {
        if (!origin.equals(invocationId)) {
            upToDate.merge(origin, usn, Math::max);
        }
    }

    UsnIndex<DirectoryObject> byUsn() {
        return byUsn;
    }

    Links links() {
        return links;
    }

    UniqueNames uniqueNames() {
        return uniqueNames;
    }

    List<DirectoryObject> roots() {
        return Collections.unmodifiableList(roots);
    }

    Collection<DirectoryObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    @Nullable DirectoryObject find(UUID guid) {
        return objects.get(guid);
    }

    /** The next new identity is this one. */
    void identifyNext(UUID guid) {
        identity = guid;
    }

    UUID newGuid() {
        UUID given = identity;
        if (given != null) {
            identity = null;
            return given;
        }
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }

    long nextUsn() {
        return ++highestUsn;
    }

    /** The root of a naming context. */
    DirectoryObject createRoot(String dn, ObjectClass objectClass, Map<AttributeType, List<byte[]>> values) {
        DirectoryObject root = new DirectoryObject(newGuid(), ++lastSerial, objectClass, nextUsn(), null, dn);
        roots.add(root);
        return enter(root, values);
    }

    /** Creates an object with all its values under one update sequence number, and its links after it. */
    DirectoryObject create(NewObject fresh) {
        DirectoryObject object = new DirectoryObject(
                newGuid(), ++lastSerial, fresh.objectClass(), nextUsn(), fresh.parent(), fresh.rdn());
        enter(object, fresh.values());
        for (NewObject.Reference reference : fresh.references()) {
            writeLink(reference.type(), object, reference.target(), true);
        }
        return object;
    }

    private DirectoryObject enter(DirectoryObject object, Map<AttributeType, List<byte[]>> values) {
        Stamp stamp = originating(highestUsn, null);
        Cell[] cells = new Cell[values.size()];
        int at = 0;
        for (Map.Entry<AttributeType, List<byte[]>> value : values.entrySet()) {
            cells[at++] = new Cell(value.getKey(), value.getValue(), stamp);
        }
        object.hold(cells);
        object.attach();
        admit(object, stamp.localUsn());
        return object;
    }

    /** Files an object received from another domain controller. */
    void enterReplica(DirectoryObject object, boolean root) {
        if (root) {
            roots.add(object);
        }
        object.attach();
        admit(object, object.usnCreated());
    }

    long nextSerial() {
        return ++lastSerial;
    }

    private void admit(DirectoryObject object, long usn) {
        objects.put(object.guid(), object);
        uniqueNames.note(object);
        object.touch(usn, now());
        byUsn.add(usn, object.serial(), object);
        touched.add(object);
    }

    /**
     * Writes the values that differ from what is stored, under one update sequence number.
     *
     * @param values an empty list clears an attribute
     * @return whether anything differed
     */
    boolean write(DirectoryObject object, Map<AttributeType, List<byte[]>> values) {
        return rewrite(object, values, null);
    }

    /**
     * The same, and {@code always} is stamped anew even if its value stays what it was.
     *
     * @return whether anything was written
     */
    boolean rewrite(DirectoryObject object, Map<AttributeType, List<byte[]>> values, @Nullable AttributeType always) {
        List<AttributeType> different = new ArrayList<>();
        values.forEach((type, octets) -> {
            if (type == always || !Values.same(object.values(type), octets)) {
                different.add(type);
            }
        });
        if (different.isEmpty()) {
            return false;
        }
        uniqueNames.forget(object);
        long usn = nextUsn();
        for (AttributeType type : different) {
            List<byte[]> octets = values.getOrDefault(type, List.of());
            object.put(new Cell(type, octets, originating(usn, object.cell(type))));
        }
        uniqueNames.note(object);
        touch(object, usn);
        return true;
    }

    /** Writes one link under a number of its own; its source counts as changed, its target does not. */
    void writeLink(AttributeType type, DirectoryObject source, DirectoryObject target, boolean present) {
        Link before = links.find(type, source, target);
        long usn = nextUsn();
        int version = before == null ? 1 : before.stamp().version() + 1;
        links.write(type, source, target, present, new Stamp(usn, invocationId, usn, version, now()));
        touch(source, usn);
    }

    /** Moves or renames without a stamp of its own: the caller writes {@code name}, which carries it. */
    void relocate(DirectoryObject object, DirectoryObject parent, String rdn) {
        object.relocate(parent, rdn);
    }

    /** Files a value received from another domain controller under a local number. */
    void receive(DirectoryObject object, List<Cell> cells) {
        uniqueNames.forget(object);
        cells.forEach(object::put);
        uniqueNames.note(object);
        touch(object, highestUsn);
    }

    /** Files a link value received from another domain controller. */
    void receiveLink(AttributeType type, DirectoryObject source, DirectoryObject target, boolean present, Stamp stamp) {
        links.write(type, source, target, present, stamp);
        touch(source, stamp.localUsn());
    }

    /** Removes an object as if it had never been: nobody is told. */
    void expunge(DirectoryObject object) {
        links.vanish(object);
        uniqueNames.forget(object);
        object.detach();
        objects.remove(object.guid());
        byUsn.remove(object.usnChanged(), object.serial());
    }

    private void touch(DirectoryObject object, long usn) {
        byUsn.remove(object.usnChanged(), object.serial());
        object.touch(usn, now());
        byUsn.add(usn, object.serial(), object);
        touched.add(object);
    }

    private Stamp originating(long usn, @Nullable Cell before) {
        return new Stamp(
                usn, invocationId, usn, before == null ? 1 : before.stamp().version() + 1, now());
    }
}
