package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Superseded;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes pages durable, and only then tells the bus. */
final class PageWriter {

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final Journal journal;
    private final EventBus bus;
    private final Clock clock;
    private final MeterRegistry meters;

    PageWriter(Journal journal, EventBus bus, Clock clock, MeterRegistry meters) {
        this.journal = journal;
        this.bus = bus;
        this.clock = clock;
        this.meters = meters;
    }

    /** Returns once the page is durable. */
    void write(PageBuilder page, Checkpoint checkpoint) {
        List<Superseded> superseded = journal.commit(page.build(checkpoint)).await();
        Map<ObjectGuid, ObjectChange> newest = page.changes().stream()
                .collect(Collectors.toMap(change -> change.event().change().objectGuid(), change -> change));
        superseded.forEach(old -> bus.publish(
                ChangeSettled.ADDRESS,
                settled(
                        old,
                        Objects.requireNonNull(newest.get(old.objectGuid())).event()),
                LOCAL));
        page.changes().forEach(change -> {
            ListenerMeter.CHANGES
                    .counter(meters, "kind", change.event().change().kind().word())
                    .increment();
            bus.publish(ChangeCommitted.ADDRESS, change.event(), LOCAL);
        });
    }

    private ChangeSettled settled(Superseded old, ChangeCommitted by) {
        return new ChangeSettled(
                old.correlationId(),
                old.objectGuid(),
                by.change().dn(),
                old.kind(),
                by.origin(),
                by.origin().seenAt(),
                ChangeSettled.Outcome.SUPERSEDED,
                0,
                by.correlationId().value(),
                clock.instant());
    }
}
