package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Hold.State;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person decides on holds. */
final class Approvals {

    private static final String APPROVE = "UPDATE hazard SET state = 'APPROVED', covered = judged WHERE hold = ?";

    private static final String RELEASE = "UPDATE outbox SET hold = 0 WHERE hold = ? AND hold > 0";

    private static final String OBJECTS = """
            FROM object o JOIN outbox x ON x.object = o.id
            WHERE o.guid IN (SELECT object FROM hazard WHERE hold = ?)
            """;

    private static final String REJECTED = """
            SELECT o.id AS id, o.guid AS guid, o.rdn AS rdn, o.container AS container, x.hold AS hold, x.kind AS kind,
              x.correlation AS correlation, x.dc AS dc, x.usn AS usn, x.seen_at AS seen_at,
              x.when_changed AS when_changed, x.deltas AS deltas
            """ + OBJECTS + " AND x.claimed = 0 AND x.parked = FALSE";

    private static final String PARK = """
            UPDATE outbox SET hold = 0, parked = TRUE, rejected = TRUE, awaits = FALSE, not_before = 0, cause = ? WHERE object = ?
            """;

    private final Session session;
    private final Holds holds;
    private final GroupOutbox groups;
    private final Hazards hazards;
    private final Answers answers;
    private final Audit audit;
    private final Clock clock;

    Approvals(Session session, Sequences sequences, Clock clock) {
        this.session = session;
        this.holds = new Holds(session);
        this.groups = new GroupOutbox(session, sequences);
        this.hazards = new Hazards(session);
        this.answers = new Answers(session);
        this.audit = new Audit(session, sequences, clock);
        this.clock = clock;
    }

    /** Why a change of a rejected hold is parked. */
    static String cause(long hold) {
        return "rejected: hold " + hold;
    }

    /** A person is asked once about a kind that no object causes, unless the answer was no. */
    Hold open(HazardKind kind) throws SQLException {
        if (kind != HazardKind.FIRST_LOAD) {
            throw new IllegalArgumentException("objects open a hold of " + kind);
        }
        Hold last = holds.last(kind);
        if (last != null && last.state() != State.REJECTED) {
            return last;
        }
        holds.open(kind, 0, clock.instant());
        return required(holds.last(kind));
    }

    private static Hold required(@Nullable Hold hold) throws SQLException {
        if (hold == null) {
            throw new SQLException("a hold that was just opened is not there");
        }
        return hold;
    }

    boolean approve(Hold seen) throws SQLException {
        long hold = seen.id();
        Instant now = clock.instant();
        if (!holds.ungrown(seen) || !(holds.close(hold, State.APPROVED, now) || holds.reconsider(hold, now))) {
            return false;
        }
        session.run(APPROVE, hold);
        new DeletedRoots(session).approve(hold);
        session.tally().moved(Tally.Place.HELD, Tally.Place.WAITING, session.run(RELEASE, hold));
        for (GroupOutbox.Waiting group : GroupOutbox.ofHold(session, hold, Integer.MAX_VALUE)) {
            groups.release(group);
        }
        return true;
    }

    /** A row that is claimed right now is parked when it is settled. */
    boolean reject(long hold) throws SQLException {
        if (!holds.close(hold, State.REJECTED, clock.instant())) {
            return false;
        }
        Paths paths = new Paths(session);
        for (Rejected one : session.list(REJECTED, row -> read(row, paths), hold)) {
            park(one, cause(hold));
        }
        for (GroupOutbox.Waiting group : GroupOutbox.ofHold(session, hold, Integer.MAX_VALUE)) {
            Answer no = new Answer(Outcome.PARKED, 0, cause(hold));
            groups.park(group, true, cause(hold));
            hazards.settled(group.guid(), clock.instant());
            audit.decided(group.guid(), group.dn(), group.reason(), no);
        }
        return true;
    }

    /** A row that is parked, with what is told of it. */
    private record Rejected(long id, ObjectGuid guid, String dn, boolean held, Outbox.Reason reason) {}

    private static Rejected read(Row row, Paths paths) throws SQLException {
        return new Rejected(
                row.number("id"),
                row.guid("guid"),
                paths.dn(row.text("rdn"), row.number("container")),
                row.number("hold") > 0,
                new Outbox.Reason(
                        ChangeKind.valueOf(row.text("kind")),
                        new CorrelationId(row.text("correlation")),
                        new Origin(
                                row.text("dc"),
                                row.number("usn"),
                                row.instant("seen_at"),
                                row.instantOrNull("when_changed")),
                        row.textOrNull("deltas")));
    }

    private void park(Rejected one, String cause) throws SQLException {
        Instant now = clock.instant();
        Answer answer = new Answer(Outcome.PARKED, 0, cause);
        session.run(PARK, cause, one.id());
        session.tally().moved(one.held() ? Tally.Place.HELD : Tally.Place.WAITING, Tally.Place.PARKED, 1);
        hazards.settled(one.guid(), now);
        Outbox.Reason change = one.reason();
        answers.put(one.id(), now, answer, change.kind(), change.correlationId(), change.origin());
        audit.decided(one.guid(), one.dn(), change, answer);
    }
}
