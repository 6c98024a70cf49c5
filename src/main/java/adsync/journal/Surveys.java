package adsync.journal;

import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads over many objects: in pages, or a few numbers. */
final class Surveys {

    /** A subtree of up to this many objects is sorted for each page of it; a larger one is found along all objects. */
    static final long FEW = 50_000;

    private static final String SUBTREE = """
            WITH RECURSIVE subtree (id) AS (
              SELECT id FROM container WHERE guid = ?
              UNION SELECT c.id FROM container c JOIN subtree s ON c.parent = s.id)
            """;

    private static final String COUNT_BELOW = SUBTREE + """
            SELECT count(*) FROM (
              SELECT 1 FROM object WHERE container IN (SELECT id FROM subtree) LIMIT ?) few
            """;

    private static final String FEW_BELOW = SUBTREE + """
            SELECT guid FROM object
            WHERE container IN (SELECT id FROM subtree) AND presence = 'PRESENT' AND +guid > ?
            ORDER BY guid LIMIT ?
            """;

    private static final String MANY_BELOW = SUBTREE + """
            SELECT guid FROM object
            WHERE guid > ? AND presence = 'PRESENT' AND +container IN (SELECT id FROM subtree)
            ORDER BY guid LIMIT ?
            """;

    private static final String UNSEEN = """
            SELECT guid FROM object
            WHERE guid > ? AND presence = 'PRESENT' AND epoch < ?
              AND +naming_context = (SELECT id FROM naming_context WHERE guid = ?)
            ORDER BY guid LIMIT ?
            """;

    private static final String COUNT_OBJECTS = """
            SELECT count(*) FROM object
            WHERE presence = 'PRESENT' AND naming_context = (SELECT id FROM naming_context WHERE guid = ?)
            """;

    private static final String EPOCH_OF_CHECKPOINT =
            "SELECT coalesce(max(epoch), 0) FROM checkpoint WHERE naming_context = ?";

    private static final String EPOCH_OF_OBJECTS = """
            SELECT coalesce(max(epoch), 0) FROM object
            WHERE naming_context = (SELECT id FROM naming_context WHERE guid = ?)
            """;

    private static final String EPOCH_OF_GROUPS = EPOCH_OF_OBJECTS.replace("FROM object", "FROM tracked_group");

    private static final String SEEN_IN = """
            SELECT count(*) FROM (
              SELECT 1 FROM object
              WHERE container = (SELECT id FROM container WHERE guid = ?) AND presence = 'PRESENT' AND epoch >= ?
              LIMIT 1) one
            """;

    private static final String UNCHANGED = """
            SELECT count(*) FROM object o JOIN invocation v ON v.id = o.invocation
            WHERE o.guid = ? AND o.usn = ? AND o.epoch = ? AND o.presence = 'PRESENT'
              AND v.invocation_id = (
                SELECT p.invocation_id FROM checkpoint p JOIN naming_context n ON n.guid = p.naming_context
                WHERE n.id = o.naming_context)
            """;

    private static final String UNSHIPPED = """
            SELECT o.guid AS guid, o.rdn AS rdn, o.container AS container, x.cause AS cause,
              x.correlation AS correlation, x.first_seen_at AS first_seen_at, x.not_before AS not_before
            FROM outbox x JOIN object o ON o.id = x.object
            """;

    private static final String PARKED =
            UNSHIPPED + "WHERE x.parked = TRUE ORDER BY x.first_seen_at, x.version LIMIT ?";

    /** What awaits another object was not tried yet. */
    private static final String POSTPONED =
            UNSHIPPED + "WHERE x.not_before > 0 AND x.awaits = FALSE ORDER BY x.not_before, x.version LIMIT ?";

    private static final String COUNT_PARKED = """
            SELECT (SELECT count(*) FROM outbox WHERE parked = TRUE)
              + (SELECT count(*) FROM group_outbox WHERE parked = TRUE)
            """;

    private static final String COUNT_POSTPONED = """
            SELECT (SELECT count(*) FROM outbox WHERE not_before > 0 AND awaits = FALSE)
              + (SELECT count(*) FROM group_outbox WHERE not_before > 0)
            """;

    private static final String OLDEST = """
            SELECT first_seen_at FROM (
              SELECT first_seen_at FROM outbox WHERE parked = FALSE AND hold = 0 ORDER BY first_seen_at LIMIT 1)
            UNION ALL
            SELECT first_seen_at FROM (
              SELECT first_seen_at FROM group_outbox WHERE parked = FALSE AND hold = 0 ORDER BY first_seen_at LIMIT 1)
            ORDER BY first_seen_at LIMIT 1
            """;

    /** Before every objectGUID. */
    private static final byte[] START = new byte[0];

