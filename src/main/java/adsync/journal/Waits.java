package adsync.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long something that is not due can have to wait. */
final class Waits {

    /** More than any: Retry-After counts up to an hour, back-off and grace are shorter. */
    private static final Duration LONGEST = Duration.ofHours(2);

    /** So much the times of several askers may differ, and so rarely the time is noted. */
    private static final Duration PUT_BACK = Duration.ofMinutes(1);

    private static final List<String> END_ALL = List.of(
            "UPDATE outbox SET not_before = 0 WHERE not_before > ?",
            "UPDATE group_outbox SET not_before = 0 WHERE not_before > ?",
            "UPDATE password_event SET not_before = 0 WHERE not_before > ?");

    /** How long a password has waited counts from now on, then: it must not wait for as long as the clock was put back. */
    private static final String CAME_LATER =
            "UPDATE password_event SET received_at = ? WHERE ended IS NULL AND received_at > ?";

    private final Session session;

    Waits(Session session) {
        this.session = session;
    }

    /** Ends all waits if the clock was put back since the last time: how much of them is left cannot be known. */
    void look(Instant now) throws SQLException {
        Instant noted = Meta.clock(session);
        if (now.plus(PUT_BACK).isBefore(noted)) {
            for (String end : END_ALL) {
                session.run(end, now);
            }
            session.run(CAME_LATER, now, now);
            Meta.rememberClock(session, now);
        } else if (now.isAfter(noted.plus(PUT_BACK))) {
            Meta.rememberClock(session, now);
        }
    }

    /** Who seems to wait longer than until then has waited long enough, by whatever clock. */
    static Instant latest(Instant now) {
        return now.plus(LONGEST);
    }
}
