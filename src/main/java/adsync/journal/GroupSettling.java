package adsync.journal;

import adsync.change.Delta;
import adsync.journal.GroupOutbox.Waiting;
import adsync.journal.GroupSettlement.Ending;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settles claimed groups. A member that changed meanwhile, and a group that did, stay to be shipped. */
final class GroupSettling {

    private static final String LINK =
            "UPDATE shipped_group SET provider_id = ?, acknowledged = ?, adopted = ? WHERE id = ?";

    private static final String UNLINK =
            "UPDATE shipped_group SET provider_id = NULL, acknowledged = NULL, adopted = FALSE WHERE id = ?";

    private static final String HAS = """
            INSERT INTO shipped_member (shipped_group, member, provider_id) VALUES (?, ?, ?)
            ON CONFLICT (shipped_group, member) DO UPDATE SET provider_id = excluded.provider_id
            """;

    private static final String HAS_NOT = "DELETE FROM shipped_member WHERE shipped_group = ? AND member = ?";

    private static final String DONE =
            "DELETE FROM member_change WHERE shipped_group = ? AND member = ? AND version = ?";

    private static final String KNOWN = "UPDATE member_change SET tried = NULL WHERE shipped_group = ? AND member = ?";

    private static final String REFUSED =
            "UPDATE member_change SET cause = ? WHERE shipped_group = ? AND member = ? AND version = ?";

    private static final String LEFT =
            "SELECT count(*) FROM (SELECT 1 FROM member_change WHERE shipped_group = ? AND cause IS NULL LIMIT 1) one";

    private static final String REFUSAL =
            "SELECT cause FROM member_change WHERE shipped_group = ? AND cause IS NOT NULL ORDER BY version LIMIT 1";

    private static final String POSTPONE = """
            UPDATE group_outbox SET claimed = 0, not_before = ?, attempts = attempts + ?, fate_unknown = ?, cause = ?
            WHERE shipped_group = ?
            """;

    private static final String HOLD =
            "UPDATE group_outbox SET claimed = 0, hold = ?, not_before = 0 WHERE shipped_group = ?";

    private static final String FREE = """
            UPDATE group_outbox SET claimed = 0, not_before = 0, fate_unknown = FALSE, attempts = 0
            WHERE shipped_group = ?
            """;

    private final Session session;
    private final GroupMarks marks;
    private final GroupOutbox outbox;
    private final Hazards hazards;
    private final Holds holds;
    private final Audit audit;
    private final Clock clock;

    GroupSettling(Session session, Sequences sequences, GroupMarks marks, Clock clock) {
        this.session = session;
        this.marks = marks;
        this.outbox = new GroupOutbox(session, sequences);
        this.hazards = new Hazards(session);
        this.holds = new Holds(session);
        this.audit = new Audit(session, sequences, clock);
        this.clock = clock;
    }

    /** Returns how many rows are due after it. */
    int settle(List<GroupSettlement> settlements) throws SQLException {
        int due = 0;
        for (GroupSettlement settlement : settlements) {
            GroupMarks.Shipped group = marks.find(settlement.row().objectGuid());
            Waiting row = group == null ? null : outbox.find(group.id());
            if (group != null && row != null) {
                due += settle(group, row, settlement) ? 1 : 0;
            }
        }
        return due;
    }

    private boolean settle(GroupMarks.Shipped group, Waiting row, GroupSettlement settlement) throws SQLException {
        link(group, row, settlement);
        for (MemberEdit edit : settlement.done()) {
            done(group.id(), edit);
        }
        for (Map.Entry<MemberEdit, String> refused : settlement.refused().entrySet()) {
            MemberEdit edit = refused.getKey();
            session.run(REFUSED, refused.getValue(), group.id(), edit.member(), edit.version());
        }
        boolean same = row.version() == settlement.row().version();
        return switch (settlement.ending()) {
            case Ending.Acknowledged all -> acknowledged(group, row, settlement, same);
            case Ending.Postponed later -> {
                session.run(
                        POSTPONE,
                        same ? Session.micros(later.notBefore()) : 0L,
                        later.counted() ? 1 : 0,
                        later.fateUnknown(),
                        settlement.answer().detail(),
                        group.id());
                yield !same;
            }
            case Ending.Parked parked -> park(row, settlement, same, false, settlement.answer());
            case Ending.Held held -> hold(row, settlement, same, held.hold());
        };
    }

