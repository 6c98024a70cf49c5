package adsync.journal;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Outbox.Waiting;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** Forgets an object because a person says so; what the provider has of it stays. */
final class Forgetting {

    private final Session session;
    private final Shadows shadows;
    private final Outbox outbox;
    private final Memberships memberships;
    private final Hazards hazards;
    private final Audit audit;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Forgetting(Session session, Sequences sequences, Clock clock) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.outbox = new Outbox(session, sequences);
        this.memberships = new Memberships(session);
        this.hazards = new Hazards(session);
        this.audit = new Audit(session, sequences, clock);
        this.clock = clock;
    }

    /** Not while it is being shipped: the answer would bring an account that nobody knows any more. */
    boolean forget(ObjectGuid guid) throws SQLException {
        Known known = shadows.find(guid);
        Waiting row = known == null ? null : outbox.find(known.id());
        if (known == null || (row != null && row.claimed() > 0)) {
            return false;
        }
        Shadow shadow = shadows.among(List.of(guid)).get(guid);
        if (row != null) {
            outbox.delete(known.id(), row);
        }
        memberships.removeMember(guid);
        session.run("DELETE FROM shipped_member WHERE member = ?", guid);
        session.run("DELETE FROM member_change WHERE member = ?", guid);
        session.run("DELETE FROM omission WHERE object = ?", guid);
        hazards.settled(guid, clock.instant());
        String account = known.providerId();
        audit.decided(
                guid,
                shadow == null ? "" : shadow.image().dn(),
                new Outbox.Reason(
                        ChangeKind.DELETED,
                        CorrelationId.draw(random),
                        new Origin("", 0, clock.instant()),
                        Deltas.NONE),
                new Answer(
                        Outcome.FORGOTTEN,
                        0,
                        account == null ? "it had no account" : "account " + account + " stays at the provider"));
        shadows.forget(known);
        return true;
    }
}
