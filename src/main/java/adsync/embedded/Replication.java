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
    private final Map<UUID, Long> received = new HashMap<>();

    /**
     * @param recycleBin whether links of deleted objects are hidden instead of removed
     */
    Replication(Store receiver, boolean recycleBin) {
        this.receiver = receiver;
        this.recycleBin = recycleBin;
    }

    /** What a sender has that is new, taken down under its lock. */
    private record Parcel(
            UUID sender, long highestUsn, Map<UUID, Long> vector, Map<UUID, Sent> objects, List<SentLink> links) {}

    private record Sent(
            UUID guid, ObjectClass objectClass, @Nullable UUID parent, String rdn, List<Cell> cells) {}

    private record SentLink(AttributeType type, UUID source, UUID target, boolean present, Stamp stamp) {}

    /** Receives everything the sender learnt since the last time. */
    void receive(Store sender) throws LDAPException {
        Parcel parcel = sender.read(() -> parcel(sender));
        receiver.write(() -> {
            Map<UUID, Sent> open = new LinkedHashMap<>(parcel.objects());
            for (Sent sent : parcel.objects().values()) {
                receive(sent, open);
            }
            parcel.links().forEach(this::receive);
            parcel.vector().forEach(receiver::learnt);
            received.put(parcel.sender(), parcel.highestUsn());
            return parcel;
        });
    }

    private Parcel parcel(Store store) {
        long since = received.getOrDefault(store.invocationId(), 0L);
        Map<UUID, Sent> objects = new LinkedHashMap<>();
        for (DirectoryObject object : store.byUsn().after(since).values()) {
            DirectoryObject parent = object.parent();
            List<Cell> cells = object.cells().stream()
                    .filter(cell -> cell.type().replicated())
                    .toList();
            UUID parentGuid = parent == null ? null : parent.guid();
            objects.put(
                    object.guid(), new Sent(object.guid(), object.objectClass(), parentGuid, object.rdn(), cells));
        }
        List<SentLink> links = new ArrayList<>();
        for (Link link : store.links().byUsn().after(since).values()) {
            links.add(new SentLink(
                    link.type(), link.source().guid(), link.target().guid(), link.present(), link.stamp()));
        }
        return new Parcel(store.invocationId(), store.highestUsn(), store.upToDateVector(), objects, links);
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
        DirectoryObject parent = sent.parent() == null ? null : receiver.find(sent.parent());
        DirectoryObject known = receiver.find(sent.guid());
        if (known != null) {
            update(known, sent, parent);
        } else if (parent != null || sent.parent() == null) {
            create(sent, parent);
        }
    }

    private void create(Sent sent, @Nullable DirectoryObject parent) {
        long usn = receiver.nextUsn();
        DirectoryObject object =
                new DirectoryObject(sent.guid(), receiver.nextSerial(), sent.objectClass(), usn, parent, sent.rdn());
        object.hold(sent.cells().stream()
                .map(cell -> new Cell(cell.type(), cell.values(), cell.stamp().learntAt(usn)))
                .toArray(Cell[]::new));
        receiver.enterReplica(object, parent == null);
    }

    private void update(DirectoryObject known, Sent sent, @Nullable DirectoryObject parent) {
        List<Cell> later = new ArrayList<>();
        for (Cell cell : sent.cells()) {
            Cell mine = known.cell(cell.type());
            if (mine == null || cell.stamp().beats(mine.stamp())) {
                later.add(cell);
            }
        }
        if (later.isEmpty()) {
            return;
        }
        long usn = receiver.nextUsn();
        boolean named = later.stream().anyMatch(cell -> cell.type() == Schema.NAME);
        if (named && parent != null) {
            receiver.relocate(known, parent, sent.rdn());
        }
        boolean alive = !known.deleted();
        receiver.receive(
                known,
                later.stream()
                        .map(cell -> new Cell(cell.type(), cell.values(), cell.stamp().learntAt(usn)))
                        .toList());
        if (alive && known.deleted() && !recycleBin) {
            receiver.links().vanish(known);
        }
    }

    private void receive(SentLink sent) {
        DirectoryObject source = receiver.find(sent.source());
        DirectoryObject target = receiver.find(sent.target());
        if (source == null || target == null) {
            return;
        }
        Link mine = receiver.links().find(sent.type(), source, target);
        if (mine == null || sent.stamp().beats(mine.stamp())) {
            receiver.receiveLink(
                    sent.type(), source, target, sent.present(), sent.stamp().learntAt(receiver.nextUsn()));
        }
    }
}
