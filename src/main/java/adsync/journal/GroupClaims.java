package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes groups, and finds out what is different about their members at the provider. */
final class GroupClaims {

    /** Differences of one claim, and pairs that are looked at in one go. */
    private static final int MOST_MEMBERS = 500;

    private static final String DUE = """
            SELECT s.id AS id, s.guid AS guid, s.dn AS dn, s.name AS name, s.presence AS presence,
              s.provider_id AS provider_id, s.acknowledged AS acknowledged, s.adopted AS adopted, x.version AS version, x.kind AS kind,
              x.correlation AS correlation, x.dc AS dc, x.usn AS usn, x.seen_at AS seen_at,
              x.first_seen_at AS first_seen_at, x.attempts AS attempts, x.fate_unknown AS fate_unknown
            FROM group_outbox x JOIN shipped_group s ON s.id = x.shipped_group
            WHERE x.parked = FALSE AND x.hold = 0 AND x.claimed = 0 AND (x.not_before <= ? OR x.not_before > ?)
              AND x.slot % ? = ?
            ORDER BY x.version LIMIT ?
            """;

    private static final String CLAIM = "UPDATE group_outbox SET claimed = version WHERE shipped_group = ?";

    private static final String NEXT_DUE = """
            SELECT coalesce(min(not_before), 0) FROM group_outbox
            WHERE parked = FALSE AND hold = 0 AND claimed = 0 AND not_before > 0 AND slot % ? = ?
            """;

    private static final String PAIRS = """
            SELECT m.member AS member, m.version AS version, m.tried AS tried, h.provider_id AS has,
              coalesce(h.stranger, FALSE) AS stranger,
              (SELECT count(*) FROM membership w JOIN tracked_group t ON t.id = w.tracked_group
               WHERE t.guid = ? AND w.member = m.member) AS belongs
            FROM member_change m
            LEFT JOIN shipped_member h ON h.shipped_group = m.shipped_group AND h.member = m.member
            WHERE m.shipped_group = ? AND m.cause IS NULL
            ORDER BY m.version, m.member LIMIT ? OFFSET ?
            """;

    /** Where members wait for a person who may not go, those who come are not to wait behind them. */
    private static final String PAIRS_IF_JUDGED = PAIRS.replace("ORDER BY", "ORDER BY belongs DESC,");

    private static final String JUDGED = "SELECT count(*) FROM hazard WHERE object = ?";

    /** Of whom the user, or the group, is gone, that is what is judged. */
    private static final String STAYS = """
              (EXISTS (SELECT 1 FROM object o WHERE o.guid = h.member AND o.presence = 'PRESENT')
                OR EXISTS (SELECT 1 FROM shipped_group s WHERE s.guid = h.member AND s.presence = 'PRESENT')
                OR h.stranger)
            """;

    private static final String LEAVING = """
            SELECT count(*) AS leaving, coalesce(max(m.version), 0) AS newest FROM member_change m
            JOIN shipped_member h ON h.shipped_group = m.shipped_group AND h.member = m.member
            WHERE m.shipped_group = ? AND m.version > ? AND m.cause IS NULL
              AND NOT EXISTS (SELECT 1 FROM membership w JOIN tracked_group t ON t.id = w.tracked_group
                WHERE t.guid = ? AND w.member = m.member)
              AND
            """ + STAYS;

    private static final String LEFT_BEHIND =
            "SELECT count(*) FROM shipped_member h WHERE h.shipped_group = ? AND " + STAYS;

    private static final String COVERED = "SELECT coalesce(max(covered), 0) FROM hazard WHERE object = ?";

    private static final String USER = """
            SELECT o.presence AS presence, l.provider_id AS provider_id,
              (SELECT count(*) FROM outbox x WHERE x.object = o.id) AS pending
            FROM object o LEFT JOIN link l ON l.object = o.id WHERE o.guid = ?
            """;

    private static final String GROUP =
            "SELECT provider_id FROM shipped_group WHERE guid = ? AND presence = 'PRESENT' AND provider_id IS NOT NULL";

    private static final String EQUAL = "DELETE FROM member_change WHERE shipped_group = ? AND member = ?";

    private static final String HAS = """
            INSERT INTO shipped_member (shipped_group, member, provider_id) VALUES (?, ?, ?)
            ON CONFLICT (shipped_group, member) DO NOTHING
            """;

    private static final String TRY = "UPDATE member_change SET tried = ? WHERE shipped_group = ? AND member = ?";

    private final Session session;
    private final Holds holds;
    private final GroupMarks marks;

    GroupClaims(Session session, GroupMarks marks) {
        this.session = session;
        this.holds = new Holds(session);
        this.marks = marks;
    }

    /** Frees what an earlier process took. */
    static void freeOrphaned(Session session) throws SQLException {
        session.run("UPDATE group_outbox SET claimed = 0, fate_unknown = TRUE WHERE claimed > 0");
    }

    static Optional<Instant> nextDue(Session session, Partition partition) throws SQLException {
        long micros = session.number(NEXT_DUE, partition.count(), partition.number());
        return micros == 0 ? Optional.empty() : Optional.of(Row.instant(micros));
    }

    static boolean anyDue(Session session, Partition partition, Instant now) throws SQLException {
        return !session.list(
                        DUE, row -> row.number("id"), now, Waits.latest(now), partition.count(), partition.number(), 1)
                .isEmpty();
    }

