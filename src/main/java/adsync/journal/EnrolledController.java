package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A domain controller that was invited to send password events.
 *
 * @param number ours
 * @param name its DNS name, as it was invited
 * @param guid objectGUID of its computer object, in lower case; empty until it enrolled
 * @param certificateEnds when its certificate ends; empty until it enrolled
 * @param enrolledAt when it enrolled last
 * @param seenAt when it last sent anything
 * @param report its last heartbeat, a JSON object without any secret; empty if there was none
 */
public record EnrolledController(
        long number,
        String name,
        Optional<String> guid,
        Optional<Instant> certificateEnds,
        Optional<Instant> enrolledAt,
        Optional<Instant> seenAt,
        Optional<String> report) {

    /** Whether it may send events. */
    public boolean enrolled() {
        return guid.isPresent();
    }
}
