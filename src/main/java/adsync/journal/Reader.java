package adsync.journal;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;

/** Reads on a thread and a connection of its own, beside the writer; each call sees one state of the store. */
final class Reader {

    private final Lane lane;
    private final Path state;
    private final Session session;

    Reader(Lane lane, Path state, Session session) {
        this.lane = lane;
        this.state = state;
        this.session = session;
    }

    /** What a call reads. */
    @FunctionalInterface
    interface Reading<T> {
        T in(Session session) throws SQLException;
    }

    /** Reads; the future completes in the context of the caller. */
    <T> Future<T> read(Reading<T> reading) {
        return lane.run(() -> transact(reading));
    }

    /** Closes the connection after all that was asked for before. */
    Future<Void> close() {
        return lane.perform(session::close).eventually(lane::close);
    }

    private <T> T transact(Reading<T> reading) {
        try {
            session.beginReading();
            T value = reading.in(session);
            session.commit();
            return value;
        } catch (SQLException | RuntimeException e) {
            session.rollback(e);
            throw Failures.of(state, e);
        }
    }
}