    private final Session session;
    private final long few;

    Surveys(Session session) {
        this(session, FEW);
    }

    Surveys(Session session, long few) {
        this.session = session;
        this.few = few;
    }

    List<ObjectGuid> below(ObjectGuid container, @Nullable ObjectGuid after, int limit) throws SQLException {
        boolean sorted = session.number(COUNT_BELOW, container, few + 1) <= few;
        return session.list(sorted ? FEW_BELOW : MANY_BELOW, row -> row.guid("guid"), container, start(after), limit);
    }

    List<ObjectGuid> unseen(ObjectGuid namingContext, long epoch, @Nullable ObjectGuid after, int limit)
            throws SQLException {
        return session.list(UNSEEN, row -> row.guid("guid"), start(after), epoch, namingContext, limit);
    }

    long objects(ObjectGuid namingContext) throws SQLException {
        return session.number(COUNT_OBJECTS, namingContext);
    }

    /** The checkpoint's even if it is damaged: if it was altered, the objects tell. */
    long highestEpoch(ObjectGuid namingContext) throws SQLException {
        return Math.max(
                session.number(EPOCH_OF_CHECKPOINT, namingContext),
                Math.max(
                        session.number(EPOCH_OF_OBJECTS, namingContext),
                        session.number(EPOCH_OF_GROUPS, namingContext)));
    }

    boolean seenIn(ObjectGuid container, long epoch) throws SQLException {
        return session.number(SEEN_IN, container, epoch) > 0;
    }

    List<ObjectGuid> unchanged(long epoch, Map<ObjectGuid, Long> usns) throws SQLException {
        List<ObjectGuid> unchanged = new ArrayList<>();
        for (Map.Entry<ObjectGuid, Long> asked : usns.entrySet()) {
            if (session.number(UNCHANGED, asked.getKey(), asked.getValue(), epoch) > 0) {
                unchanged.add(asked.getKey());
            }
        }
        return unchanged;
    }

    Unshipped unshipped(UnshippedObject.State state, int limit) throws SQLException {
        return switch (state) {
            case PARKED ->
                new Unshipped(
                        session.number(COUNT_PARKED),
                        unshipped(
                                PARKED,
                                GroupOutbox.parked(session, limit),
                                Comparator.comparing(UnshippedObject::since),
                                limit));
            case POSTPONED ->
                new Unshipped(
                        session.number(COUNT_POSTPONED),
                        unshipped(
                                POSTPONED,
                                GroupOutbox.postponed(session, limit),
                                Comparator.comparing(one -> one.nextTry().orElse(Instant.EPOCH)),
                                limit));
        };
    }

    private List<UnshippedObject> unshipped(
            String users, List<GroupOutbox.Waiting> groups, Comparator<UnshippedObject> order, int limit)
            throws SQLException {
        Paths paths = new Paths(session);
        List<UnshippedObject> all = new ArrayList<>(session.list(
                users,
                row -> new UnshippedObject(
                        row.guid("guid"),
                        paths.dn(row.text("rdn"), row.number("container")),
                        row.text("cause"),
                        new CorrelationId(row.text("correlation")),
                        row.instant("first_seen_at"),
                        nextTry(row.number("not_before"))),
                limit));
        for (GroupOutbox.Waiting group : groups) {
            all.add(new UnshippedObject(
                    group.guid(),
                    group.dn(),
                    String.valueOf(group.cause()),
                    group.reason().correlationId(),
                    group.firstSeenAt(),
                    nextTry(group.notBefore())));
        }
        all.sort(order);
        return all.stream().limit(limit).toList();
    }

    private static Optional<Instant> nextTry(long notBefore) {
        return notBefore > 0 ? Optional.of(Row.instant(notBefore)) : Optional.empty();
    }

    /** When the oldest change that waits to be shipped was seen. */
    Optional<Instant> oldest() throws SQLException {
        return Optional.ofNullable(session.first(OLDEST, row -> row.instant("first_seen_at")));
    }

    /** Counts all rows. */
    static Tally.Counts count(Session session) throws SQLException {
        return new Tally.Counts(
                session.number("SELECT count(*) FROM object WHERE presence = 'PRESENT'"),
                both(session, "parked = FALSE AND hold = 0"),
                both(session, "parked = TRUE"),
                both(session, "hold > 0"),
                session.number("SELECT count(*) FROM link"));
    }

    /** Rows of users and of groups. */
    private static long both(Session session, String condition) throws SQLException {
        return session.number("SELECT count(*) FROM outbox WHERE " + condition)
                + session.number("SELECT count(*) FROM group_outbox WHERE " + condition);
    }

    private static byte[] start(@Nullable ObjectGuid after) {
        return after == null ? START : Session.octets(after);
    }
}
