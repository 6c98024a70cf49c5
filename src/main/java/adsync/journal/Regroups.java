package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The marks of present users whose groups changed. */
final class Regroups {

    /**
     * How long a user may be under way from the reading of his groups to the commit. His groups may change meanwhile by a page of
     * another naming context; within one, pages come one after the other.
     */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private static final String MARK = """
            INSERT INTO regroup (object, taken) VALUES (?, FALSE)
            ON CONFLICT (object) DO UPDATE SET taken = FALSE
            """;

    private static final String MARK_MEMBER = """
            INSERT INTO regroup (object, taken)
            SELECT id, FALSE FROM object WHERE guid = ? AND presence = 'PRESENT'
            ON CONFLICT (object) DO UPDATE SET taken = FALSE
            """;

    private static final String MARK_BELOW = Memberships.BELOW + """
            INSERT INTO regroup (object, taken)
            SELECT o.id, FALSE
            FROM below b JOIN membership m ON m.tracked_group = b.id JOIN object o ON o.guid = m.member
            WHERE o.presence = 'PRESENT'
            ON CONFLICT (object) DO UPDATE SET taken = FALSE
            """;

    private static final String MARK_PRIMARY = """
            INSERT INTO regroup (object, taken)
            SELECT id, FALSE FROM object
            WHERE primary_group = ? AND naming_context = ? AND presence = 'PRESENT'
            ON CONFLICT (object) DO UPDATE SET taken = FALSE
            """;

    /** As {@link #MARK_PRIMARY}, by the index: of any group but the domain's users. */
    private static final String MARK_UNUSUAL_PRIMARY = MARK_PRIMARY.replace("WHERE", "WHERE primary_group <> 513 AND");

    private static final String MARK_ALL = """
            INSERT INTO regroup (object, taken)
            SELECT id, FALSE FROM object WHERE presence = 'PRESENT'
            ON CONFLICT (object) DO UPDATE SET taken = FALSE
            """;

    private static final String SOME = "SELECT count(*) FROM (SELECT 1 FROM regroup LIMIT 1) one";

    private static final String LIST = "SELECT r.object AS id, " + Shadows.COLUMNS
            + "FROM regroup r JOIN object o ON o.id = r.object " + Shadows.JOINS + " WHERE o.presence = 'PRESENT'";

    private static final String LIST_ALL = LIST + " ORDER BY r.object LIMIT ?";

    private static final String LIST_OF_CONTEXT = LIST + """
             AND o.naming_context = (SELECT id FROM naming_context WHERE guid = ?) AND o.epoch >= ?
            ORDER BY r.object LIMIT ?
            """;

    private static final String TAKE = "UPDATE regroup SET taken = TRUE WHERE object = ?";

    private static final String DONE =
            "DELETE FROM regroup WHERE taken = TRUE AND object = (SELECT id FROM object WHERE guid = ?)";

    private static final String DROP = "DELETE FROM regroup WHERE object = ?";

    private static final long USERS_OF_THE_DOMAIN = 513;

    private final Session session;
    private final Clock clock;
    private final Map<Long, Instant> lastChanges = new HashMap<>();
    private long namingContext;
    private boolean changed;

    Regroups(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** A page begins. */
    void begin(long ofNamingContext) {
        namingContext = ofNamingContext;
        changed = false;
    }

    void done(List<ObjectGuid> users) throws SQLException {
        for (ObjectGuid user : users) {
            session.run(DONE, user);
        }
    }

    /** A member that is not a group came or went. */
    void markMember(ObjectGuid member) throws SQLException {
        changes();
        session.run(MARK_MEMBER, member);
    }

    /** A group came or went, or began or ceased to be of interest: all users below it belong to other groups now. */
    void markBelow(Memberships.Tracked group) throws SQLException {
        changes();
        session.run(MARK_BELOW, group.id());
        for (Memberships.Tracked below : session.list(Memberships.GROUPS_BELOW, Memberships::read, group.id())) {
            if (below.rid() > 0) {
                String mark = below.rid() == USERS_OF_THE_DOMAIN ? MARK_PRIMARY : MARK_UNUSUAL_PRIMARY;
                session.run(mark, below.rid(), below.namingContext());
            }
        }
    }

    private void changes() {
        changed = true;
        lastChanges.put(namingContext, clock.instant());
    }

    /** A user is new or came back: if groups changed after his were read, they are looked at again. */
    void appeared(long object) throws SQLException {
        if (changed || (!lastChanges.isEmpty() && changedElsewhere())) {
            session.run(MARK, object);
        }
    }

    private boolean changedElsewhere() {
        Instant since = clock.instant().minus(UNDER_WAY);
        return lastChanges.entrySet().stream()
                .anyMatch(change ->
                        change.getKey() != namingContext && change.getValue().isAfter(since));
    }

    void drop(long object) throws SQLException {
        session.run(DROP, object);
    }

    /** Marks all present users. */
    static void markAll(Session session) throws SQLException {
        session.run(MARK_ALL);
    }

    /** Whether there are marks at all. */
    static boolean any(Session session) throws SQLException {
        return session.number(SOME) > 0;
    }

    /** A marked object and its row. */
    private record Marked(long id, Shadow shadow) {}

    /** Takes marks: one that is set anew from here on stays when the users are done. */
    static List<Shadow> take(Session session, int limit) throws SQLException {
        return take(session, session.list(LIST_ALL, marked(session), limit));
    }

    /** As {@link #take(Session, int)}, of one naming context: those who were seen since an epoch began. */
    static List<Shadow> take(Session session, ObjectGuid namingContext, long epoch, int limit) throws SQLException {
        return take(session, session.list(LIST_OF_CONTEXT, marked(session), namingContext, epoch, limit));
    }

    private static Session.RowReader<Marked> marked(Session session) {
        Paths paths = new Paths(session);
        return row -> new Marked(row.number("id"), Shadows.read(row, paths));
    }

    private static List<Shadow> take(Session session, List<Marked> marked) throws SQLException {
        for (Marked one : marked) {
            session.run(TAKE, one.id());
        }
        return marked.stream().map(Marked::shadow).toList();
    }
}
