package adsync.journal;

import java.sql.SQLException;

/**
 * The numbers the writer gives out. They go on from the highest one in use: who remembers a higher one that is gone was a
 * claim of an earlier process, and ended with it; audit records are remembered by who wrote them, so their last number
 * is kept. A number given out in a call that failed is not given out again.
 */
final class Sequences {

    private long lastContainer;
    private long lastObject;
    private long lastVersion;
    private long lastAudit;

    private Sequences(long lastContainer, long lastObject, long lastVersion, long lastAudit) {
        this.lastContainer = lastContainer;
        this.lastObject = lastObject;
        this.lastVersion = lastVersion;
        this.lastAudit = lastAudit;
    }

    static Sequences of(Session session) throws SQLException {
        return new Sequences(
                session.number("SELECT coalesce(max(id), 0) FROM container"),
                session.number("SELECT coalesce(max(id), 0) FROM object"),
                session.number("""
                        SELECT max((SELECT coalesce(max(version), 0) FROM outbox),
                          (SELECT coalesce(max(version), 0) FROM group_outbox),
                          (SELECT coalesce(max(version), 0) FROM member_change))
                        """),
                Math.max(session.number("SELECT coalesce(max(sequence), 0) FROM audit"), Meta.auditWritten(session)));
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

    long nextAudit() {
        return ++lastAudit;
    }
}
