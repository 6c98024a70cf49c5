package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a hold holds. */
final class HeldObjects {

    private static final String WITH_A_HAZARD = "o.guid IN (SELECT object FROM hazard WHERE hold = ?)";

    private static final String USERS = """
            SELECT o.guid AS guid, o.rdn AS rdn, o.container AS container, x.kind AS kind, x.correlation AS correlation,
              x.first_seen_at AS first_seen_at
            FROM object o JOIN outbox x ON x.object = o.id
            WHERE
            """ + WITH_A_HAZARD + " ORDER BY x.first_seen_at, x.version LIMIT ? OFFSET ?";

    private static final String COUNT =
            "SELECT count(*) FROM object o JOIN outbox x ON x.object = o.id WHERE " + WITH_A_HAZARD;

    private static final String GROUPS = """
            SELECT o.guid AS guid, o.dn AS dn, x.kind AS kind, x.correlation AS correlation, x.first_seen_at AS first_seen_at
            FROM shipped_group o JOIN group_outbox x ON x.shipped_group = o.id
            WHERE
            """ + WITH_A_HAZARD + " ORDER BY x.first_seen_at, x.version LIMIT ? OFFSET ?";

    private HeldObjects() {}

    static List<HeldObject> of(Session session, long hold, int offset, int limit) throws SQLException {
        Paths paths = new Paths(session);
        List<HeldObject> held = new ArrayList<>(session.list(
                USERS, row -> read(row, paths.dn(row.text("rdn"), row.number("container"))), hold, limit, offset));
        if (held.size() < limit) {
            long users = session.number(COUNT, hold);
            held.addAll(session.list(
                    GROUPS, row -> read(row, row.text("dn")), hold, limit - held.size(), Math.max(0, offset - users)));
        }
        return held;
    }

    private static HeldObject read(Row row, String dn) throws SQLException {
        return new HeldObject(
                row.guid("guid"),
                dn,
                ChangeKind.valueOf(row.text("kind")),
                new CorrelationId(row.text("correlation")),
                row.instant("first_seen_at"));
    }
}
