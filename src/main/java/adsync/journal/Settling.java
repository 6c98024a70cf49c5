package adsync.journal;

import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Dossier.LastAnswer;
import adsync.journal.Outbox.Waiting;
import adsync.journal.Settlement.Acknowledged;
import adsync.journal.Settlement.Held;
import adsync.journal.Settlement.Parked;
import adsync.journal.Settlement.Postponed;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settles claimed rows. The version in each statement is what keeps a newer change alive. */
final class Settling {

    private static final String DONE =
            "DELETE FROM outbox WHERE object = ? AND version = ? AND claimed = version RETURNING deltas";

    private static final String GREW =
            "UPDATE outbox SET claimed = 0, fate_unknown = FALSE, in_flight = NULL WHERE object = ? AND claimed = ?";

    private static final String POSTPONE = """
            UPDATE outbox SET claimed = 0, awaits = FALSE, fate_unknown = ?, not_before = ?, attempts = attempts + ?, cause = ?
            WHERE object = ? AND version = ? AND claimed = version
            """;

    private static final String PARK = """
            UPDATE outbox SET claimed = 0, parked = TRUE, rejected = ?, awaits = FALSE, not_before = 0, cause = ?
            WHERE object = ? AND version = ? AND claimed = version
            RETURNING deltas
            """;

    private static final String HOLD = """
            UPDATE outbox SET claimed = 0, hold = ?, awaits = FALSE, not_before = 0
            WHERE object = ? AND version = ? AND claimed = version
            RETURNING deltas
            """;

    private static final String FREE =
            "UPDATE outbox SET claimed = 0, not_before = 0 WHERE object = ? AND version = ? AND claimed = version";

    private final Session session;
    private final Shadows shadows;
    private final Links links;
    private final References references;
    private final Outbox outbox;
    private final Containers containers;
    private final Hazards hazards;
    private final Holds holds;
    private final Answers answers;
    private final Audit audit;
    private final GroupMarks marks;
    private final Clock clock;

