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
        Comparisons comparisons,
        Orphans orphans,
        GroupRepairs groupRepairs,
        GroupMarks groups,
        GroupClaims groupClaims,
        GroupSettling groupSettling,
        Passwords passwords) {

    static Transactions of(Session session, Clock clock) throws SQLException {
        Sequences sequences = Sequences.of(session);
        Claims claims = new Claims(session);
        GroupMarks marks = new GroupMarks(session, sequences);
        session.tally().start(Surveys.count(session));
        return new Transactions(
                new PageWriter(session, sequences, marks, clock),
                claims,
                new Withdrawals(session, sequences, claims),
                new Settling(session, sequences, marks, clock),
                new Guard(session),
                new Approvals(session, sequences, clock),
                new Releases(session, sequences, marks),
                new Remapping(session, sequences),
                new Forgetting(session, sequences, clock),
                new Comparisons(session, sequences),
                new Orphans(session, sequences, marks),
                new GroupRepairs(session, sequences, marks),
                marks,
                new GroupClaims(session, marks),
                new GroupSettling(session, sequences, marks, clock),
                new Passwords(session, new Audit(session, sequences, clock)));
    }
}
