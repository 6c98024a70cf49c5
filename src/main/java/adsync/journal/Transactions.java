package adsync.journal;

import java.sql.SQLException;
import java.time.Clock;

/** What can be part of a write transaction, each bound to the writer's connection. */
record Transactions(
        PageWriter pages,
        Claims claims,
        Withdrawals withdrawals,
        Settling settling,
        Guard guard,
        Approvals approvals,
        Releases releases,
        Remapping remapping,
        Forgetting forgetting,
        Comparisons comparisons) {

    static Transactions of(Session session, Clock clock) throws SQLException {
        Sequences sequences = Sequences.of(session);
        Claims claims = new Claims(session);
        session.tally().start(Surveys.count(session));
        return new Transactions(
                new PageWriter(session, sequences, clock),
                claims,
                new Withdrawals(session, sequences, claims),
                new Settling(session, sequences, clock),
                new Guard(session),
                new Approvals(session, sequences, clock),
                new Releases(session, sequences),
                new Remapping(session, sequences),
                new Forgetting(session, sequences, clock),
                new Comparisons(session, sequences));
    }
}
