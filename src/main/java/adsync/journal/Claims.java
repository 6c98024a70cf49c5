package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes rows of the outbox. */
final class Claims {

    /** Bounds how many postponed rows one claim makes due, and so its transaction. */
    private static final int MOST_PROMOTED = 10_000;

    private static final String PROMOTE = """
            UPDATE outbox SET not_before = 0 WHERE object IN (
              SELECT object FROM outbox
              WHERE not_before > 0 AND not_before <= ? AND slot % ? = ?
              ORDER BY not_before LIMIT ?)
            """;

    /** What waits for a time that only a clock can have set that was put back since. */
    private static final String PROMOTE_FAR = """
            UPDATE outbox SET not_before = 0 WHERE object IN (
              SELECT object FROM outbox
              WHERE not_before > ? AND not_before > 0 AND slot % ? = ?
              ORDER BY not_before LIMIT ?)
            """;

    private static final String ROWS =
            """
            SELECT x.object AS id, x.version AS version, x.kind AS kind, x.correlation AS correlation, x.dc AS dc,
              x.usn AS change_usn, x.seen_at AS seen_at, x.when_changed AS when_changed, x.first_seen_at AS first_seen_at,
              x.attempts AS attempts,
              x.fate_unknown AS fate_unknown, o.gone_at AS gone_at, l.provider_id AS provider_id, l.acknowledged AS acknowledged,
            """ + Shadows.COLUMNS + "FROM outbox x JOIN object o ON o.id = x.object " + Shadows.JOINS + """
             LEFT JOIN link l ON l.object = x.object
            """;

    private static final String ONE = ROWS + "WHERE x.object = ?";

    private static final String DUE = ROWS + """
            WHERE x.object IN (
              SELECT object FROM outbox
              WHERE parked = FALSE AND claimed = 0 AND not_before = 0 AND hold = 0 AND slot % ? = ?
                AND NOT EXISTS (SELECT 1 FROM password_event p WHERE p.claimed = outbox.object)
              ORDER BY priority, awaits, version LIMIT ?)
            ORDER BY x.priority, x.awaits, x.version
            """;

    private static final String CLAIM = "UPDATE outbox SET claimed = version WHERE object = ?";

    private static final String ORPHANED = "UPDATE outbox SET claimed = 0, fate_unknown = TRUE WHERE claimed > 0";

    private static final String GROWN = """
            SELECT object, deltas, in_flight FROM outbox WHERE claimed > 0 AND claimed < version
            """;

    private static final String GATHER = "UPDATE outbox SET deltas = ?, in_flight = NULL WHERE object = ?";

    private static final String NEXT_DUE = """
            SELECT not_before FROM outbox
            WHERE not_before > 0 AND slot % ? = ?
            ORDER BY not_before LIMIT 1
            """;

    private final Session session;
    private final References references;
    private final Holds holds;
    private final Waits waits;

    Claims(Session session) {
        this.session = session;
        this.references = new References(session);
        this.holds = new Holds(session);
        this.waits = new Waits(session);
    }

    /** A row that grew newer in flight, with the deltas of both versions. */
    private record Grown(long object, @Nullable String deltas) {}

    /** Frees what an earlier process took: nobody knows what became of it. */
    static void freeOrphaned(Session session) throws SQLException {
        session.beginWriting();
        List<Grown> grown = session.list(
                GROWN,
                row -> new Grown(
                        row.number("object"), Deltas.merged(row.textOrNull("in_flight"), row.textOrNull("deltas"))));
        for (Grown one : grown) {
            session.run(GATHER, one.deltas(), one.object());
        }
        session.run(ORPHANED);
        GroupClaims.freeOrphaned(session);
        session.commit();
    }

    List<OutboxRow> claim(Partition partition, Instant now, int limit) throws SQLException {
        waits.look(now);
        if (holds.barred()) {
            return List.of();
        }
        session.run(PROMOTE, now, partition.count(), partition.number(), MOST_PROMOTED);
        session.run(PROMOTE_FAR, Waits.latest(now), partition.count(), partition.number(), MOST_PROMOTED);
        Paths paths = new Paths(session);
        List<Found> due = session.list(DUE, row -> read(row, paths), partition.count(), partition.number(), limit);
        List<OutboxRow> claimed = new ArrayList<>();
        for (Found found : due) {
            session.run(CLAIM, found.id());
            claimed.add(found.row());
        }
        return claimed;
    }

    /** Takes the row of one object, which nobody has. */
    OutboxRow claim(long object) throws SQLException {
        Paths paths = new Paths(session);
        Found found = Objects.requireNonNull(session.first(ONE, row -> read(row, paths), object));
        session.run(CLAIM, object);
        return found.row();
    }

    /** A row of the outbox and the row of its object. */
    private record Found(long id, OutboxRow row) {}

    private Found read(Row row, Paths paths) throws SQLException {
        long id = row.number("id");
        Shadow shadow = Shadows.read(row, paths);
        Map<ObjectGuid, String> accounts = References.of(shadow.image()).isEmpty() ? Map.of() : references.accounts(id);
        OutboxRow claimed = new OutboxRow(
                shadow.image().objectGuid(),
                row.number("version"),
                ChangeKind.valueOf(row.text("kind")),
                new CorrelationId(row.text("correlation")),
                new Origin(
                        row.text("dc"),
                        row.number("change_usn"),
                        row.instant("seen_at"),
                        row.instantOrNull("when_changed")),
                row.instant("first_seen_at"),
                shadow,
                Links.read(row),
                accounts,
                (int) row.number("attempts"),
                row.flag("fate_unknown"),
                Optional.ofNullable(row.instantOrNull("gone_at")));
        return new Found(id, claimed);
    }

    static Optional<Instant> nextDue(Session session, Partition partition) throws SQLException {
        Optional<Instant> next = Optional.ofNullable(
                session.first(NEXT_DUE, row -> row.instant("not_before"), partition.count(), partition.number()));
        return Stream.of(next, GroupClaims.nextDue(session, partition))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
