package adsync.web;

import adsync.app.LocalCodec;
import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled;
import adsync.journal.ChangeSettled.Outcome;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.UUID;

/** Tells the bus of changes that came to their end, as the shippers do. */
final class Happenings {

    private final EventBus bus;
    private final Clock clock;

    Happenings(EventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        LocalCodec.register(bus, ChangeSettled.class);
    }

    static String correlationId(int number) {
        return "%016x".formatted(number);
    }

    void happens(int number, Outcome outcome, String detail) {
        var settled = new ChangeSettled(
                new CorrelationId(correlationId(number)),
                ObjectGuid.parse(new UUID(0, number).toString()),
                "CN=Person " + number + ",OU=Staff,DC=contoso,DC=com",
                ChangeKind.UPDATED,
                new Origin("dc1.contoso.com", number, clock.instant()),
                clock.instant(),
                outcome,
                200,
                detail,
                clock.instant().plusMillis(42));
        bus.publish(ChangeSettled.ADDRESS, settled, new DeliveryOptions().setLocalOnly(true));
    }
}
