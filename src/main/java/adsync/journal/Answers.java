package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Dossier.LastAnswer;
import adsync.journal.Dossier.LastChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the last shipment of each object ended. */
final class Answers {

    private static final String PUT = """
            INSERT INTO answer (object, answered_at, correlation, outcome, status, detail, request, kind, dc, usn, seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (object) DO UPDATE
            SET answered_at = excluded.answered_at, correlation = excluded.correlation, outcome = excluded.outcome,
              status = excluded.status, detail = excluded.detail, request = excluded.request, kind = excluded.kind,
              dc = excluded.dc, usn = excluded.usn, seen_at = excluded.seen_at
            """;

    private static final String GET = "SELECT * FROM answer WHERE object = ?";

    private final Session session;

    Answers(Session session) {
        this.session = session;
    }

    /** The answer to a row, or to a change that was never claimed. */
    void put(long object, Instant at, Answer answer, ChangeKind kind, CorrelationId correlationId, Origin origin)
            throws SQLException {
        session.run(
                PUT,
                object,
                at,
                correlationId.value(),
                answer.outcome(),
                answer.status(),
                answer.detail(),
                answer.request(),
                kind,
                origin.domainController(),
                origin.usn(),
                origin.seenAt());
    }

    @Nullable LastAnswer get(long object) throws SQLException {
        return session.first(
                GET,
                row -> new LastAnswer(
                        row.instant("answered_at"),
                        new CorrelationId(row.text("correlation")),
                        read(row, row.text("request")),
                        shipped(row)),
                object);
    }

    private static Optional<LastChange> shipped(Row row) throws SQLException {
        String kind = row.textOrNull("kind");
        return kind == null
                ? Optional.empty()
                : Optional.of(new LastChange(
                        ChangeKind.valueOf(kind),
                        new Origin(row.text("dc"), row.number("usn"), row.instant("seen_at"))));
    }

    /** Reads the columns {@code outcome}, {@code status} and {@code detail}. */
    static Answer read(Row row, String request) throws SQLException {
        return new Answer(
                Outcome.valueOf(row.text("outcome")), (int) row.number("status"), row.text("detail"), request);
    }
}
