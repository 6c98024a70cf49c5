package adsync.web;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled;
import adsync.journal.ChangeSettled.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.time.Clock;
import java.util.UUID;

/** Tells the bus of changes that came to their end, as the shippers do. */
final class Happenings {

    private final EventBus bus;
    private final Clock clock;

    Happenings(EventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        bus.registerDefaultCodec(ChangeSettled.class, new AsItIs());
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

    /** Within a process a message is its value. */
    private static final class AsItIs implements MessageCodec<ChangeSettled, ChangeSettled> {

        @Override
        public void encodeToWire(Buffer buffer, ChangeSettled settled) {
            throw new IllegalStateException("there is no wire");
        }

        @Override
        public ChangeSettled decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("there is no wire");
        }

        @Override
        public ChangeSettled transform(ChangeSettled settled) {
            return settled;
        }

        @Override
        public String name() {
            return "settled";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
