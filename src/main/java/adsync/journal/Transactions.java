package adsync.journal;

import java.sql.SQLException;
import java.time.Clock;

/** What can be part of a write transaction, each bound to the writer's connection. */
record Transactions(PageWriter pages, Claims claims, Withdrawals withdrawals, Settling settling) {

    static Transactions of(Session session, Clock clock) throws SQLException {
        Sequences sequences = Sequences.of(session);
        Claims claims = new Claims(session);
        return new Transactions(
                new PageWriter(session, sequences, clock),
                claims,
                new Withdrawals(session, sequences, claims),
                new Settling(session, sequences));
    }
}
