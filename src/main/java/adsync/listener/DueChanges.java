package adsync.listener;

import adsync.change.Change;
import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.ChangeCommitted;
import adsync.journal.Journal;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Timer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The changes that are due because time has passed: an account has expired, the retention of a withdrawn one has ended. */
public final class DueChanges {

    private static final int BATCH = 200;

    /** Nobody's domain controller: the change comes from our own clock. */
    private static final String ORIGIN = "";

    private final Journal journal;
    private final Clock clock;
    private final RandomGenerator random;
    private final Announcer announcer;

    /** Of one journal. */
    public DueChanges(Journal journal, EventBus bus, Clock clock, RandomGenerator random, MeterRegistry meters) {
        this.journal = journal;
        this.clock = clock;
        this.random = random;
        this.announcer = new Announcer(bus, clock, meters);
    }

    /** Sets the time of those who are gone, as now configured. Blocks. */
    public void retime(Optional<Duration> retention) {
        journal.retime(retention).await();
    }

    /** Makes all that are due. Blocks. */
    public void make(BooleanSupplier stopping) {
        List<Timer> due = journal.due(clock.instant(), BATCH).await();
        while (!due.isEmpty() && !stopping.getAsBoolean()) {
            List<ObjectChange> changes = new ArrayList<>();
            due.forEach(timer -> changes.add(change(timer)));
            announcer.tell(changes, journal.commit(changes).await());
            due = journal.due(clock.instant(), BATCH).await();
        }
    }

    private ObjectChange change(Timer timer) {
        Image image = timer.shadow().image();
        Presence presence = timer.shadow().presence();
        boolean present = presence == Presence.PRESENT;
        Change change = present
                ? new Change.Expired(image.objectGuid(), image.dn())
                : new Change.RetentionEnded(image.objectGuid(), image.dn());
        var event = new ChangeCommitted(CorrelationId.draw(random), change, new Origin(ORIGIN, 0, clock.instant()));
        return new ObjectChange(
                event, presence, present ? Optional.of(image) : Optional.empty(), Basis.DERIVED, Optional.empty());
    }
}
