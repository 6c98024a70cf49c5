package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.observe.LogKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Domain controllers whose events cannot be judged at present and wait with them; each is told once. */
final class Delays {

    private static final Logger LOGGER = LoggerFactory.getLogger(Delays.class);

    private final Map<Long, Delay> delays = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Delay(String name, String why, Instant at) {}

    Delays(Clock clock) {
        this.clock = clock;
    }

    void begin(EnrolledController controller, String why) {
        Delay before = delays.put(controller.number(), new Delay(controller.name(), why, clock.instant()));
        if (before == null || !before.why().equals(why)) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                    .addKeyValue(LogKeys.REASON, why)
                    .log("password events of a domain controller are put off");
        }
    }

    void end(EnrolledController controller) {
        if (delays.remove(controller.number()) != null) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                    .log("password events of a domain controller are taken again");
        }
    }

    /** Of those that tried lately, each in a sentence. */
    List<String> causes() {
        Instant lately = clock.instant().minus(Report.SILENT_AFTER);
        return delays.values().stream()
                .filter(one -> one.at().isAfter(lately))
                .map(one -> "the events of " + one.name() + " are put off: " + one.why())
                .sorted()
                .toList();
    }
}
