package adsync.journal;

import adsync.change.CorrelationId;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Dossier.LastAnswer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How the last shipment of each object ended. */
final class Answers {

    private static final String PUT = """
            INSERT INTO answer (object, answered_at, correlation, outcome, status, detail) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (object) DO UPDATE
            SET answered_at = excluded.answered_at, correlation = excluded.correlation, outcome = excluded.outcome,
              status = excluded.status, detail = excluded.detail
            """;

    private static final String GET =
            "SELECT answered_at, correlation, outcome, status, detail FROM answer WHERE object = ?";

    private final Session session;

    Answers(Session session) {
        this.session = session;
    }

    void put(long object, LastAnswer last) throws SQLException {
        session.run(
                PUT,
                object,
                last.at(),
                last.correlationId().value(),
                last.answer().outcome(),
                last.answer().status(),
                last.answer().detail());
    }

    @Nullable LastAnswer get(long object) throws SQLException {
        return session.first(
                GET,
                row -> new LastAnswer(
                        row.instant("answered_at"), new CorrelationId(row.text("correlation")), read(row)),
                object);
    }

    /** Reads the columns {@code outcome}, {@code status} and {@code detail}. */
    static Answer read(Row row) throws SQLException {
        return new Answer(Outcome.valueOf(row.text("outcome")), (int) row.number("status"), row.text("detail"));
    }
}
