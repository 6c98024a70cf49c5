package adsync.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How often one domain controller may ask for one thing. Of one event loop. */
final class CallRates {

    private final Clock clock;
    private final Map<Asked, TokenBucket> buckets = new HashMap<>();

    CallRates(Clock clock) {
        this.clock = clock;
    }

    /** What can be asked for. */
    enum Call {
        /** Once in two months; what it gives stays valid for three. */
        RENEWAL(1 / 60.0, 5),
        /** Once a minute. */
        HEARTBEAT(10 / 60.0, 20),
        /** As many as there may be events. */
        EVENTS(50, 1000);

        private final double perSecond;
        private final int atOnce;

        Call(double perSecond, int atOnce) {
            this.perSecond = perSecond;
            this.atOnce = atOnce;
        }
    }

    private record Asked(long controller, Call call) {}

    /** Counts a call. */
    void count(long controller, Call call) {
        Duration wait = buckets.computeIfAbsent(
                        new Asked(controller, call), asked -> new TokenBucket(call.perSecond, call.atOnce, clock))
                .take(1);
        if (!wait.isZero()) {
            throw new RefusedException(RefusedException.TOO_MANY, "too often", wait);
        }
    }
}
