package adsync.intake;

import adsync.journal.EnrolledController;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What time it is on domain controllers, by their last heartbeats. Of one event loop. */
final class Clocks {

    private static final int MOST_DAYS = 365_000;

    /**
     * How far a clock is ahead of ours.
     *
     * @param at by our clock
     */
    private record Reading(Instant at, Duration ahead) {}

    private final Map<Long, Reading> readings = new HashMap<>();

    void heard(EnrolledController controller, Report report, Instant now) {
        report.skew(now).ifPresent(ahead -> readings.put(controller.number(), new Reading(now, ahead)));
    }

    /**
     * The time there; ours if a domain controller never says its own. An old heartbeat tells nothing: our clock may have been put
     * forward or back since.
     *
     * @return null if it is not known at present
     */
    @Nullable Instant at(EnrolledController controller, Instant now) {
        Reading last = readings.get(controller.number());
        if (last == null) {
            boolean tells =
                    Report.of(controller).flatMap(report -> report.skew(now)).isPresent();
            return tells ? null : now;
        }
        boolean fresh = !now.isBefore(last.at()) && !now.isAfter(last.at().plus(Report.SILENT_AFTER));
        return fresh ? plus(now, last.ahead()) : null;
    }

    /** Within what an event can tell: what a domain controller says is not to be trusted. */
    private static Instant plus(Instant now, Duration ahead) {
        long most = Duration.ofDays(MOST_DAYS).toSeconds();
        return now.plusSeconds(Math.clamp(ahead.toSeconds(), -most, most));
    }
}
