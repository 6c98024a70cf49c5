package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.journal.PasswordJournal;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears how a domain controller is. Of one event loop. */
final class HeartbeatCall {

    private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatCall.class);

    private final PasswordJournal passwords;
    private final LongFunction<JsonObject> policy;
    private final Clocks clocks;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Set<Long> skewed = new HashSet<>();

    /**
     * Keeps reports.
     *
     * @param policy what is told to one that has a key set of this version
     * @param clocks told the time there
     */
    HeartbeatCall(
            PasswordJournal passwords,
            LongFunction<JsonObject> policy,
            Clocks clocks,
            Clock clock,
            MeterRegistry meters) {
        this.passwords = passwords;
        this.policy = policy;
        this.clocks = clocks;
        this.clock = clock;
        this.meters = meters;
    }

    /** The answer; fails with a {@link RefusedException}. */
    Future<String> hear(EnrolledController controller, Buffer body) {
        Instant now = clock.instant();
        Optional<Report> before = Report.of(controller);
        Report report = Report.of(EnrolCall.read(body)).after(before, now);
        clocks.heard(controller, report, now);
        noteClock(controller, report, now);
        return passwords.heard(controller, report.encode(), now).map(known -> {
            if (!known) {
                throw RefusedException.revoked();
            }
            lost(controller, report.lostSince(before));
            return policy.apply(report.keySetVersion()).encode();
        });
    }

    /** Once, as long as it stays so. */
    private void noteClock(EnrolledController controller, Report report, Instant now) {
        boolean wrong = report.skewed(now);
        boolean changed = wrong ? skewed.add(controller.number()) : skewed.remove(controller.number());
        if (changed) {
            (wrong ? LOGGER.atWarn() : LOGGER.atInfo())
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                    .addKeyValue(
                            "skewSeconds",
                            report.skew(now).map(Duration::toSeconds).orElse(0L))
                    .log(
                            wrong
                                    ? "the clock of a domain controller is wrong, or ours is"
                                    : "the clock of a domain controller is right again");
        }
    }

    private void lost(EnrolledController controller, long count) {
        if (count > 0) {
            IntakeMeter.MISSED.counter(meters, "reason", "unrecorded").increment((double) count);
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                    .addKeyValue(LogKeys.COUNT, count)
                    .log("a domain controller lost changed passwords and does not know whose");
        }
    }
}
