package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.Settlement.Acknowledged;
import adsync.journal.Settlement.Parked;
import adsync.journal.Settlement.Postponed;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.util.List;

/** Settles claimed rows. The version in each statement is what keeps a newer change alive. */
final class Settling {

    private static final String DONE = "DELETE FROM outbox WHERE object = ? AND version = ?";

    private static final String GREW =
            "UPDATE outbox SET claimed = 0, fate_unknown = FALSE WHERE object = ? AND claimed = ?";

    private static final String POSTPONE = """
            UPDATE outbox SET claimed = 0, fate_unknown = ?, not_before = ?, attempts = attempts + ?, cause = ?
            WHERE object = ? AND version = ? AND claimed = version
            """;

    private static final String POSTPONE_GROWN =
            "UPDATE outbox SET claimed = 0, fate_unknown = ? WHERE object = ? AND claimed = ?";

    private static final String PARK = """
            UPDATE outbox SET claimed = 0, parked = TRUE, awaits = FALSE, not_before = 0, cause = ?
            WHERE object = ? AND version = ? AND claimed = version
            """;

    private static final String PARK_GROWN = "UPDATE outbox SET claimed = 0 WHERE object = ? AND claimed = ?";

    private final Session session;
    private final Shadows shadows;
    private final Links links;
    private final References references;
    private final Outbox outbox;
    private final Containers containers;

    Settling(Session session, Sequences sequences) {
        this.session = session;
        this.shadows = new Shadows(session);
        this.links = new Links(session);
        this.references = new References(session);
        this.outbox = new Outbox(session, sequences);
        this.containers = new Containers(session);
    }

    /** Returns how many rows became due by it. */
    int settle(List<Settlement> settlements) throws SQLException {
        int due = 0;
        for (Settlement settlement : settlements) {
            Known known = shadows.find(settlement.row().objectGuid());
            if (known != null) {
                due += settle(known, settlement);
            }
        }
        containers.prune();
        return due;
    }

    private int settle(Known known, Settlement settlement) throws SQLException {
        long id = known.id();
        long version = settlement.row().version();
        return switch (settlement) {
            case Acknowledged done -> acknowledge(known, done);
            case Postponed later -> {
                Object[] same = {
                    later.fateUnknown(), later.notBefore(), later.counted() ? 1 : 0, later.cause(), id, version
                };
                yield session.run(POSTPONE, same) > 0
                        ? 0
                        : session.run(POSTPONE_GROWN, later.fateUnknown(), id, version);
            }
            case Settlement.Held held -> throw new UnsupportedOperationException("held");
            case Parked parked ->
                session.run(PARK, parked.cause(), id, version) > 0 ? 0 : session.run(PARK_GROWN, id, version);
        };
    }

    private int acknowledge(Known known, Acknowledged done) throws SQLException {
        int due = session.run(DONE, known.id(), done.row().version()) > 0
                ? 0
                : session.run(GREW, known.id(), done.row().version());
        if (done.link().isPresent()) {
            return due + link(known, done, done.link().get());
        }
        if (known.linked()) {
            links.delete(known.id());
        }
        if (!known.present() && outbox.find(known.id()) == null) {
            shadows.forget(known.id());
            return due;
        }
        return known.linked() && known.present() ? due + reship(done) : due;
    }

    private int link(Known known, Acknowledged done, Link link) throws SQLException {
        links.put(known.id(), link);
        boolean same = link.providerId().equals(known.providerId());
        return known.present() && !same ? reship(done) : 0;
    }

    /** What refers to the object was, or is being, shipped with another account of it, or none. */
    private int reship(Acknowledged done) throws SQLException {
        OutboxRow row = done.row();
        ObjectGuid guid = row.objectGuid();
        return outbox.reship(
                references.sources(guid), new Outbox.Reason(row.kind(), row.correlationId(), row.origin()));
    }
}
