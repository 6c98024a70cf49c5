package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Outbox.Reason;
import adsync.journal.Outbox.Turn;
import adsync.journal.Outbox.Waiting;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Ships everything anew when the mapping changes. */
final class Remapping {

    /** Objects that are read at once. */
    private static final int BATCH = 1000;

    private static final String SHIPPED = """
            SELECT o.id AS id, o.guid AS guid FROM object o
            WHERE o.id > ? AND (o.presence = 'PRESENT' OR EXISTS (SELECT 1 FROM link l WHERE l.object = o.id))
            ORDER BY o.id LIMIT ?
            """;

    private final Session session;
    private final Outbox outbox;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Remapping(Session session, Sequences sequences) {
        this.session = session;
        this.outbox = new Outbox(session, sequences);
    }

    /** An object and its row. */
    private record Shipped(long id, ObjectGuid guid) {}

    boolean due(String fingerprint) throws SQLException {
        @Nullable String last = Meta.mapping(session);
        if (last == null) {
            Meta.rememberMapping(session, fingerprint);
        }
        return last != null && !fingerprint.equals(last);
    }

    int remap(String fingerprint, Origin origin) throws SQLException {
        @Nullable String last = Meta.mapping(session);
        if (fingerprint.equals(last)) {
            return 0;
        }
        Meta.rememberMapping(session, fingerprint);
        return last == null ? 0 : shipAll(origin);
    }

    private int shipAll(Origin origin) throws SQLException {
        int all = 0;
        long after = 0;
        List<Shipped> batch;
        do {
            batch = session.list(SHIPPED, row -> new Shipped(row.number("id"), row.guid("guid")), after, BATCH);
            for (Shipped one : batch) {
                ship(one, new Reason(ChangeKind.REMAPPED, CorrelationId.draw(random), origin, Deltas.NONE));
                after = one.id();
            }
            all += batch.size();
        } while (batch.size() == BATCH);
        return all;
    }

    /**
     * A row that waits is mapped when it is claimed; only one in flight, or parked for what the old mapping gave, is told. A
     * person's no stands.
     */
    private void ship(Shipped object, Reason reason) throws SQLException {
        Waiting row = outbox.find(object.id());
        int priority = Outbox.priority(ChangeKind.REMAPPED, false);
        if (row == null) {
            outbox.add(object.id(), object.guid(), new Turn(priority, false, 0), reason);
        } else if (row.claimed() > 0) {
            outbox.change(object.id(), row, new Turn(row.priority(), false, 0), reason);
        } else if (row.parked() && !row.rejected()) {
            outbox.release(object.id(), row);
        }
    }
}
