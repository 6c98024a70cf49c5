package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
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

/** Tells the bus of changes that are durable, and of those that need not be shipped any more. */
final class Announcer {

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final EventBus bus;
    private final Clock clock;
    private final MeterRegistry meters;

    Announcer(EventBus bus, Clock clock, MeterRegistry meters) {
        this.bus = bus;
        this.clock = clock;
        this.meters = meters;
    }

    void tell(List<ObjectChange> changes, List<Superseded> superseded) {
        Map<ObjectGuid, ObjectChange> newest = changes.stream()
                .collect(Collectors.toMap(change -> change.event().change().objectGuid(), change -> change));
        superseded.forEach(old -> bus.publish(
                ChangeSettled.ADDRESS,
                settled(
                        old,
                        Objects.requireNonNull(newest.get(old.objectGuid())).event()),
                LOCAL));
        changes.forEach(change -> {
            ListenerMeter.CHANGES
                    .counter(meters, "kind", change.event().change().kind().word())
                    .increment();
            bus.publish(ChangeCommitted.ADDRESS, change.event(), LOCAL);
        });
    }

    private ChangeSettled settled(Superseded old, ChangeCommitted by) {
        boolean nothingToShip = old.by().equals(old.correlationId());
        return new ChangeSettled(
                old.correlationId(),
                old.objectGuid(),
                by.change().dn(),
                old.kind(),
                by.origin(),
                by.origin().seenAt(),
                nothingToShip ? ChangeSettled.Outcome.UNCHANGED : ChangeSettled.Outcome.SUPERSEDED,
                0,
                nothingToShip ? "" : old.by().value(),
                clock.instant());
    }
}
