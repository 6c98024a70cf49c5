package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Outbox.Reason;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Comparisons of groups with the provider: what we think that it has, and what is to be shipped because that is not so. */
final class GroupRepairs {

    private static final String COLUMNS = """
            SELECT s.id AS id, s.guid AS guid, s.dn AS dn, s.name AS name, s.presence AS presence, s.provider_id AS provider_id,
              s.acknowledged AS acknowledged, s.adopted AS adopted, s.repaired AS repaired, x.shipped_group AS waiting
            FROM shipped_group s LEFT JOIN group_outbox x ON x.shipped_group = s.id
            """;

    private static final String ONE = COLUMNS + " WHERE s.guid = ?";

    private static final String NEXT = COLUMNS + """
             WHERE s.id > ? AND s.presence = 'PRESENT' AND s.provider_id IS NOT NULL AND x.shipped_group IS NULL
            ORDER BY s.id LIMIT 1
            """;

    private static final String OWN =
            "SELECT provider_id FROM shipped_group WHERE provider_id IN (SELECT value FROM json_each(?))";

    private static final String LINKED = "SELECT count(*) FROM shipped_group WHERE provider_id IS NOT NULL";

    private static final String SENT = """
            SELECT m.provider_id AS provider_id, m.member AS member
            FROM shipped_member m JOIN shipped_group s ON s.id = m.shipped_group WHERE s.guid = ?
            """;

    private static final String NOTE = "UPDATE shipped_group SET repaired = ? WHERE guid = ?";

    private static final String OTHER_NAME = "UPDATE shipped_group SET acknowledged = ? WHERE id = ?";

    private static final String HAS_NOT =
            "DELETE FROM shipped_member WHERE shipped_group = ? AND member = ? AND provider_id = ?";

    /** Perhaps it is there all the same: it is removed before it is added, or some providers have it twice. */
    private static final String TRY = """
            INSERT INTO member_change (shipped_group, member, version, tried) VALUES (?, ?, ?, ?)
            ON CONFLICT (shipped_group, member) DO UPDATE SET version = excluded.version, tried = excluded.tried, cause = NULL
            """;

    private static final String MARK = """
            INSERT INTO member_change (shipped_group, member, version) VALUES (?, ?, ?)
            ON CONFLICT (shipped_group, member) DO UPDATE SET version = excluded.version, cause = NULL
            """;

    private static final String HAS = """
            INSERT INTO shipped_member (shipped_group, member, provider_id, stranger) VALUES (?, ?, ?, ?)
            ON CONFLICT (shipped_group, member) DO NOTHING
            """;

    private static final String OWNERS = """
            SELECT l.provider_id AS provider_id, o.guid AS guid FROM link l JOIN object o ON o.id = l.object
            WHERE l.provider_id IN (SELECT value FROM json_each(?1))
            UNION ALL SELECT provider_id, guid FROM shipped_group WHERE provider_id IN (SELECT value FROM json_each(?1))
            """;

    private static final String LOOK_FIRST = "UPDATE group_outbox SET fate_unknown = TRUE WHERE shipped_group = ?";

    private final Session session;
    private final Sequences sequences;
    private final GroupMarks marks;
    private final GroupOutbox outbox;
    private final RandomGenerator random = RandomGenerator.getDefault();

    GroupRepairs(Session session, Sequences sequences, GroupMarks marks) {
        this.session = session;
        this.sequences = sequences;
        this.marks = marks;
        this.outbox = new GroupOutbox(session, sequences);
    }

    static Map<ObjectGuid, KnownGroup> groups(Session session, Collection<ObjectGuid> guids) throws SQLException {
        Map<ObjectGuid, KnownGroup> known = new HashMap<>();
        for (ObjectGuid guid : guids) {
            KnownGroup group = session.first(ONE, GroupRepairs::read, guid);
            if (group != null) {
                known.put(guid, group);
            }
        }
        return known;
    }

