package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.NamingContexts.Domain;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads who belongs to which tracked groups. */
final class Groups {

    private static final String TRACKED = "SELECT count(*) FROM tracked_group WHERE guid = ?";

    private static final String WHOLE = "SELECT count(*) FROM tracked_group WHERE guid = ? AND epoch = ?";

    private static final String UNREAD = """
            SELECT g.guid AS guid
            FROM tracked_group g JOIN naming_context n ON n.id = g.naming_context
            WHERE g.epoch = 0 AND n.guid = ? ORDER BY g.id
            """;

    private static final String UNREAD_MEMBERS = """
            SELECT m.member AS member FROM membership m JOIN tracked_group g ON g.id = m.tracked_group
            WHERE g.guid = ? AND m.reading <> ? LIMIT ?
            """;

    private static final String OF_MEMBER = """
            SELECT g.guid AS guid
            FROM membership m JOIN tracked_group g ON g.id = m.tracked_group JOIN naming_context n ON n.id = g.naming_context
            WHERE m.member = ? AND n.guid = ? ORDER BY g.guid
            """;

    private static final String ANY = "SELECT count(*) FROM (SELECT 1 FROM tracked_group LIMIT 1) one";

    private static final String GUESTS = """
            SELECT DISTINCT g.guid AS guid
            FROM tracked_group g JOIN naming_context n ON n.id = g.naming_context
              JOIN membership m ON m.member = g.guid JOIN tracked_group host ON host.id = m.tracked_group
            WHERE n.guid = ? AND host.naming_context <> g.naming_context
            """;

    private static final String STRANGERS = """
            SELECT DISTINCT m.member AS guid
            FROM tracked_group g JOIN naming_context n ON n.id = g.naming_context
              JOIN membership m ON m.tracked_group = g.id
            WHERE n.guid <> ? AND NOT EXISTS (SELECT 1 FROM object o WHERE o.guid = m.member)
              AND NOT EXISTS (SELECT 1 FROM tracked_group t WHERE t.guid = m.member)
            """;

    private static final String HOSTED = """
            SELECT count(*)
            FROM membership m JOIN tracked_group g ON g.id = m.tracked_group JOIN naming_context n ON n.id = g.naming_context
            WHERE m.member = ? AND n.guid <> ?
            """;

    private static final String STALE = "SELECT guid FROM tracked_group WHERE epoch NOT IN (0, ?) ORDER BY guid";

    private static final String STALE_OF_CONTEXT = """
            SELECT g.guid AS guid
            FROM tracked_group g JOIN naming_context n ON n.id = g.naming_context
            WHERE g.epoch NOT IN (0, ?) AND n.guid = ? ORDER BY g.guid
            """;

    /** Users of a domain that we do not follow (0) may mean any group by the rid of their primary one. */
    private static final String DIRECT = """
            SELECT g.id AS id, g.guid AS guid
            FROM membership m JOIN tracked_group g ON g.id = m.tracked_group WHERE m.member = ?
            UNION
            SELECT g.id, g.guid FROM tracked_group g
            WHERE g.rid = ? AND g.rid > 0 AND ? IN (0, g.naming_context)
            """;

    private static final String ABOVE = "WITH RECURSIVE above (id, guid) AS (" + DIRECT + """
              UNION
              SELECT g.id, g.guid
              FROM above a JOIN membership m ON m.member = a.guid JOIN tracked_group g ON g.id = m.tracked_group)
            SELECT guid FROM above
            """;

    private static final String PARENTS = """
            SELECT g.guid AS guid
            FROM membership m JOIN tracked_group g ON g.id = m.tracked_group
            WHERE m.member = ? ORDER BY g.guid
            """;

    private static final String NAME = "SELECT dn FROM tracked_group WHERE guid = ?";

    private final Session session;

    Groups(Session session) {
        this.session = session;
    }

    Set<ObjectGuid> tracked(Collection<ObjectGuid> among) throws SQLException {
        Set<ObjectGuid> tracked = new HashSet<>();
        for (ObjectGuid guid : among) {
            if (session.number(TRACKED, guid) > 0) {
                tracked.add(guid);
            }
        }
        return tracked;
    }

    Set<ObjectGuid> whole(Collection<ObjectGuid> among, long epoch) throws SQLException {
        Set<ObjectGuid> whole = new HashSet<>();
        for (ObjectGuid guid : among) {
            if (session.number(WHOLE, guid, epoch) > 0) {
                whole.add(guid);
            }
        }
        return whole;
    }

