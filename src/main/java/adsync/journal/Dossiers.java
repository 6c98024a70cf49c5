package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.Dossier.Pending;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers all we know of one object. */
final class Dossiers {

    private static final String OBJECT =
            "SELECT o.id AS id, o.gone_at AS gone_at, l.provider_id AS provider_id, l.acknowledged AS acknowledged, "
                    + Shadows.COLUMNS + "FROM object o " + Shadows.JOINS
                    + " LEFT JOIN link l ON l.object = o.id WHERE o.guid = ?";

    private static final String PENDING = """
            SELECT kind, correlation, dc, usn, seen_at, first_seen_at, attempts, not_before, claimed, cause, parked, hold,
              deltas, in_flight
            FROM outbox WHERE object = ?
            """;

    private final Session session;

    Dossiers(Session session) {
        this.session = session;
    }

    /** The object itself. */
    private record Found(long id, Shadow shadow, Optional<Instant> goneSince, Optional<Link> link) {}

    Optional<Dossier> of(ObjectGuid guid) throws SQLException {
        Paths paths = new Paths(session);
        Found found = session.first(
                OBJECT,
                row -> new Found(
                        row.number("id"),
                        Shadows.read(row, paths),
                        Optional.ofNullable(row.instantOrNull("gone_at")),
                        Links.read(row)),
                guid);
        return found == null ? Optional.empty() : Optional.of(dossier(found));
    }

    private Dossier dossier(Found found) throws SQLException {
        Groups groups = new Groups(session);
        List<List<ObjectGuid>> paths = groups.paths(found.shadow().image(), Dossier.MOST_PATHS);
        return new Dossier(
                found.shadow(),
                found.goneSince(),
                found.link(),
                Optional.ofNullable(session.first(PENDING, row -> pending(row, deltas(row)), found.id())),
                Optional.ofNullable(new Answers(session).get(found.id())),
                Optional.ofNullable(new Timers(session).of(found.id())),
                paths,
                groups.names(paths));
    }

    /** What waits, with what it is about. */
    static Pending pending(Row row, Map<String, Delta> deltas) throws SQLException {
        boolean parked = row.flag("parked");
        @Nullable String cause = row.textOrNull("cause");
        long notBefore = row.number("not_before");
        long hold = row.number("hold");
        return new Pending(
                ChangeKind.valueOf(row.text("kind")),
                new CorrelationId(row.text("correlation")),
                new Origin(row.text("dc"), row.number("usn"), row.instant("seen_at")),
                row.instant("first_seen_at"),
                (int) row.number("attempts"),
                notBefore > 0 ? Optional.of(Row.instant(notBefore)) : Optional.empty(),
                row.number("claimed") > 0,
                Optional.ofNullable(cause),
                parked ? Optional.ofNullable(cause) : Optional.empty(),
                hold > 0 ? Optional.of(hold) : Optional.empty(),
                deltas);
    }

    private static Map<String, Delta> deltas(Row row) throws SQLException {
        String waiting = row.textOrNull("deltas");
        String inFlight = row.textOrNull("in_flight");
        String all = inFlight == null ? waiting : Deltas.merged(inFlight, waiting);
        return all == null ? Map.of() : Json.deltas(all);
    }
}
