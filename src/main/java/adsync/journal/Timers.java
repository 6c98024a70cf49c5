package adsync.journal;

import adsync.change.Shadow;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the desired state of objects changes although nobody touches them. */
final class Timers {

    private static final String PUT = """
            INSERT INTO timer (object, due) VALUES (?, ?)
            ON CONFLICT (object) DO UPDATE SET due = excluded.due
            """;

    private static final String DELETE = "DELETE FROM timer WHERE object = ?";

    /** Of an object {@code o} that is gone: what came before, and may wait for a person, is done first. */
    private static final String RIPE = """
             AND (o.presence = 'PRESENT' OR NOT EXISTS (SELECT 1 FROM outbox x WHERE x.object = o.id))
            """;

    private static final String DUE = "SELECT t.due AS due, o.gone_at AS gone_at, " + Shadows.COLUMNS
            + "FROM timer t JOIN object o ON o.id = t.object " + Shadows.JOINS
            + " WHERE t.due <= ?" + RIPE + "ORDER BY t.due, t.object LIMIT ?";

    private static final String NEXT = "SELECT t.due AS due FROM timer t JOIN object o ON o.id = t.object WHERE TRUE"
            + RIPE + "ORDER BY t.due LIMIT 1";

    private static final String OF = "SELECT due FROM timer WHERE object = ?";

    private static final String RETIME = """
            INSERT INTO timer (object, due)
            SELECT o.id, o.gone_at + ? FROM object o JOIN link l ON l.object = o.id
            WHERE o.presence <> 'PRESENT' AND o.gone_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.object = o.id)
            ON CONFLICT (object) DO UPDATE SET due = excluded.due
            """;

    private static final String UNTIME =
            "DELETE FROM timer WHERE object IN (SELECT id FROM object WHERE presence <> 'PRESENT')";

    private static final String RETAINED = """
            SELECT count(*) FROM object o JOIN link l ON l.object = o.id WHERE o.presence <> 'PRESENT'
            """;

    private final Session session;

    Timers(Session session) {
        this.session = session;
    }

    /** Of an object that is new to us. */
    void add(long object, Optional<Instant> due) throws SQLException {
        if (due.isPresent()) {
            session.run(PUT, object, due.get());
        }
    }

    void replace(Known known, Optional<Instant> due) throws SQLException {
        if (due.isPresent()) {
            session.run(PUT, known.id(), due.get());
        } else {
            session.run(DELETE, known.id());
        }
    }

    List<Timer> due(Instant now, int limit) throws SQLException {
        Paths paths = new Paths(session);
        return session.list(
                DUE,
                row -> {
                    Shadow shadow = Shadows.read(row, paths);
                    Optional<Instant> gone = Optional.ofNullable(row.instantOrNull("gone_at"));
                    return new Timer(shadow, row.instant("due"), gone);
                },
                now,
                limit);
    }

    Optional<Instant> next() throws SQLException {
        return Optional.ofNullable(session.first(NEXT, row -> row.instant("due")));
    }

    @Nullable Instant of(long object) throws SQLException {
        return session.first(OF, row -> row.instant("due"), object);
    }

    int retime(Optional<Duration> retention) throws SQLException {
        if (retention.isEmpty()) {
            session.run(UNTIME);
        } else {
            session.run(RETIME, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(retention.get())));
        }
        return (int) session.number(RETAINED);
    }
}
