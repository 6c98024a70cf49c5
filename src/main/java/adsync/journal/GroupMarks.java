package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

    private static final String LOST =
            "UPDATE shipped_group SET provider_id = NULL, acknowledged = NULL, adopted = FALSE WHERE id = ?";

    /** What was refused, or tried, is forgotten of a pair that changed again, but not which account was tried. */
    private static final String MARK = """
            INSERT INTO member_change (shipped_group, member, version) VALUES (?, ?, ?)
            ON CONFLICT (shipped_group, member) DO UPDATE SET version = excluded.version, cause = NULL
            """;

    private static final String NEXT_MEMBERS = """
            SELECT member FROM (
              SELECT m.member AS member FROM membership m JOIN tracked_group t ON t.id = m.tracked_group
              JOIN shipped_group s ON s.guid = t.guid WHERE s.id = ?1 AND m.member > ?2
              UNION SELECT member FROM shipped_member WHERE shipped_group = ?1 AND member > ?2) pairs
            ORDER BY member LIMIT ?3
            """;

    private static final String LEAVE_ALL = """
            INSERT INTO group_mark (shipped_group, after) SELECT id, zeroblob(16) FROM shipped_group WHERE presence = 'PRESENT'
            ON CONFLICT (shipped_group) DO UPDATE SET after = excluded.after
            """;

    private static final String LEAVE_REST = """
            INSERT INTO group_mark (shipped_group, after) VALUES (?, ?)
            ON CONFLICT (shipped_group) DO UPDATE SET after = excluded.after
            """;

    private static final String NEXT = "SELECT shipped_group, after FROM group_mark ORDER BY shipped_group LIMIT 1";

    private static final String DONE = "DELETE FROM group_mark WHERE shipped_group = ?";

    private static final String ANY_LEFT = "SELECT count(*) FROM (SELECT 1 FROM group_mark LIMIT 1) one";

    /** Members that are noted at once when a group comes: most groups come whole. */
    private static final int AT_ONCE = 1000;

    /** A group costs about as much as this many members. */
    private static final int COST_OF_GROUP = 5;

    private static final String GROUPS_OF = """
            SELECT s.id AS id FROM membership m JOIN tracked_group t ON t.id = m.tracked_group
            JOIN shipped_group s ON s.guid = t.guid
            WHERE m.member = ? AND s.presence = 'PRESENT'
            UNION SELECT shipped_group FROM shipped_member WHERE member = ?
            """;

    private static final String PRESENT = "SELECT guid FROM shipped_group WHERE presence = 'PRESENT'";

    private static final String PRESENT_IN = """
            SELECT s.guid AS guid
            FROM shipped_group s JOIN tracked_group t ON t.guid = s.guid JOIN naming_context n ON n.id = t.naming_context
            WHERE s.presence = 'PRESENT' AND n.guid = ?
            """;

    private final Session session;
    private final Sequences sequences;
    private final GroupOutbox outbox;
    private final Hazards hazards;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile boolean shipping;

    GroupMarks(Session session, Sequences sequences) throws SQLException {
        this.session = session;
        this.sequences = sequences;
        this.outbox = new GroupOutbox(session, sequences);
        this.hazards = new Hazards(session);
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
    void ship(boolean wanted) throws SQLException {
        if (wanted == shipping) {
            return;
        }
        shipping = wanted;
        Meta.rememberShipsGroups(session, wanted);
        if (wanted) {
            session.run(LEAVE_ALL);
        } else {
            session.run("DELETE FROM group_mark");
            outbox.clear();
        }
    }

    static boolean anyLeft(Session session) throws SQLException {
        return session.number(ANY_LEFT) > 0;
    }

    /** Before all others; no object has it. */
    private static final ObjectGuid FIRST = new ObjectGuid(new UUID(0, 0));

    /** A group whose members are noted up to one of them. */
    private record Left(long group, ObjectGuid after) {}

    /** Notes members where that was left for later. */
    boolean markNext(int limit, Origin origin) throws SQLException {
        int marked = 0;
        Left next = session.first(NEXT, GroupMarks::left);
        while (next != null && marked < limit) {
            marked += markFrom(next, limit - marked) + COST_OF_GROUP;
            outbox.touch(next.group(), guid(next.group()), reason(ChangeKind.UPDATED, origin));
            next = session.first(NEXT, GroupMarks::left);
        }
        return marked > 0;
    }

    private static Left left(Row row) throws SQLException {
        return new Left(row.number("shipped_group"), row.guid("after"));
    }

    /** Returns how many. */
    private int markFrom(Left left, int limit) throws SQLException {
        List<ObjectGuid> members =
                session.list(NEXT_MEMBERS, row -> row.guid("member"), left.group(), left.after(), limit);
        long version = sequences.nextVersion();
        for (ObjectGuid member : members) {
            session.run(MARK, left.group(), member, version);
        }
        if (members.size() < limit) {
            session.run(DONE, left.group());
        } else {
            session.run(LEAVE_REST, left.group(), members.getLast());
        }
        return members.size();
    }

    static Set<ObjectGuid> present(Session session, @Nullable ObjectGuid namingContext) throws SQLException {
        return Set.copyOf(
                namingContext == null
                        ? session.list(PRESENT, row -> row.guid("guid"))
                        : session.list(PRESENT_IN, row -> row.guid("guid"), namingContext));
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
        hazards.settled(guid, origin.seenAt()); // of members: now all of them are at stake
        session.run(DONE, group.id());
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

    /** The provider does not have a group any more, with its members. */
    void lost(long group, Outbox.Reason cause) throws SQLException {
        session.run(LOST, group);
        session.run("DELETE FROM shipped_member WHERE shipped_group = ?", group);
        session.run("UPDATE member_change SET tried = NULL WHERE shipped_group = ?", group);
        markAll(group, cause);
        account(guid(group), cause);
    }

    /** All pairs of a group may be different; of a large one the rest is noted later. */
    void markAll(long group, Outbox.Reason cause) throws SQLException {
        markFrom(new Left(group, FIRST), AT_ONCE);
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
