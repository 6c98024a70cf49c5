package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.sealing.KeySet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the events of a domain controller are compared with. Of one event loop. */
final class Scales {

    private final ControllerDirectory directory;
    private final Clocks clocks;
    private final Clock clock;

    Scales(ControllerDirectory directory, Clocks clocks, Clock clock) {
        this.directory = directory;
        this.clocks = clocks;
        this.clock = clock;
    }

    /**
     * As it is known now.
     *
     * @throws RefusedException if it is not known of which domain's users it may tell
     */
    EventLine.Scale of(EnrolledController controller, List<KeySet.SealingKey> keys) {
        String guid = controller.guid().orElse("");
        String domainSid = directory
                .domainSid(guid)
                .orElseThrow(() -> new RefusedException(
                        RefusedException.UNAVAILABLE,
                        "the directory has not told of which domain it is",
                        Duration.ofSeconds(10)));
        Instant now = clock.instant();
        return new EventLine.Scale(guid, domainSid, keys, now, clocks.at(controller, now));
    }
}
