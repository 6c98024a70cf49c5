package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import java.sql.SQLException;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the provider may have to hear of groups: a group that came, went or has another name, and each pair of group and
 * member that may be different there. Whether it really is, is seen when the group is claimed.
 */
final class GroupMarks {

    private static final String FIND = "SELECT id, name, dn, presence, provider_id FROM shipped_group WHERE guid = ?";

    private static final String ADD =
            "INSERT INTO shipped_group (guid, dn, name, presence, adopted) VALUES (?, ?, ?, 'PRESENT', FALSE)";

    private static final String CHANGE = "UPDATE shipped_group SET dn = ?, name = ?, presence = 'PRESENT' WHERE id = ?";

    private static final String GONE = "UPDATE shipped_group SET presence = ? WHERE id = ?";

    /** What was refused, or tried, is forgotten of a pair that changed again, but not which account was tried. */
    private static final String MARK = """
            INSERT INTO member_change (shipped_group, member, version) VALUES (?, ?, ?)
            ON CONFLICT (shipped_group, member) DO UPDATE SET version = excluded.version, cause = NULL
            """;

    private static final String MARK_ALL = """
            INSERT INTO member_change (shipped_group, member, version)
            SELECT ?1, member, ?2 FROM (
              SELECT m.member AS member FROM membership m JOIN tracked_group t ON t.id = m.tracked_group
              JOIN shipped_group s ON s.guid = t.guid WHERE s.id = ?1
              UNION SELECT member FROM shipped_member WHERE shipped_group = ?1) pairs
            WHERE TRUE
            ON CONFLICT (shipped_group, member) DO UPDATE SET version = excluded.version, cause = NULL
            """;

    private static final String GROUPS_OF = """
            SELECT s.id AS id FROM membership m JOIN tracked_group t ON t.id = m.tracked_group
            JOIN shipped_group s ON s.guid = t.guid
            WHERE m.member = ? AND s.presence = 'PRESENT'
            UNION SELECT shipped_group FROM shipped_member WHERE member = ?
            """;

    private static final String ALL = "SELECT id FROM shipped_group WHERE presence = 'PRESENT'";

    private final Session session;
    private final Sequences sequences;
    private final GroupOutbox outbox;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile boolean shipping;

    GroupMarks(Session session, Sequences sequences) throws SQLException {
        this.session = session;
        this.sequences = sequences;
        this.outbox = new GroupOutbox(session, sequences);
        this.shipping = Meta.shipsGroups(session);
    }

    /** A group that is shipped, or was. */
    record Shipped(
            long id,
            String name,
            String dn,
            Presence presence,
            @Nullable String providerId) {

        boolean present() {
            return presence == Presence.PRESENT;
        }
    }

    /** To be asked on any thread. */
    boolean shipping() {
        return shipping;
    }

    /** Whether groups are shipped at all. What the provider has of them is remembered also while they are not. */
    void ship(boolean wanted, Origin origin) throws SQLException {
        if (wanted == shipping) {
            return;
        }
        shipping = wanted;
        Meta.rememberShipsGroups(session, wanted);
        if (wanted) {
            for (long group : session.list(ALL, row -> row.number("id"))) {
                markAll(group, reason(ChangeKind.UPDATED, origin));
            }
        } else {
            outbox.clear();
        }
    }

    static Set<ObjectGuid> present(Session session) throws SQLException {
        return Set.copyOf(
                session.list("SELECT guid FROM shipped_group WHERE presence = 'PRESENT'", row -> row.guid("guid")));
    }

    @Nullable Shipped find(ObjectGuid guid) throws SQLException {
        return session.first(FIND, GroupMarks::read, guid);
    }

    static Shipped read(Row row) throws SQLException {
        return new Shipped(
                row.number("id"),
                row.text("name"),
                row.text("dn"),
                Presence.valueOf(row.text("presence")),
                row.textOrNull("provider_id"));
    }

    /** A group as it was read. */
    void known(Group group, boolean ours, Origin origin) throws SQLException {
        if (!shipping) {
            return;
        }
        Shipped before = find(group.objectGuid());
        if (!ours) {
            leave(group.objectGuid(), before, Presence.LEFT, origin);
        } else if (before == null) {
            session.run(ADD, group.objectGuid(), group.dn(), name(group));
            markAll(session.number("SELECT last_insert_rowid()"), reason(ChangeKind.CREATED, origin));
        } else {
            session.run(CHANGE, group.dn(), name(group), before.id());
            if (!before.present()) {
                markAll(before.id(), reason(ChangeKind.CREATED, origin));
                account(group.objectGuid(), reason(ChangeKind.UPDATED, origin));
            } else if (!before.name().equals(name(group))) {
                outbox.put(before.id(), group.objectGuid(), reason(ChangeKind.UPDATED, origin));
            }
        }
    }

    /** The value of its relative distinguished name, without what protects its special characters. */
    private static String name(Group group) {
        return RelativeName.value(group.rdn());
    }

    /** A group is deleted. */
    void gone(ObjectGuid guid, Origin origin) throws SQLException {
        if (shipping) {
            leave(guid, find(guid), Presence.DELETED, origin);
        }
    }

    private void leave(ObjectGuid guid, @Nullable Shipped group, Presence now, Origin origin) throws SQLException {
        if (group == null || !group.present()) {
            return;
        }
        ChangeKind kind = now == Presence.DELETED ? ChangeKind.DELETED : ChangeKind.LEFT_SCOPE;
        session.run(GONE, now, group.id());
        if (group.providerId() == null && !outbox.sent(group.id())) {
            outbox.forget(group.id()); // nobody heard of it
        } else {
            outbox.put(group.id(), guid, reason(kind, origin));
            account(guid, reason(ChangeKind.UPDATED, origin));
        }
    }

    /** A membership row came or went. */
    void member(ObjectGuid guid, ObjectGuid member, Origin origin) throws SQLException {
        Shipped group = shipping ? find(guid) : null;
        if (group != null && group.present()) {
            session.run(MARK, group.id(), member, sequences.nextVersion());
            outbox.touch(group.id(), guid, reason(ChangeKind.UPDATED, origin));
        }
    }

    /** The account of a member came, changed or went. */
    void account(ObjectGuid member, Outbox.Reason cause) throws SQLException {
        if (!shipping) {
            return;
        }
        for (long group : session.list(GROUPS_OF, row -> row.number("id"), member, member)) {
            session.run(MARK, group, member, sequences.nextVersion());
            outbox.touch(
                    group,
                    guid(group),
                    new Outbox.Reason(ChangeKind.UPDATED, cause.correlationId(), cause.origin(), Deltas.NONE));
        }
    }

    /** All pairs of a group may be different. */
    void markAll(long group, Outbox.Reason cause) throws SQLException {
        session.run(MARK_ALL, group, sequences.nextVersion());
        outbox.put(group, guid(group), cause);
    }

    private ObjectGuid guid(long group) throws SQLException {
        ObjectGuid guid = session.first("SELECT guid FROM shipped_group WHERE id = ?", row -> row.guid("guid"), group);
        if (guid == null) {
            throw new SQLException("a group that was just found is not there");
        }
        return guid;
    }

    private Outbox.Reason reason(ChangeKind kind, Origin origin) {
        return new Outbox.Reason(kind, CorrelationId.draw(random), origin, Deltas.NONE);
    }
}