    Settling(Session session, Sequences sequences, GroupMarks marks, Clock clock) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.links = new Links(session);
        this.references = new References(session);
        this.outbox = new Outbox(session, sequences);
        this.containers = new Containers(session);
        this.hazards = new Hazards(session);
        this.holds = new Holds(session);
        this.answers = new Answers(session);
        this.audit = new Audit(session, sequences, clock);
        this.marks = marks;
        this.clock = clock;
    }

    /** The deltas of a row that a statement found. */
    private record Found(@Nullable String deltas) {

        private static Found read(Row row) throws SQLException {
            return new Found(row.textOrNull("deltas"));
        }
    }

    /** Returns how many rows became due by it. */
    int settle(List<Settlement> settlements) throws SQLException {
        int due = 0;
        for (Settlement settlement : settlements) {
            Known known = shadows.find(settlement.row().objectGuid());
            if (known != null) {
                due += settle(known, settlement);
            }
        }
        containers.prune();
        return due;
    }

    private int settle(Known known, Settlement settlement) throws SQLException {
        return switch (settlement) {
            case Acknowledged done -> acknowledge(known, done);
            case Postponed later -> postpone(known.id(), later);
            case Parked parked -> park(known.id(), parked, false);
            case Held held -> hold(known.id(), held);
        };
    }

    private int postpone(long id, Postponed later) throws SQLException {
        long version = later.row().version();
        remember(id, later.row(), later.answer());
        boolean same = session.run(
                        POSTPONE,
                        later.fateUnknown(),
                        later.notBefore(),
                        later.counted() ? 1 : 0,
                        later.cause(),
                        id,
                        version)
                > 0;
        return !same && outbox.unclaimGrown(id, version, later.fateUnknown()) ? 1 : 0;
    }

    private int park(long id, Parked parking, boolean rejected) throws SQLException {
        OutboxRow row = parking.row();
        hazards.settled(row.objectGuid(), clock.instant());
        Found parked = session.first(PARK, Found::read, rejected, parking.cause(), id, row.version());
        if (parked == null) {
            return outbox.unclaimGrown(id, row.version(), null) ? 1 : 0;
        }
        session.tally().moved(Tally.Place.WAITING, Tally.Place.PARKED, 1);
        remember(id, row, parking.answer());
        audit.settled(row, parking.answer(), parked.deltas());
        return 0;
    }

    private int hold(long id, Held held) throws SQLException {
        OutboxRow row = held.row();
        Hold hold = holds.get(held.hold());
        if (hold != null && hold.state() == Hold.State.REJECTED) {
            String cause = Approvals.cause(hold.id());
            return park(id, new Parked(row, new Answer(Outcome.PARKED, 0, cause), cause), true);
        }
        if (hold == null || hold.state() != Hold.State.OPEN) {
            boolean same = session.run(FREE, id, row.version()) > 0;
            return same || outbox.unclaimGrown(id, row.version(), null) ? 1 : 0;
        }
        Found waiting = session.first(HOLD, Found::read, hold.id(), id, row.version());
        if (waiting == null) {
            return outbox.unclaimGrown(id, row.version(), null) ? 1 : 0;
        }
        session.tally().moved(Tally.Place.WAITING, Tally.Place.HELD, 1);
        if (!toldAlready(id, row)) {
            audit.settled(row, held.answer(), waiting.deltas());
        }
        remember(id, row, held.answer());
        return 0;
    }

    /** A change that is held again by another hold is told once. */
    private boolean toldAlready(long id, OutboxRow row) throws SQLException {
        LastAnswer last = answers.get(id);
        return last != null
                && last.answer().outcome() == Outcome.HELD
                && last.correlationId().equals(row.correlationId());
    }

    private int acknowledge(Known known, Acknowledged done) throws SQLException {
        OutboxRow row = done.row();
        hazards.settled(row.objectGuid(), clock.instant());
        Found shipped = session.first(DONE, Found::read, known.id(), row.version());
        boolean newest = shipped != null;
        int due = 0;
        if (shipped != null) {
            session.tally().added(Tally.Place.WAITING, -1);
        } else {
            Waiting grown = outbox.find(known.id());
            due = session.run(GREW, known.id(), row.version());
            shipped = new Found(grown == null ? Deltas.NONE : grown.inFlightDeltas());
        }
        if (done.answer().outcome() == Outcome.SHIPPED) {
            if (newest && shipped.deltas() == null && row.shadow().present()) {
                audit.created(known.id(), row, done.answer());
            } else {
                audit.settled(row, done.answer(), shipped.deltas());
            }
        }
        return due + keep(known, done);
    }

    /** What remains of the object and its account. */
    private int keep(Known known, Acknowledged done) throws SQLException {
        if (done.link().isPresent()) {
            remember(known.id(), done.row(), done.answer());
            return link(known, done, done.link().get());
        }
        if (known.linked()) {
            links.delete(known.id());
        }
        marks.account(done.row().objectGuid(), reason(done));
        if (!known.present() && outbox.find(known.id()) == null) {
            shadows.forget(known);
            return 0;
        }
        remember(known.id(), done.row(), done.answer());
        return known.linked() && known.present() ? reship(done) : 0;
    }

    private void remember(long id, OutboxRow row, Answer answer) throws SQLException {
        answers.put(id, clock.instant(), answer, row.kind(), row.correlationId(), row.origin());
    }

    private int link(Known known, Acknowledged done, Link link) throws SQLException {
        links.put(known, link);
        boolean same = link.providerId().equals(known.providerId());
        if (!same || !known.present()) {
            marks.account(done.row().objectGuid(), reason(done));
        }
        return known.present() && !same ? reship(done) : 0;
    }

    /** What refers to the object was, or is being, shipped with another account of it, or none. */
    private int reship(Acknowledged done) throws SQLException {
        return outbox.reship(references, done.row().objectGuid(), reason(done));
    }

    private static Outbox.Reason reason(Acknowledged done) {
        OutboxRow row = done.row();
        return new Outbox.Reason(row.kind(), row.correlationId(), row.origin(), Deltas.NONE);
    }
}