    List<ObjectGuid> unread(ObjectGuid namingContext) throws SQLException {
        return session.list(UNREAD, row -> row.guid("guid"), namingContext);
    }

    List<ObjectGuid> unreadMembers(ObjectGuid group, long reading, int limit) throws SQLException {
        return session.list(UNREAD_MEMBERS, row -> row.guid("member"), group, reading, limit);
    }

    Map<ObjectGuid, List<ObjectGuid>> memberships(Collection<ObjectGuid> members, ObjectGuid namingContext)
            throws SQLException {
        Map<ObjectGuid, List<ObjectGuid>> memberships = new HashMap<>();
        for (ObjectGuid member : members) {
            List<ObjectGuid> groups = session.list(OF_MEMBER, row -> row.guid("guid"), member, namingContext);
            if (!groups.isEmpty()) {
                memberships.put(member, groups);
            }
        }
        return memberships;
    }

    Set<ObjectGuid> guests(ObjectGuid namingContext) throws SQLException {
        return Set.copyOf(session.list(GUESTS, row -> row.guid("guid"), namingContext));
    }

    Set<ObjectGuid> strangers(ObjectGuid namingContext) throws SQLException {
        return Set.copyOf(session.list(STRANGERS, row -> row.guid("guid"), namingContext));
    }

    Set<ObjectGuid> hosted(Collection<ObjectGuid> among, ObjectGuid namingContext) throws SQLException {
        Set<ObjectGuid> hosted = new HashSet<>();
        for (ObjectGuid guid : among) {
            if (session.number(HOSTED, guid, namingContext) > 0) {
                hosted.add(guid);
            }
        }
        return hosted;
    }

    List<ObjectGuid> stale(@Nullable ObjectGuid namingContext, long epoch) throws SQLException {
        return namingContext == null
                ? session.list(STALE, row -> row.guid("guid"), epoch)
                : session.list(STALE_OF_CONTEXT, row -> row.guid("guid"), epoch, namingContext);
    }

    Map<ObjectGuid, Set<ObjectGuid>> of(Collection<Image> users) throws SQLException {
        Map<ObjectGuid, Set<ObjectGuid>> groups = new HashMap<>();
        boolean any = session.number(ANY) > 0;
        List<Domain> domains = any ? new NamingContexts(session).all() : List.of();
        for (Image user : users) {
            groups.put(
                    user.objectGuid(),
                    any
                            ? Set.copyOf(session.list(ABOVE, row -> row.guid("guid"), membership(user, domains)))
                            : Set.of());
        }
        return groups;
    }

    /** The shortest way to each group that a user belongs to, the shortest first. */
    List<List<ObjectGuid>> paths(Image user, int limit) throws SQLException {
        Object[] membership = membership(user, new NamingContexts(session).all());
        Queue<List<ObjectGuid>> ways = new ArrayDeque<>();
        Set<ObjectGuid> met = new HashSet<>();
        for (ObjectGuid direct : session.list(DIRECT, row -> row.guid("guid"), membership)) {
            met.add(direct);
            ways.add(List.of(direct));
        }
        List<List<ObjectGuid>> paths = new ArrayList<>();
        while (!ways.isEmpty() && paths.size() < limit) {
            List<ObjectGuid> way = ways.remove();
            paths.add(way);
            for (ObjectGuid parent : session.list(PARENTS, row -> row.guid("guid"), way.getLast())) {
                if (met.add(parent)) {
                    List<ObjectGuid> longer = new ArrayList<>(way);
                    longer.add(parent);
                    ways.add(longer);
                }
            }
        }
        return paths;
    }

    /** The names of all groups on these ways, as they were last read. */
    Map<ObjectGuid, String> names(List<List<ObjectGuid>> paths) throws SQLException {
        Map<ObjectGuid, String> names = new HashMap<>();
        for (List<ObjectGuid> path : paths) {
            for (ObjectGuid group : path) {
                if (!names.containsKey(group)) {
                    names.put(group, session.first(NAME, row -> row.text("dn"), group));
                }
            }
        }
        return names;
    }

    /** The arguments of {@link #DIRECT}. */
    private static Object[] membership(Image user, List<Domain> domains) {
        Long primary = Shadows.primaryGroup(user);
        return new Object[] {user.objectGuid(), primary == null ? 0L : primary, NamingContexts.of(user.dn(), domains)};
    }
}
