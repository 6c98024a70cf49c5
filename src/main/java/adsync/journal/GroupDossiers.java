package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers all we know of one shipped group. */
final class GroupDossiers {

    private static final String GROUP = """
            SELECT s.id AS id, s.guid AS guid, s.dn AS dn, s.name AS name, s.presence AS presence,
              s.provider_id AS provider_id, s.acknowledged AS acknowledged, s.adopted AS adopted,
              (SELECT count(*) FROM shipped_member h WHERE h.shipped_group = s.id) AS members
            FROM shipped_group s WHERE s.guid = ?
            """;

    private static final String PENDING = """
            SELECT x.kind AS kind, x.correlation AS correlation, x.dc AS dc, x.usn AS usn, x.seen_at AS seen_at,
              x.first_seen_at AS first_seen_at, x.attempts AS attempts, x.not_before AS not_before, x.claimed AS claimed,
              x.cause AS cause, x.parked AS parked, x.hold AS hold
            FROM group_outbox x JOIN shipped_group s ON s.id = x.shipped_group WHERE s.guid = ?
            """;

    private final Session session;

    GroupDossiers(Session session) {
        this.session = session;
    }

    Optional<GroupDossier> of(ObjectGuid guid, boolean shipping) throws SQLException {
        Dossier.@Nullable Pending pending = session.first(PENDING, row -> Dossiers.pending(row, Map.of()), guid);
        return Optional.ofNullable(session.first(
                GROUP,
                row -> new GroupDossier(
                        row.guid("guid"),
                        row.text("dn"),
                        row.text("name"),
                        Presence.valueOf(row.text("presence")),
                        shipping,
                        link(row),
                        row.number("members"),
                        Optional.ofNullable(pending)),
                guid));
    }

    private static Optional<GroupLink> link(Row row) throws SQLException {
        String id = row.textOrNull("provider_id");
        return id == null
                ? Optional.empty()
                : Optional.of(new GroupLink(id, row.textOr("acknowledged", ""), row.flag("adopted")));
    }
}
