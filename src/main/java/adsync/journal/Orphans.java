package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.Outbox.Reason;
import adsync.journal.Outbox.Turn;
import adsync.journal.Shadows.Known;
import adsync.journal.Shadows.Source;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Takes accounts and groups over whose objects were gone before we came to know them, as after a lost journal: from then on they are
 * like those of whoever goes.
 */
final class Orphans {

    /** Of no domain controller. */
    private static final UUID NOWHERE = new UUID(0, 0);

    private static final String PLACE = "SELECT id FROM container WHERE guid = ?";

    /** A removed container is in no root, and goes with the last object that was in it. */
    private static final String ADD_PLACE =
            "INSERT INTO container (id, guid, parent, rdn, removed) VALUES (?, ?, NULL, ?, TRUE)";

    private static final String ADD_GROUP = """
            INSERT INTO shipped_group (guid, dn, name, presence, provider_id, acknowledged, adopted)
            VALUES (?, ?, ?, ?, ?, ?, TRUE)
            """;

    private static final String LOOK_FIRST = "UPDATE outbox SET fate_unknown = TRUE WHERE object = ?";

    private final Session session;
    private final Sequences sequences;
    private final Shadows shadows;
    private final Links links;
    private final Timers timers;
    private final Outbox outbox;
    private final GroupMarks groups;
    private final GroupOutbox groupOutbox;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Orphans(Session session, Sequences sequences, GroupMarks groups) {
        this.session = session;
        this.sequences = sequences;
        this.shadows = new Shadows(session);
        this.links = new Links(session);
        this.timers = new Timers(session);
        this.outbox = new Outbox(session, sequences);
        this.groups = groups;
        this.groupOutbox = new GroupOutbox(session, sequences);
    }

    /** Returns how many of these accounts were taken over; one whose object is known by now is not. */
    int adopt(List<Orphan> orphans, Origin origin) throws SQLException {
        int adopted = 0;
        for (Orphan orphan : orphans) {
            if (shadows.find(orphan.objectGuid()) == null) {
                adopt(orphan, origin);
                adopted++;
            }
        }
        return adopted;
    }

    /** What the account holds is read before anything is sent. */
    private void adopt(Orphan orphan, Origin origin) throws SQLException {
        long id = sequences.nextObject();
        ObjectGuid place = place(orphan.parent());
        Image last = new Image(
                orphan.objectGuid(), place, orphan.rdn(), orphan.rdn() + "," + orphan.parent(), 0, new TreeMap<>());
        shadows.add(
                id,
                last,
                container(place, orphan.parent()),
                new Source(shadows.invocation(NOWHERE), 0, NamingContexts.NONE, false));
        Known known = Objects.requireNonNull(shadows.find(orphan.objectGuid()));
        shadows.gone(known, orphan.presence(), origin.seenAt());
        links.put(known, new Link(orphan.providerId(), Map.of()));
        timers.add(id, orphan.due());
        ChangeKind kind = kind(orphan);
        outbox.add(id, orphan.objectGuid(), new Turn(Outbox.priority(kind, false), false, 0), reason(kind, origin));
        session.run(LOOK_FIRST, id);
    }

    /** Takes a group over, to delete it; not if we know it, or groups are not shipped. */
    boolean adoptGroup(Orphan orphan, String displayName, Origin origin) throws SQLException {
        if (!groups.shipping() || groups.find(orphan.objectGuid()) != null) {
            return false;
        }
        session.run(
                ADD_GROUP,
                orphan.objectGuid(),
                orphan.rdn() + "," + orphan.parent(),
                displayName,
                orphan.presence(),
                orphan.providerId(),
                displayName);
        GroupMarks.Shipped added = Objects.requireNonNull(groups.find(orphan.objectGuid()));
        groupOutbox.put(added.id(), orphan.objectGuid(), reason(kind(orphan), origin));
        return true;
    }

    private static ChangeKind kind(Orphan orphan) {
        return orphan.presence() == Presence.DELETED ? ChangeKind.DELETED : ChangeKind.LEFT_SCOPE;
    }

    private Reason reason(ChangeKind kind, Origin origin) {
        return new Reason(kind, CorrelationId.draw(random), origin, Deltas.NONE);
    }

    /** Its identity is not known, and does not matter: what was in it is gone. */
    private static ObjectGuid place(String dn) {
        byte[] name = dn.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return new ObjectGuid(UUID.nameUUIDFromBytes(name));
    }

    private long container(ObjectGuid place, String dn) throws SQLException {
        Long known = session.first(PLACE, row -> row.number("id"), place);
        if (known != null) {
            return known;
        }
        long id = sequences.nextContainer();
        session.run(ADD_PLACE, id, place, dn);
        return id;
    }
}
