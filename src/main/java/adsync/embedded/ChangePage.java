package adsync.embedded;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One DirSync answer while it is put together, and afterwards its entries and its cookie. */
final class ChangePage {

    private final Domain domain;
    private final Set<DirectoryObject> objects = new LinkedHashSet<>();
    private final Map<DirectoryObject, Set<Link>> links = new LinkedHashMap<>();
    private final List<SearchResultEntryProtocolOp> entries = new ArrayList<>();
    private long reached;
    private long bytes;
    private int linkCount;
    private boolean moreResults;
    private byte[] cookie = new byte[0];

    ChangePage(Domain domain) {
        this.domain = domain;
    }

    void reached(long usn) {
        reached = usn;
    }

    void add(DirectoryObject object) {
        objects.add(object);
        for (Cell cell : object.cells()) {
            for (byte[] value : cell.values()) {
                bytes += value.length;
            }
        }
    }

    void add(Link link) {
        if (links.computeIfAbsent(link.source(), source -> new LinkedHashSet<>())
                .add(link)) {
            linkCount++;
        }
    }

    /** Whether it holds as many objects, octets or link values as one answer may. */
    boolean full(int limit, int maxBytes) {
        return limit != Integer.MAX_VALUE
                && (objects.size() >= limit
                        || bytes >= maxBytes
                        || linkCount >= domain.profile().maxValRange());
    }

    ChangePage write(ChangeWriter writer) {
        boolean apart = domain.profile().has(Behaviour.LINKS_IN_ENTRIES_OF_THEIR_OWN);
        for (DirectoryObject object : objects) {
            Set<Link> ofObject = links.getOrDefault(object, Set.of());
            entries.add(writer.entry(object, true, apart ? Set.of() : ofObject));
        }
        links.forEach((object, ofObject) -> {
            if (apart || !objects.contains(object)) {
                entries.add(writer.entry(object, false, ofObject));
            }
        });
        return this;
    }

    /**
     * Makes the cookie. Only the last page of a cycle claims to know everything: a cookie from the middle, at another
     * domain controller, starts over (MS-DRSR 5.115.11).
     */
    ChangePage finish(ReplicationCookie from, boolean more) {
        Store store = domain.store();
        moreResults = more;
        long scanned = Math.max(reached, from.scanned());
        ReplicationCookie next;
        if (more) {
            next = new ReplicationCookie(from.generation(), scanned, from.known(), store.invocationId(), from.vector());
        } else {
            boolean follow = domain.profile().has(Behaviour.COOKIES_FOLLOW_ROLLBACK);
            long end = follow ? store.highestUsn() : Math.max(store.highestUsn(), scanned);
            Map<UUID, Long> vector = new LinkedHashMap<>(store.upToDateVector());
            vector.put(store.invocationId(), end);
            next = new ReplicationCookie(from.generation(), end, end, store.invocationId(), vector);
        }
        cookie = next.encode(Texts.fileTime(store.now()));
        return this;
    }

    List<SearchResultEntryProtocolOp> entries() {
        return entries;
    }

    boolean moreResults() {
        return moreResults;
    }

    byte[] cookie() {
        return cookie;
    }
}