    List<GroupRow> claim(Partition partition, Instant now, int limit) throws SQLException {
        if (!marks.shipping() || holds.barred()) {
            return List.of();
        }
        List<GroupRow> claimed = new ArrayList<>();
        for (Found found : session.list(
                DUE, GroupClaims::read, now, Waits.latest(now), partition.count(), partition.number(), limit)) {
            session.run(CLAIM, found.id());
            ObjectGuid guid = found.row().objectGuid();
            List<MemberEdit> edits = found.row().present() ? edits(found.id(), guid) : List.of();
            claimed.add(found.row(edits, leaving(found, edits)));
        }
        return claimed;
    }

    private MemberLoss leaving(Found found, List<MemberEdit> edits) throws SQLException {
        if (!found.row().present()) {
            return new MemberLoss(session.number(LEFT_BEHIND, found.id()), 0, 0);
        }
        if (edits.stream().allMatch(edit -> edit.adds().isPresent())) {
            return MemberLoss.NONE;
        }
        ObjectGuid guid = found.row().objectGuid();
        long covered = session.number(COVERED, guid);
        MemberLoss loss = session.first(
                LEAVING,
                row -> new MemberLoss(row.number("leaving"), row.number("newest"), covered),
                found.id(),
                covered,
                guid);
        return Objects.requireNonNull(loss);
    }

    /** A row, and its group's. */
    private record Found(long id, GroupRow row) {

        GroupRow row(List<MemberEdit> members, MemberLoss leaving) {
            return new GroupRow(
                    row.objectGuid(),
                    row.version(),
                    row.kind(),
                    row.correlationId(),
                    row.origin(),
                    row.firstSeenAt(),
                    row.dn(),
                    row.displayName(),
                    row.present(),
                    row.link(),
                    members,
                    leaving,
                    row.attempts(),
                    row.claimedBefore());
        }
    }

    private static Found read(Row row) throws SQLException {
        String providerId = row.textOrNull("provider_id");
        return new Found(
                row.number("id"),
                new GroupRow(
                        row.guid("guid"),
                        row.number("version"),
                        ChangeKind.valueOf(row.text("kind")),
                        new CorrelationId(row.text("correlation")),
                        new Origin(row.text("dc"), row.number("usn"), row.instant("seen_at")),
                        row.instant("first_seen_at"),
                        row.text("dn"),
                        row.text("name"),
                        Presence.valueOf(row.text("presence")) == Presence.PRESENT,
                        providerId == null
                                ? Optional.empty()
                                : Optional.of(
                                        new GroupLink(providerId, row.textOr("acknowledged", ""), row.flag("adopted"))),
                        List.of(),
                        MemberLoss.NONE,
                        (int) row.number("attempts"),
                        row.flag("fate_unknown")));
    }

    /** A pair that may be different. */
    private record Pair(
            ObjectGuid member,
            long version,
            @Nullable String tried,
            @Nullable String has,
            boolean belongs,
            boolean stranger) {}

    private static Pair pair(Row row) throws SQLException {
        return new Pair(
                row.guid("member"),
                row.number("version"),
                row.textOrNull("tried"),
                row.textOrNull("has"),
                row.number("belongs") > 0,
                row.flag("stranger"));
    }

    /** Pairs that are not different are dropped on the way. */
    private List<MemberEdit> edits(long group, ObjectGuid guid) throws SQLException {
        List<MemberEdit> edits = new ArrayList<>();
        List<Pair> some;
        String pairs = session.number(JUDGED, guid) > 0 ? PAIRS_IF_JUDGED : PAIRS;
        do {
            some = session.list(pairs, GroupClaims::pair, guid, group, MOST_MEMBERS, edits.size());
            for (Pair pair : some) {
                MemberEdit edit = edits.size() < MOST_MEMBERS ? edit(pair) : null;
                if (edit != null) {
                    edits.add(edit);
                    session.run(TRY, edit.adds().orElseGet(() -> edit.removes().getLast()), group, pair.member());
                } else if (edits.size() < MOST_MEMBERS) {
                    drop(group, pair);
                }
            }
        } while (edits.size() < MOST_MEMBERS && some.size() == MOST_MEMBERS);
        return edits;
    }

    /** What was tried counts as there: to remove what is not there does no harm. */
    private void drop(long group, Pair pair) throws SQLException {
        if (pair.tried() != null) {
            session.run(HAS, group, pair.member(), pair.tried());
        }
        session.run(EQUAL, group, pair.member());
    }

    /** What is to be done about a pair; null if nothing. */
    private @Nullable MemberEdit edit(Pair pair) throws SQLException {
        Account account = session.first(USER, Account::read, pair.member());
        if (account != null && !account.present() && account.pending()) {
            return null; // as long as a person may still keep the account, it keeps its groups; noted again afterwards
        }
        String group = account == null ? session.first(GROUP, row -> row.text("provider_id"), pair.member()) : null;
        String id = account == null ? group : account.present() ? account.id() : null;
        String wants = pair.belongs() ? id : null;
        if (Objects.equals(pair.has(), wants) && pair.tried() == null) {
            return null;
        }
        List<String> removes = new ArrayList<>();
        for (String present : new String[] {pair.has(), pair.tried()}) {
            if (present != null && !removes.contains(present)) {
                removes.add(present);
            }
        }
        return new MemberEdit(
                pair.member(), pair.version(), removes, Optional.ofNullable(wants), group != null, pair.stranger());
    }

    /** The account of a user. */
    private record Account(
            boolean present, boolean pending, @Nullable String id) {

        private static Account read(Row row) throws SQLException {
            return new Account(
                    Presence.valueOf(row.text("presence")) == Presence.PRESENT,
                    row.number("pending") > 0,
                    row.textOrNull("provider_id"));
        }
    }
}
