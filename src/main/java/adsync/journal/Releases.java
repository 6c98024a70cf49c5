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

    Releases(Session session, Sequences sequences) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.outbox = new Outbox(session, sequences);
    }

    boolean release(ObjectGuid guid) throws SQLException {
        Known known = shadows.find(guid);
        return known != null && release(known.id());
    }

    int releaseParked() throws SQLException {
        int released = 0;
        List<Long> parked = session.list(PARKED, row -> row.number("object"));
        for (long object : parked) {
            released += release(object) ? 1 : 0;
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
