package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one domain controller learnt to another one of the same domain, with the stamps of its origin (MS-ADTS
 * 3.1.1.1.9 to 11). The receiver files it under numbers of its own and keeps what was written later elsewhere.
 */
final class Replication {

    private final Store receiver;
    private final boolean recycleBin;
    private final Settlement settlement;
    private final Map<UUID, Long> received = new HashMap<>();

    /**
     * @param recycleBin whether links of deleted objects are hidden instead of removed
     */
    Replication(Store receiver, boolean recycleBin) {
        this.receiver = receiver;
        this.recycleBin = recycleBin;
        this.settlement = new Settlement(receiver, recycleBin);
    }

    /** The same for a copy of the receiver, which knows as much of the others. */
    Replication copy(Store ofReceiver) {
        Replication copy = new Replication(ofReceiver, recycleBin);
        copy.received.putAll(received);
        return copy;
    }

    /** What a sender has that is new, taken down under its lock. */
    private record Parcel(
            UUID sender, long highestUsn, Map<UUID, Long> vector, Map<UUID, Sent> objects, List<SentLink> links) {}

    private record Sent(
            UUID guid,
            ObjectClass objectClass,
            UUID root,
            @Nullable UUID parent,
            String rdn,
            List<Cell> cells) {}

    private record SentLink(AttributeType type, UUID source, UUID target, boolean present, Stamp stamp) {}

    /** Receives everything the sender learnt since the last time. */
    void receive(Store sender) throws LDAPException {
        Parcel parcel = sender.read(() -> parcel(sender));
        receiver.write(() -> {
            Map<UUID, Sent> open = new LinkedHashMap<>(parcel.objects());
            parcel.objects().values().forEach(sent -> receive(sent, open));
            parcel.objects().keySet().forEach(settlement::settle);
            parcel.links().forEach(this::receive);
            parcel.vector().forEach(receiver::learnt);
            received.merge(parcel.sender(), parcel.highestUsn(), Math::max); // what a rollback hands out again is lost
            return parcel;
        });
    }

    private Parcel parcel(Store store) {
        long since = received.getOrDefault(store.invocationId(), 0L);
        Map<UUID, Sent> objects = new LinkedHashMap<>();
        for (DirectoryObject object : store.byUsn().after(since).values()) {
            objects.put(object.guid(), sent(object));
        }
        List<SentLink> links = new ArrayList<>();
        for (Link link : store.links().byUsn().after(since).values()) {
            links.add(new SentLink(
                    link.type(), link.source().guid(), link.target().guid(), link.present(), link.stamp()));
        }
        return new Parcel(store.invocationId(), store.highestUsn(), store.upToDateVector(), objects, links);
    }

    private static Sent sent(DirectoryObject object) {
        DirectoryObject parent = object.parent();
        return new Sent(
                object.guid(),
                object.objectClass(),
                object.root().guid(),
                parent == null ? null : parent.guid(),
                object.rdn(),
                object.cells().stream().filter(cell -> cell.type().replicated()).toList());
    }

    /** Parents come first, wherever they are in the parcel. */
    private void receive(Sent sent, Map<UUID, Sent> open) {
        if (open.remove(sent.guid()) == null) {
            return;
        }
        Sent above = sent.parent() == null ? null : open.get(sent.parent());
        if (above != null) {
            receive(above, open);
        }
        DirectoryObject known = receiver.find(sent.guid());
        if (known == null) {
            create(sent);
        } else {
            update(known, sent);
        }
    }

    private void create(Sent sent) {
        DirectoryObject parent = sent.parent() == null ? null : receiver.find(sent.parent());
        DirectoryObject home = parent == null ? settlement.lostAndFound(sent.root()) : parent;
        if (sent.parent() != null && home == null) {
            return;
        }
        long usn = receiver.nextUsn();
        DirectoryObject above = sent.parent() == null ? null : home;
        String rdn = above == null ? sent.rdn() : settlement.freeName(above, sent.rdn(), sent.guid(), name(sent));
        DirectoryObject object =
                new DirectoryObject(sent.guid(), receiver.nextSerial(), sent.objectClass(), usn, above, rdn);
        object.hold(learntAt(usn, sent.cells()).toArray(Cell[]::new));
        receiver.enterReplica(object, above == null);
    }

    private void update(DirectoryObject known, Sent sent) {
        List<Cell> later = sent.cells().stream()
                .filter(cell -> beats(cell, known.cell(cell.type())))
                .toList();
        if (later.isEmpty()) {
            return;
        }
        long usn = receiver.nextUsn();
        DirectoryObject parent = sent.parent() == null ? null : receiver.find(sent.parent());
        boolean named = later.stream().anyMatch(cell -> cell.type() == Schema.NAME);
        if (named && parent != null && !parent.within(known)) {
            receiver.relocate(known, parent, settlement.freeName(parent, sent.rdn(), sent.guid(), name(sent)));
        }
        receiver.receive(known, learntAt(usn, later));
    }

    private static boolean beats(Cell theirs, @Nullable Cell mine) {
        return mine == null || theirs.stamp().beats(mine.stamp());
    }

    private static @Nullable Stamp name(Sent sent) {
        return sent.cells().stream()
                .filter(cell -> cell.type() == Schema.NAME)
                .map(Cell::stamp)
                .findFirst()
                .orElse(null);
    }

    private static List<Cell> learntAt(long usn, List<Cell> cells) {
        return cells.stream()
                .map(cell -> new Cell(cell.type(), cell.values(), cell.stamp().learntAt(usn)))
                .toList();
    }

    private void receive(SentLink sent) {
        DirectoryObject source = receiver.find(sent.source());
        DirectoryObject target = receiver.find(sent.target());
        if (source == null || target == null || settlement.keepsNoLinks(source) || settlement.keepsNoLinks(target)) {
            return;
        }
        Link mine = receiver.links().find(sent.type(), source, target);
        if (mine == null || sent.stamp().beats(mine.stamp())) {
            receiver.receiveLink(
                    sent.type(), source, target, sent.present(), sent.stamp().learntAt(receiver.nextUsn()));
        }
    }
}
