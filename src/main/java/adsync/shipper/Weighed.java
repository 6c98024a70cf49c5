package adsync.shipper;

import adsync.scim.ScimOutcome;
import java.time.Duration;

/**
 * What came of one operation, and whose doing it is.
 *
 * @param own whether a failure is the object's own: the provider does for others what it does not do for this one
 * @param held how long shipping is held for everybody because of it; zero if it is not, or not because of this one
 */
record Weighed(ScimOutcome outcome, boolean own, Duration held) {

    /** Of an operation that was not sent. */
    static Weighed notSent(ScimOutcome outcome) {
        return new Weighed(outcome, false, Duration.ZERO);
    }

    /** A failure of the object's own, or none. */
    static Weighed own(ScimOutcome outcome) {
        return new Weighed(outcome, true, Duration.ZERO);
    }
}
