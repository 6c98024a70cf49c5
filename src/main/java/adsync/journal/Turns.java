package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.Outbox.Turn;
import adsync.journal.Outbox.Waiting;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides when a change may be claimed: what is urgent comes first, and what refers to others waits a little for them. */
final class Turns {

    /** How long an object may wait for the account of another one that it refers to. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * The same while all are read, one page after the other: that one may be on any page to come. Whoever is shipped without it
     * is shipped twice.
     */
    private static final Duration PATIENCE_WHILE_ENUMERATING = Duration.ofMinutes(2);

    private final Shadows shadows;
    private final Outbox outbox;
    private final Clock clock;

    Turns(Shadows shadows, Outbox outbox, Clock clock) {
        this.shadows = shadows;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Whether what a page derives follows from a change of a group or a unit that concerns many. A page of users whose groups changed
     * counts whole: others of them follow on the next one, although few get anything else by it.
     */
    static boolean crowd(PageCommit page) {
        return page.regrouped().size() > Outbox.FEW || crowd(page.objects());
    }

    /** Whether what is derived together are many. */
    static boolean crowd(List<ObjectChange> changes) {
        return changes.stream()
                        .filter(change -> change.basis() == Basis.DERIVED)
                        .count()
                > Outbox.FEW;
    }

    /**
     * A row keeps the higher priority: what made it urgent is not shipped yet.
     *
     * @param crowd whether it is one of many that are derived
     * @param coming the other objects of the same page
     * @param enumerating whether all are read, and more pages follow
     */
    Turn turn(
            ObjectChange change,
            boolean crowd,
            List<ObjectGuid> targets,
            @Nullable Waiting row,
            Set<ObjectGuid> coming,
            boolean enumerating)
            throws SQLException {
        boolean enumerated = change.basis() == Basis.ENUMERATED;
        boolean many = enumerated || (crowd && change.basis() == Basis.DERIVED);
        int priority = Outbox.priority(change.event().change().kind(), many);
        if (row != null) {
            priority = Math.min(priority, row.priority());
        }
        if (Outbox.urgent(priority) || !awaitsAny(targets, enumerated, coming)) {
            return new Turn(priority, false, 0);
        }
        return new Turn(priority, true, waitsUntil(row, enumerating ? PATIENCE_WHILE_ENUMERATING : PATIENCE));
    }

    /** The wait begins once: an object that keeps changing is not held up by that. */
    private long waitsUntil(@Nullable Waiting row, Duration longest) {
        if (row != null && row.claimed() > 0) {
            return 0;
        }
        return row != null && row.awaits()
                ? row.notBefore()
                : Session.micros(clock.instant().plus(longest));
    }

    private boolean awaitsAny(List<ObjectGuid> targets, boolean mayFollow, Set<ObjectGuid> coming) throws SQLException {
        for (ObjectGuid target : targets) {
            if (awaits(target, mayFollow || coming.contains(target))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the account of an object is still to come: one that nobody is going to create is not waited for. */
    private boolean awaits(ObjectGuid target, boolean coming) throws SQLException {
        Known known = shadows.find(target);
        if (known != null && known.linked()) {
            return false;
        }
        if (coming) {
            return true;
        }
        if (known == null || !known.present()) {
            return false;
        }
        Waiting row = outbox.find(known.id());
        return row != null && !row.parked();
    }
}