    static Optional<KnownGroup> next(Session session, long after) throws SQLException {
        return Optional.ofNullable(session.first(NEXT, GroupRepairs::read, after));
    }

    private static KnownGroup read(Row row) throws SQLException {
        String providerId = row.textOrNull("provider_id");
        return new KnownGroup(
                row.number("id"),
                row.guid("guid"),
                row.text("dn"),
                row.text("name"),
                row.text("presence").equals("PRESENT"),
                providerId == null
                        ? Optional.empty()
                        : Optional.of(new GroupLink(providerId, row.textOr("acknowledged", ""), row.flag("adopted"))),
                row.textOrNull("waiting") != null,
                row.textOr("repaired", ""));
    }

    static Set<String> own(Session session, List<String> providerIds) throws SQLException {
        return Set.copyOf(session.list(OWN, row -> row.text("provider_id"), new JsonArray(providerIds).encode()));
    }

    static long linked(Session session) throws SQLException {
        return session.number(LINKED);
    }

    static Map<String, ObjectGuid> sentMembers(Session session, ObjectGuid group) throws SQLException {
        Map<String, ObjectGuid> members = new HashMap<>();
        for (Map.Entry<String, ObjectGuid> one :
                session.list(SENT, row -> Map.entry(row.text("provider_id"), row.guid("member")), group)) {
            members.put(one.getKey(), one.getValue());
        }
        return members;
    }

    void note(ObjectGuid group, String signature) throws SQLException {
        session.run(NOTE, signature, group);
    }

    boolean repair(GroupDifference difference, boolean again, Origin origin) throws SQLException {
        GroupMarks.Shipped group = marks.find(difference.group());
        if (!marks.shipping() || group == null || !group.present() || group.providerId() == null) {
            return false;
        }
        if (!again && outbox.find(group.id()) != null) {
            return false;
        }
        var reason = new Reason(ChangeKind.DRIFTED, CorrelationId.draw(random), origin, Deltas.NONE);
        if (difference.there()) {
            if (difference.displayName().isPresent()) {
                session.run(OTHER_NAME, difference.displayName().get(), group.id());
            }
            lacks(group.id(), difference.missing());
            hasMore(group.id(), List.copyOf(difference.more()));
            outbox.touch(group.id(), difference.group(), reason);
        } else {
            marks.lost(group.id(), reason);
            session.run(LOOK_FIRST, group.id());
        }
        note(difference.group(), difference.signature());
        return true;
    }

    private void lacks(long group, Map<String, ObjectGuid> missing) throws SQLException {
        for (Map.Entry<String, ObjectGuid> member : missing.entrySet()) {
            if (session.run(HAS_NOT, group, member.getValue(), member.getKey()) > 0) {
                session.run(TRY, group, member.getValue(), sequences.nextVersion(), member.getKey());
            }
        }
    }

    /** Whoever belongs to the group all the same is not removed: that is seen when it is claimed. */
    private void hasMore(long group, List<String> ids) throws SQLException {
        Map<String, ObjectGuid> owners = new HashMap<>();
        if (!ids.isEmpty()) {
            String all = new JsonArray(ids).encode();
            for (Map.Entry<String, ObjectGuid> owner :
                    session.list(OWNERS, row -> Map.entry(row.text("provider_id"), row.guid("guid")), all)) {
                owners.put(owner.getKey(), owner.getValue());
            }
        }
        for (String id : ids) {
            ObjectGuid owner = owners.get(id);
            ObjectGuid member = owner == null ? stranger(id) : owner;
            if (session.run(HAS, group, member, id, owner == null) > 0) {
                session.run(MARK, group, member, sequences.nextVersion());
            }
        }
    }

    /** Members are named by objectGUIDs; whoever has none that we know gets one, always the same. */
    private static ObjectGuid stranger(String id) {
        return new ObjectGuid(UUID.nameUUIDFromBytes(("member " + id).getBytes(StandardCharsets.UTF_8)));
    }
}
