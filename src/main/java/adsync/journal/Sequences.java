package adsync.journal;

import java.sql.SQLException;

/**
 * The numbers the writer gives out. They go on from the highest one in use: who remembers a higher one that is gone was a
 * claim of an earlier process, and ended with it. A number given out in a call that failed is not given out again.
 */
final class Sequences {

    private long lastContainer;
    private long lastObject;
    private long lastVersion;

    private Sequences(long lastContainer, long lastObject, long lastVersion) {
        this.lastContainer = lastContainer;
        this.lastObject = lastObject;
        this.lastVersion = lastVersion;
    }

    static Sequences of(Session session) throws SQLException {
        return new Sequences(
                session.number("SELECT coalesce(max(id), 0) FROM container"),
                session.number("SELECT coalesce(max(id), 0) FROM object"),
                session.number("SELECT coalesce(max(version), 0) FROM outbox"));
    }

    long nextContainer() {
        return ++lastContainer;
    }

    long nextObject() {
        return ++lastObject;
    }

    long nextVersion() {
        return ++lastVersion;
    }
}
