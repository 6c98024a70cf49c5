package adsync.simulation;

import adsync.scim.ScimOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What becomes of requests to the provider. */
final class ProviderFaults {

    private final Random random;
    private boolean failing;
    private boolean out;

    ProviderFaults(Random random) {
        this.random = random;
    }

    /**
     * What a request is answered with instead.
     *
     * @param acted whether it was done all the same
     */
    record Fault(ScimOutcome outcome, boolean acted) {}

    /** Whether requests fail now and then. */
    void failing(boolean fails) {
        failing = fails;
    }

    /** Whether none is answered. */
    void out(boolean isOut) {
        out = isOut;
    }

    /** What happens to the next request; null if it is answered well. */
    @Nullable Fault next() {
        if (out) {
            return random.nextBoolean()
                    ? new Fault(new ScimOutcome.Busy(0, Optional.empty(), "cannot be reached"), false)
                    : new Fault(new ScimOutcome.Unknown(0, "no answer"), random.nextInt(4) == 0);
        }
        if (!failing) {
            return null;
        }
        return switch (random.nextInt(60)) {
            case 0 -> new Fault(new ScimOutcome.Busy(429, Optional.of(Duration.ofSeconds(1)), "slowly"), false);
            case 1 -> new Fault(new ScimOutcome.Busy(503, Optional.empty(), "not now"), false);
            case 2, 3 -> new Fault(new ScimOutcome.Unknown(0, "reset"), false);
            case 4, 5, 6, 7 -> new Fault(new ScimOutcome.Unknown(0, "no answer"), true);
            case 8 -> new Fault(new ScimOutcome.Failed(500, "oops"), false);
            case 9 -> random.nextInt(4) == 0 ? new Fault(new ScimOutcome.Denied(401, "who are you"), false) : null;
            default -> null;
        };
    }
}
