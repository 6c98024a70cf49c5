package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Outbox.Reason;
import adsync.journal.Outbox.Turn;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Comparisons of the accounts with the provider: how far they are, and which accounts they have met. */
final class Comparisons {

    private static final String COLUMNS = """
            SELECT o.guid AS guid, o.rdn AS rdn, o.container AS container, l.provider_id AS provider_id,
              l.acknowledged AS acknowledged, x.object AS waiting, a.answered_at AS answered_at, c.repaired AS repaired
            """;

    private static final String JOINS = """
            LEFT JOIN outbox x ON x.object = o.id
            LEFT JOIN answer a ON a.object = o.id
            LEFT JOIN compared c ON c.object = o.id
            """;

    private static final String ONE =
            COLUMNS + "FROM object o LEFT JOIN link l ON l.object = o.id " + JOINS + " WHERE o.guid = ?";

    private static final String UNMET = COLUMNS + "FROM link l JOIN object o ON o.id = l.object " + JOINS + """
             WHERE coalesce(c.pass, 0) < ? AND x.object IS NULL AND coalesce(a.answered_at, 0) < ?
            ORDER BY o.id LIMIT ?
            """;

    private static final String MEET = """
            INSERT INTO compared (object, pass, repaired) VALUES (?, ?, ?)
            ON CONFLICT (object) DO UPDATE SET pass = excluded.pass, repaired = excluded.repaired
            """;

    private static final String LOOK_FIRST = "UPDATE outbox SET fate_unknown = TRUE WHERE object = ?";

    private final Session session;
    private final Shadows shadows;
    private final Outbox outbox;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Comparisons(Session session, Sequences sequences) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.outbox = new Outbox(session, sequences);
    }

    static Optional<Comparison> begun(Session session) throws SQLException {
        return read(Meta.comparison(session));
    }

    static Optional<Comparison> complete(Session session) throws SQLException {
        return read(Meta.lastComparison(session));
    }

    private static Optional<Comparison> read(@Nullable String text) throws SQLException {
        return text == null ? Optional.empty() : Optional.of(Comparison.of(Json.texts(text)));
    }

    static Map<ObjectGuid, KnownAccount> accounts(Session session, Collection<ObjectGuid> guids) throws SQLException {
        Paths paths = new Paths(session);
        Map<ObjectGuid, KnownAccount> known = new HashMap<>();
        for (ObjectGuid guid : guids) {
            KnownAccount account = session.first(ONE, row -> read(row, paths), guid);
            if (account != null) {
                known.put(guid, account);
            }
        }
        return known;
    }

    static List<KnownAccount> unmet(Session session, Comparison comparison, int limit) throws SQLException {
        Paths paths = new Paths(session);
        return session.list(UNMET, row -> read(row, paths), comparison.number(), comparison.begunAt(), limit);
    }

    private static KnownAccount read(Row row, Paths paths) throws SQLException {
        return new KnownAccount(
                row.guid("guid"),
                paths.dn(row.text("rdn"), row.number("container")),
                Links.read(row),
                row.textOrNull("waiting") != null,
                Optional.ofNullable(row.instantOrNull("answered_at")),
                row.textOr("repaired", ""));
    }

    int step(Comparison now, Map<ObjectGuid, String> met, Set<ObjectGuid> repairs, Origin origin) throws SQLException {
        int shipped = 0;
        for (Map.Entry<ObjectGuid, String> one : met.entrySet()) {
            Shadows.Known known = shadows.find(one.getKey());
            if (known != null) {
                boolean repair = repairs.contains(one.getKey());
                boolean repaired = repair && repair(known.id(), one.getKey(), origin);
                session.run(MEET, known.id(), now.number(), repair && !repaired ? "" : one.getValue());
                shipped += repaired ? 1 : 0;
            }
        }
        boolean complete = now.over() && now.refusal().isEmpty() && now.number() > 0;
        Meta.rememberComparison(session, Json.ofTexts(now.texts()), complete);
        return shipped;
    }

    /** What the account holds is looked up before anything is sent: the difference is worked out anew. */
    private boolean repair(long object, ObjectGuid guid, Origin origin) throws SQLException {
        if (outbox.find(object) != null) {
            return false;
        }
        Turn turn = new Turn(Outbox.priority(ChangeKind.DRIFTED, false), false, 0);
        outbox.add(object, guid, turn, new Reason(ChangeKind.DRIFTED, CorrelationId.draw(random), origin, Deltas.NONE));
        session.run(LOOK_FIRST, object);
        return true;
    }
}
