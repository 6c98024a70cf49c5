package adsync.journal;

import adsync.journal.ReceivedPassword.Turn;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of two events of one user is the newer one. */
final class PasswordOrder {

    private static final String COLUMNS =
            "SELECT controller, boot, boot_sequence, filetime, sequence, event_id, sender,"
                    + " received_at FROM password_event WHERE sid = ? AND ";

    private static final String OPEN = COLUMNS + "ended IS NULL";

    /** What the provider took then. */
    private static final String SENT = COLUMNS + "ended_at = ? AND ended = 'ACKNOWLEDGED'";

    private static final String SENT_TIME =
            "SELECT s.filetime AS filetime, s.acknowledged_at AS acknowledged_at FROM image i"
                    + " JOIN password_sent s ON s.object = i.object WHERE " + PasswordQueue.SID + " = ?";

    /** Starts of a domain controller are in no order that we know of; who tells of many in a few minutes is not believed. */
    private static final int MOST_OPEN = 16;

    private final Session session;
    private final long controller;
    private final ReceivedPassword event;

    PasswordOrder(Session session, long controller, ReceivedPassword event) {
        this.session = session;
        this.controller = controller;
        this.event = event;
    }

    /** How another event is to this one. */
    private enum Age {
        OLDER,
        SAME,
        NEWER,
        /** Two clocks that may differ tell of nearly the same moment: the directory knows. */
        OPEN;

        static Age of(int comparison) {
            return comparison == 0 ? SAME : comparison > 0 ? NEWER : OLDER;
        }
    }

    /** Another event. */
    private record Other(long controller, @Nullable Turn turn, long filetime, long sequence, PasswordAudit.Told told) {

        static Other read(Row row) throws SQLException {
            String boot = row.textOrNull("boot");
            return new Other(
                    row.number("controller"),
                    boot == null ? null : new Turn(boot, row.number("boot_sequence")),
                    row.number("filetime"),
                    row.number("sequence"),
                    PasswordAudit.read(row));
        }
    }

    /** What the provider has: when the directory wrote it down, as far as that is known, and when it was acknowledged. */
    private record Sent(long filetime, Instant at) {

        static Sent read(Row row) throws SQLException {
            return new Sent(row.number("filetime"), row.instant("acknowledged_at"));
        }
    }

    /** What waits of its user. */
    record Open(boolean newer, List<Needless> older) {}

    /** One that waits and is older. */
    record Needless(long sequence, PasswordAudit.Told told) {}

    /** Whether the provider has a newer one. */
    boolean overtaken() throws SQLException {
        Sent sent = session.first(SENT_TIME, Sent::read, event.sid());
        if (sent == null) {
            return false;
        }
        List<Other> known = session.list(SENT, Other::read, event.sid(), sent.at());
        return known.isEmpty()
                ? sent.filetime() >= event.filetime()
                : known.stream().map(other -> age(other, false)).allMatch(age -> age == Age.NEWER || age == Age.SAME);
    }

    /** What waits of its user, by whether it is newer. */
    Open open() throws SQLException {
        List<Other> open = session.list(OPEN, Other::read, event.sid());
        boolean many = open.size() > MOST_OPEN;
        return new Open(
                open.stream().anyMatch(other -> age(other, many) == Age.NEWER),
                open.stream()
                        .filter(other -> age(other, many) == Age.OLDER || age(other, many) == Age.SAME)
                        .map(other -> new Needless(other.sequence(), other.told()))
                        .toList());
    }

    /** Within one start of a domain controller its clock may be put back, and the order remains. */
    private Age age(Other other, boolean many) {
        Turn turn = event.turn();
        Turn its = other.turn();
        boolean sameSource = other.controller() == controller;
        if (sameSource && turn != null && its != null && turn.boot().equals(its.boot())) {
            return Age.of(Long.compare(its.sequence(), turn.sequence()));
        }
        boolean oneClock = sameSource && (turn == null || its == null || many);
        boolean near = Math.abs(other.filetime() - event.filetime()) <= PasswordQueue.CLOCKS_DIFFER;
        return !oneClock && near && other.filetime() != event.filetime()
                ? Age.OPEN
                : Age.of(Long.compare(other.filetime(), event.filetime()));
    }
}
