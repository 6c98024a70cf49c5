package adsync.listener;

import adsync.change.Container;
import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DomainController;
import adsync.directory.Endings;
import adsync.directory.Preference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A domain in memory that does what a test tells it to. Its state is what a domain controller would answer; the hook is asked
 * before each call and may throw, change the state or wait. All of its domain controllers are always of one mind.
 */
final class MemoryDomain {

    static final String HEAD = "DC=contoso,DC=com";
    static final String ROOT = "OU=Staff," + HEAD;

    private static final String FIRST_HOST = "dc1.contoso.com";

    /** One object; a tombstone is one whose {@code deleted} is set. */
    private static final class Entry {
        private final ObjectGuid guid;
        private final boolean user;
        private ObjectGuid parent;
        private String rdn;
        private long usn;
        private boolean deleted;
        private boolean hidden;
        private boolean nameOnly;
        private final Map<String, List<String>> attributes = new HashMap<>();

        private Entry(ObjectGuid guid, boolean user, ObjectGuid parent, String rdn) {
            this.guid = guid;
            this.user = user;
            this.parent = parent;
            this.rdn = rdn;
        }
    }

    private final Map<ObjectGuid, Entry> entries = new LinkedHashMap<>();
    private final MemoryHosts hosts = new MemoryHosts(FIRST_HOST);
    private final List<String> calls = new ArrayList<>();
    private final MemoryGroups groups = new MemoryGroups(this);
    private final MemoryRights rights = new MemoryRights();
    private final List<MemoryDirectory.RungBell> bells = new ArrayList<>();
    private final ObjectGuid head;
    private ObjectGuid context;
    private final ObjectGuid root;
    private long usn = 1000;
    private int pageSize = 1000;
    private int created;
    private boolean namesHidden;
    private Endings endings = new Endings(Optional.empty(), Optional.empty());
    private Duration tombstoneLifetime = Duration.ofDays(60);
    private Consumer<String> hook = call -> {};

    MemoryDomain() {
        head = newGuid();
        context = head;
        entries.put(head, new Entry(head, false, head, HEAD));
        root = container("OU=Staff", head);
    }

    MemoryGroups groups() {
        return groups;
    }

    MemoryRights rights() {
        return rights;
    }

    synchronized ObjectGuid head() {
        return head;
    }

    synchronized ObjectGuid root() {
        return root;
    }

    synchronized ObjectGuid container(String rdn, ObjectGuid parent) {
        return add(false, rdn, parent);
    }

    synchronized ObjectGuid user(String name, ObjectGuid parent) {
        ObjectGuid guid = add(true, "CN=" + name, parent);
        entry(guid).attributes.put("userAccountControl", List.of("512"));
        entry(guid).attributes.put("sAMAccountName", List.of(name));
        return guid;
    }

    synchronized void set(ObjectGuid guid, String attribute, String value) {
        entry(guid).attributes.put(attribute, List.of(value));
        touch(guid);
    }

    /** The attribute is kept back from us, or has no value: nobody can tell which. */
    synchronized void withhold(ObjectGuid guid, String attribute) {
        entry(guid).attributes.remove(attribute);
        touch(guid);
    }

    synchronized void move(ObjectGuid guid, ObjectGuid parent) {
        entry(guid).parent = parent;
        touch(guid);
    }

    synchronized void rename(ObjectGuid guid, String rdn) {
        entry(guid).rdn = rdn;
        touch(guid);
    }

    /** Leaves a tombstone. */
    synchronized void delete(ObjectGuid guid) {
        entry(guid).deleted = true;
        touch(guid);
    }

    synchronized void restore(ObjectGuid guid) {
        entry(guid).deleted = false;
        touch(guid);
    }

    /** Leaves nothing, and tells nobody: like a dynamic object that expires. */
    synchronized void expunge(ObjectGuid guid) {
        entries.remove(guid);
    }

    /** Takes or gives the right to see it; nobody is told. */
    synchronized void hide(ObjectGuid guid, boolean hidden) {
        entry(guid).hidden = hidden;
    }

    /** Takes or gives the right to read more of it than its name; nobody is told. */
    synchronized void nameOnly(ObjectGuid guid, boolean nameOnly) {
        entry(guid).nameOnly = nameOnly;
    }

    /** Whether a search by class finds it. */
    synchronized boolean readable(ObjectGuid guid) {
        return visible(guid) && !entry(guid).nameOnly;
    }

    /** Whether DirSync names hidden objects, as it does with the replication right and without OBJECT_SECURITY. */
    synchronized void namesHidden(boolean named) {
        namesHidden = named;
    }

    synchronized boolean named(ObjectGuid guid) {
        return namesHidden || visible(guid);
    }

    MemoryHosts hosts() {
        return hosts;
    }

    synchronized void addHost(String host) {
        hosts.add(host);
    }

    synchronized void down(String host, boolean isDown) {
        hosts.down(host, isDown);
    }

    /** It lets us in, and answers no question for changes. */
    synchronized void busy(String host, boolean isBusy) {
        hosts.busy(host, isBusy);
    }

    synchronized void requireIdle(String host) {
        hosts.requireIdle(host);
    }

    synchronized void newInvocation(String host) {
        hosts.invocation(host, new UUID(usn, created));
    }

    /** Its users are gone without a trace, and the domain of the same name is another one. */
    synchronized void rebuild() {
        context = newGuid();
        entries.values().removeIf(entry -> entry.user);
    }

    synchronized void usn(long now) {
        usn = now;
    }

