package adsync.simulation;

import adsync.change.ObjectGuid;
import adsync.journal.ReceivedPassword.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sources on the domain controllers: each sends a password until it has a 200 for it. */
final class PasswordSource {

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(3);

    private final Scheduler scheduler;
    private final Trace trace;
    private final Door door;
    private final Map<ObjectGuid, Integer> taken = new TreeMap<>();
    private int waiting;

    /** Where events are taken. */
    @FunctionalInterface
    interface Door {

        /** Knocks; tells what became of it unless the service dies, or is not there. */
        void knock(Function<SimulatedService, Receipt> request, Consumer<Receipt> answered);
    }

    PasswordSource(Scheduler scheduler, Trace trace, Door door) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.door = door;
    }

    /** Somebody has a new one. */
    void changed(ObjectGuid user, String sid, int number) {
        waiting++;
        Instant now = scheduler.instant();
        scheduler.after(scheduler.within(0, 4000), () -> send(user, sid, number, now, new boolean[1]));
    }

    private void send(ObjectGuid user, String sid, int number, Instant changed, boolean[] done) {
        if (done[0]) {
            return;
        }
        door.knock(service -> service.receive("event-" + number, sid, changed, "sealed-" + number), receipt -> {
            if (!done[0]) {
                done[0] = true;
                waiting--;
                trace.add("200 for password " + number + ": " + receipt);
                if (receipt == Receipt.ACCEPTED || receipt == Receipt.DUPLICATE) {
                    taken.merge(user, number, Math::max);
                }
            }
        });
        scheduler.after(AGAIN_AFTER, () -> send(user, sid, number, changed, done));
    }

    /** Whether some have no 200 yet. */
    boolean waits() {
        return waiting > 0;
    }

    /** The newest of each user that got a 200. */
    Map<ObjectGuid, Integer> taken() {
        return taken;
    }
}
