package adsync.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /**
     * While anything waits it is looked for far more often than that: nobody was at work meanwhile, or the clock was put forward. What
     * is decided by how long a password has waited is so after more than that: whom to ask was not asked meanwhile.
     */
    private static final Duration AWAY = Duration.ofMinutes(5);

    /** What a leap of the clock adds or takes is no waiting. */
    private static final String LEAP =
            "UPDATE password_event SET counted_from = min(?, counted_from + ?) WHERE ended IS NULL";

    private static final String CAME_LATER =
            "UPDATE password_event SET received_at = ? WHERE ended IS NULL AND received_at > ?";

    private final Session session;

    Waits(Session session) {
        this.session = session;
    }

    /**
     * Looks how the clock has gone on since the last time. If it was put back all waits end: how much of them is left cannot be known.
     * If it leapt, either way, how long passwords have waited stays as it was.
     */
    void look(Instant now) throws SQLException {
        Instant noted = Meta.clock(session);
        boolean back = now.plus(PUT_BACK).isBefore(noted);
        boolean away = now.isAfter(noted.plus(AWAY)) && noted.isAfter(Instant.EPOCH);
        if (back) {
            for (String end : END_ALL) {
                session.run(end, now);
            }
            session.run(CAME_LATER, now, now);
        }
        if (back || away) {
            session.run(LEAP, now, ChronoUnit.MICROS.between(noted, now));
        }
        if (back || now.isAfter(noted.plus(PUT_BACK))) {
            Meta.rememberClock(session, now);
        }
    }

    /** Who seems to wait longer than until then has waited long enough, by whatever clock. */
    static Instant latest(Instant now) {
        return now.plus(LONGEST);
    }
}