    synchronized void endings(Endings next) {
        endings = next;
    }

    synchronized Endings endings() {
        return endings;
    }

    synchronized void tombstoneLifetime(Duration lifetime) {
        tombstoneLifetime = lifetime;
    }

    synchronized Duration tombstoneLifetime() {
        return tombstoneLifetime;
    }

    synchronized void pageSize(int size) {
        pageSize = size;
    }

    /** Asked before each call, with its name and the host's: it may throw. */
    synchronized void before(Consumer<String> next) {
        hook = next;
    }

    /** Every call to one method fails, until {@link #before} is told otherwise. */
    void failing(String call, Reason reason, String message) {
        before(name -> {
            if (name.equals(call)) {
                throw new DirectoryException(reason, message);
            }
        });
    }

    synchronized long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    void ring() {
        List.copyOf(bells()).forEach(bell -> bell.listener().rung());
    }

    void loseBell() {
        List.copyOf(bells())
                .forEach(bell -> bell.listener().lost(new DirectoryException(Reason.UNREACHABLE, "the bell was cut")));
    }

    synchronized List<MemoryDirectory.RungBell> bells() {
        return List.copyOf(bells);
    }

    // What a domain controller does

    /** Connects like the real thing: in the order of the hosts, but for what is preferred. */
    Directory connect(Preference preference) {
        called("connect");
        return at(hosts.choose(preference));
    }

    synchronized Directory at(String host) {
        return new MemoryDirectory(this, new DomainController(host, hosts.invocation(host), usn, true));
    }

    void called(String call) {
        Consumer<String> asked;
        synchronized (this) {
            calls.add(call);
            asked = hook;
        }
        asked.accept(call);
    }

    synchronized NamingContext namingContext() {
        return new NamingContext(context, HEAD);
    }

    synchronized long usn() {
        return usn;
    }

    synchronized void register(MemoryDirectory.RungBell bell) {
        bells.add(bell);
    }

    synchronized void unregister(MemoryDirectory.RungBell bell) {
        bells.remove(bell);
    }

    synchronized Optional<ObjectGuid> find(String dn) {
        return entries.values().stream()
                .filter(entry ->
                        !entry.deleted && !entry.hidden && dn(entry.guid).equalsIgnoreCase(dn))
                .map(entry -> entry.guid)
                .findFirst();
    }

    synchronized boolean visible(ObjectGuid guid) {
        Entry entry = entries.get(guid);
        return entry != null && !entry.hidden;
    }

    synchronized boolean deleted(ObjectGuid guid) {
        return entry(guid).deleted;
    }

    synchronized boolean isUser(ObjectGuid guid) {
        return entry(guid).user;
    }

    synchronized String dn(ObjectGuid guid) {
        if (guid.equals(head)) {
            return HEAD;
        }
        Entry entry = entry(guid);
        return entry.deleted
                ? entry.rdn + "\\0ADEL:" + guid + ",CN=Deleted Objects," + HEAD
                : entry.rdn + "," + (entries.containsKey(entry.parent) ? dn(entry.parent) : "CN=Gone," + HEAD);
    }

    synchronized Image image(ObjectGuid guid) {
        Entry entry = entry(guid);
        return Image.of(new Container(guid, entry.parent, entry.rdn), dn(guid), entry.usn, entry.attributes);
    }

    synchronized Container asContainer(ObjectGuid guid) {
        Entry entry = entry(guid);
        return new Container(guid, entry.parent, entry.rdn);
    }

    /** What is alive and visible at and below a place, in the order it was made. */
    synchronized List<ObjectGuid> below(String dn, boolean users) {
        if (find(dn).isEmpty()) {
            throw new DirectoryException(Reason.RIGHTS, dn + " does not exist");
        }
        return entries.values().stream()
                .filter(entry -> entry.user == users && !entry.deleted && readable(entry.guid))
                .map(entry -> entry.guid)
                .filter(guid -> dn(guid).equalsIgnoreCase(dn) || dn(guid).endsWith("," + dn))
                .toList();
    }

    /** The objects that changed after a cookie, at most a page, by update sequence number. */
    synchronized List<ObjectGuid> changedAfter(long after) {
        return entries.values().stream()
                .filter(entry -> entry.usn > after && !entry.guid.equals(head))
                .sorted(Comparator.comparingLong(entry -> entry.usn))
                .map(entry -> entry.guid)
                .limit(pageSize)
                .toList();
    }

    synchronized int pageSize() {
        return pageSize;
    }

    synchronized long usnOf(ObjectGuid guid) {
        return entry(guid).usn;
    }

    static DirSyncCookie cookie(long usn) {
        return DirSyncCookie.of(Long.toString(usn).getBytes(StandardCharsets.US_ASCII));
    }

    static long usn(DirSyncCookie cookie) {
        return Long.parseLong(new String(cookie.octets(), StandardCharsets.US_ASCII));
    }

    private ObjectGuid add(boolean user, String rdn, ObjectGuid parent) {
        ObjectGuid guid = newGuid();
        entries.put(guid, new Entry(guid, user, parent, rdn));
        touch(guid);
        return guid;
    }

    private ObjectGuid newGuid() {
        created++;
        return new ObjectGuid(new UUID(0xad, created));
    }

    synchronized void touch(ObjectGuid guid) {
        usn++;
        entry(guid).usn = usn;
    }

    private Entry entry(ObjectGuid guid) {
        Entry entry = entries.get(guid);
        if (entry == null) {
            throw new IllegalStateException("the test knows no " + guid);
        }
        return entry;
    }
}
