package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.Outbox.Waiting;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.util.List;

/** Makes rows due that wait, because a person says so. */
final class Releases {

    private static final String PARKED = "SELECT object FROM outbox WHERE parked = TRUE AND rejected = FALSE";

    private final Session session;
    private final Shadows shadows;
    private final Outbox outbox;
    private final GroupMarks marks;
    private final GroupOutbox groups;

    Releases(Session session, Sequences sequences, GroupMarks marks) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.outbox = new Outbox(session, sequences);
        this.marks = marks;
        this.groups = new GroupOutbox(session, sequences);
    }

    boolean release(ObjectGuid guid) throws SQLException {
        Known known = shadows.find(guid);
        if (known != null) {
            return release(known.id());
        }
        GroupMarks.Shipped group = marks.find(guid);
        GroupOutbox.Waiting row = group == null ? null : groups.find(group.id());
        if (row == null || !(row.parked() || row.notBefore() > 0)) {
            return false;
        }
        groups.release(row);
        return true;
    }

    int releaseParked() throws SQLException {
        int released = 0;
        List<Long> parked = session.list(PARKED, row -> row.number("object"));
        for (long object : parked) {
            released += release(object) ? 1 : 0;
        }
        for (GroupOutbox.Waiting group : GroupOutbox.parked(session, Integer.MAX_VALUE)) {
            if (!group.rejected()) {
                groups.release(group);
                released++;
            }
        }
        return released;
    }

    private boolean release(long object) throws SQLException {
        Waiting row = outbox.find(object);
        if (row == null || !(row.parked() || row.notBefore() > 0)) {
            return false;
        }
        outbox.release(object, row);
        return true;
    }
}
