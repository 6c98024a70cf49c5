package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.util.Optional;

/** Takes objects that are gone and whose accounts stay. */
final class Withdrawals {

    private static final Outbox.Turn AT_ONCE = new Outbox.Turn(0, false, 0);

    private final Shadows shadows;
    private final Outbox outbox;
    private final Claims claims;

    Withdrawals(Session session, Sequences sequences, Claims claims) {
        this.shadows = new Shadows(session);
        this.outbox = new Outbox(session, sequences);
        this.claims = claims;
    }

    Optional<OutboxRow> claim(ObjectGuid objectGuid, OutboxRow because) throws SQLException {
        Known known = shadows.find(objectGuid);
        if (known == null || known.present() || !known.linked() || outbox.find(known.id()) != null) {
            return Optional.empty();
        }
        ChangeKind kind = known.presence() == Presence.LEFT ? ChangeKind.LEFT_SCOPE : ChangeKind.DELETED;
        outbox.add(
                known.id(),
                objectGuid,
                AT_ONCE,
                new Outbox.Reason(kind, because.correlationId(), because.origin(), null));
        return Optional.of(claims.claim(known.id()));
    }
}
