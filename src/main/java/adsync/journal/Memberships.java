package adsync.journal;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tracked groups and the direct members of each. */
final class Memberships {

    /** The rows of a tracked group and of all those below it. Groups may lie in each other: each is met once. */
    static final String BELOW = """
            WITH RECURSIVE below (id) AS (
              SELECT id FROM tracked_group WHERE id = ?
              UNION
              SELECT g.id
              FROM below b JOIN membership m ON m.tracked_group = b.id JOIN tracked_group g ON g.guid = m.member)
            """;

    private static final String COLUMNS =
            "g.id AS id, g.naming_context AS naming_context, g.rid AS rid, g.reading AS reading";

    static final String GROUPS_BELOW =
            BELOW + "SELECT " + COLUMNS + " FROM below b JOIN tracked_group g ON g.id = b.id";

    private static final String FIND = "SELECT " + COLUMNS + " FROM tracked_group g WHERE g.guid = ?";

    private static final String TRACK = """
            INSERT INTO tracked_group (guid, naming_context, dn, usn, rid, epoch, reading) VALUES (?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT (guid) DO UPDATE
            SET naming_context = excluded.naming_context, dn = excluded.dn, usn = excluded.usn, rid = excluded.rid,
              epoch = excluded.epoch
            """;

    private static final String UNTRACK = "DELETE FROM tracked_group WHERE id = ?";

    /** The number of a full read is negative as long as it is not at its end. */
    private static final String READING = "UPDATE tracked_group SET reading = ? WHERE id = ?";

    private static final String READ_AGAIN = "UPDATE membership SET reading = ? WHERE tracked_group = ? AND member = ?";

    private static final String ADD = """
            INSERT INTO membership (tracked_group, member, reading) VALUES (?, ?, ?)
            ON CONFLICT (tracked_group, member) DO NOTHING
            """;

    private static final String REMOVE = "DELETE FROM membership WHERE tracked_group = ? AND member = ?";

    private static final String NOT_READ = "SELECT member FROM membership WHERE tracked_group = ? AND reading <> ?";

    private static final String CLEAR = "DELETE FROM membership WHERE tracked_group = ?";

    private static final String REMOVE_MEMBER = "DELETE FROM membership WHERE member = ?";

    private final Session session;

    Memberships(Session session) {
        this.session = session;
    }

    /**
     * A tracked group.
     *
     * @param reading the last full read of its members; negative as long as that is not at its end
     */
    record Tracked(long id, long namingContext, long rid, long reading) {}

    static Tracked read(Row row) throws SQLException {
        return new Tracked(row.number("id"), row.number("naming_context"), row.number("rid"), row.number("reading"));
    }

    @Nullable Tracked find(ObjectGuid group) throws SQLException {
        return session.first(FIND, Memberships::read, group);
    }

    void track(Group group, long namingContext, long epoch) throws SQLException {
        session.run(TRACK, group.objectGuid(), namingContext, group.dn(), group.usn(), group.rid(), epoch);
    }

    /** Deletes a group, and its memberships in both directions. */
    void untrack(ObjectGuid guid, Tracked group) throws SQLException {
        session.run(CLEAR, group.id());
        removeMember(guid);
        session.run(UNTRACK, group.id());
    }

    void beginReading(Tracked group, long reading) throws SQLException {
        if (group.reading() != -reading) {
            session.run(READING, -reading, group.id());
        }
    }

    void endReading(Tracked group, long reading) throws SQLException {
        session.run(READING, reading, group.id());
    }

    /** Returns whether the member is new. */
    boolean addRead(Tracked group, ObjectGuid member, long reading) throws SQLException {
        return session.run(READ_AGAIN, reading, group.id(), member) == 0
                && session.run(ADD, group.id(), member, reading) > 0;
    }

    /** Returns whether the member is new. It counts as read by the full read that is under way. */
    boolean add(Tracked group, ObjectGuid member) throws SQLException {
        return session.run(ADD, group.id(), member, Math.abs(group.reading())) > 0;
    }

    /** Returns whether it was a member. */
    boolean remove(Tracked group, ObjectGuid member) throws SQLException {
        return session.run(REMOVE, group.id(), member) > 0;
    }

    List<ObjectGuid> notRead(Tracked group, long reading) throws SQLException {
        return session.list(NOT_READ, row -> row.guid("member"), group.id(), reading);
    }

    /** A deleted object belongs to nothing; the directory says so of no group. */
    void removeMember(ObjectGuid member) throws SQLException {
        session.run(REMOVE_MEMBER, member);
    }
}