    private void link(GroupMarks.Shipped group, Waiting row, GroupSettlement settlement) throws SQLException {
        String before = group.providerId();
        if (settlement.link().isPresent()) {
            GroupLink link = settlement.link().get();
            session.run(LINK, link.providerId(), link.displayName(), link.adopted(), group.id());
            if (before != null && !before.equals(link.providerId())) {
                forgetMembers(group, row);
            }
            if (!link.providerId().equals(before)) {
                marks.account(row.guid(), row.reason());
            }
        } else if (before != null) {
            session.run(UNLINK, group.id());
            forgetMembers(group, row);
            marks.account(row.guid(), row.reason());
        }
    }

    /** Another group at the provider has none of them. */
    private void forgetMembers(GroupMarks.Shipped group, Waiting row) throws SQLException {
        session.run("DELETE FROM shipped_member WHERE shipped_group = ?", group.id());
        session.run("UPDATE member_change SET tried = NULL WHERE shipped_group = ?", group.id());
        if (group.present()) {
            marks.markAll(group.id(), row.reason());
        }
    }

    private void done(long group, MemberEdit edit) throws SQLException {
        if (edit.adds().isPresent()) {
            session.run(HAS, group, edit.member(), edit.adds().get());
        } else {
            session.run(HAS_NOT, group, edit.member());
        }
        if (session.run(DONE, group, edit.member(), edit.version()) == 0) {
            session.run(KNOWN, group, edit.member());
        }
    }

    private boolean acknowledged(GroupMarks.Shipped group, Waiting row, GroupSettlement settlement, boolean same)
            throws SQLException {
        if (settlement.answer().outcome() != ChangeSettled.Outcome.UNCHANGED) {
            tell(row, settlement, settlement.answer());
        }
        if (!group.present() && settlement.link().isEmpty() && same) {
            hazards.settled(row.guid(), clock.instant());
            outbox.forget(group.id());
            return false;
        }
        boolean more = group.present() && session.number(LEFT, group.id()) > 0;
        String refusal = session.first(REFUSAL, one -> one.text("cause"), group.id());
        if (!same || more) { // what passed the guard, or was approved, is not at its end
            session.run(FREE, group.id());
            return true;
        }
        hazards.settled(row.guid(), clock.instant());
        if (refusal != null) {
            outbox.park(row, false, refusal);
        } else {
            outbox.delete(row);
        }
        return false;
    }

    private boolean park(Waiting row, GroupSettlement settlement, boolean same, boolean rejected, Answer answer)
            throws SQLException {
        hazards.settled(row.guid(), clock.instant());
        if (!same) {
            session.run(FREE, row.id());
            return true;
        }
        outbox.park(row, rejected, answer.detail());
        tell(row, settlement, answer);
        return false;
    }

    private boolean hold(Waiting row, GroupSettlement settlement, boolean same, long id) throws SQLException {
        Hold hold = holds.get(id);
        if (hold != null && hold.state() == Hold.State.REJECTED) {
            Answer no = new Answer(ChangeSettled.Outcome.PARKED, 0, Approvals.cause(id));
            return park(row, settlement, same, true, no);
        }
        if (hold == null || hold.state() != Hold.State.OPEN || !same) {
            session.run(FREE, row.id());
            return true;
        }
        session.run(HOLD, id, row.id());
        session.tally().moved(Tally.Place.WAITING, Tally.Place.HELD, 1);
        tell(row, settlement, settlement.answer());
        return false;
    }

    private void tell(Waiting row, GroupSettlement settlement, Answer answer) throws SQLException {
        GroupRow shipped = settlement.row();
        audit.decided(
                row.guid(),
                shipped.dn(),
                new Outbox.Reason(
                        shipped.kind(), shipped.correlationId(), shipped.origin(), Json.ofDeltas(deltas(settlement))),
                answer);
    }

    private static SortedMap<String, Delta> deltas(GroupSettlement settlement) {
        SortedMap<String, Delta> deltas = new TreeMap<>();
        String before = settlement.row().link().map(GroupLink::displayName).orElse("");
        String after = settlement.link().map(GroupLink::displayName).orElse("");
        if (!before.equals(after)) {
            deltas.put("displayName", new Delta(some(before), some(after)));
        }
        List<String> removed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        settlement.done().forEach(edit -> (edit.adds().isPresent() ? added : removed).add(edit.name()));
        if (!removed.isEmpty() || !added.isEmpty()) {
            deltas.put("member", new Delta(removed, added));
        }
        return deltas;
    }

    private static List<String> some(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
