package adsync.ops;

import adsync.journal.JournalStatistics;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journal's counts and whether it answers: asked every few seconds, told at any time. */
final class JournalHealth implements HealthCheck {

    private final Clock clock;
    private volatile JournalStatistics last = new JournalStatistics(0, 0, 0, 0, 0, Optional.empty());
    private volatile String trouble = "";

    JournalHealth(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        gauge(OpsMeter.OBJECTS, JournalStatistics::objects, meters);
        gauge(OpsMeter.OUTBOX, JournalStatistics::outbox, meters);
        gauge(OpsMeter.PARKED, JournalStatistics::parked, meters);
        gauge(OpsMeter.HELD, JournalStatistics::held, meters);
        gauge(OpsMeter.LINKS, JournalStatistics::links, meters);
        gauge(OpsMeter.OLDEST, this::oldestAge, meters);
    }

    private void gauge(OpsMeter meter, ToDoubleFunction<JournalStatistics> value, MeterRegistry meters) {
        meter.gauge(meters, this, self -> value.applyAsDouble(self.last));
    }

    void counted(JournalStatistics statistics) {
        last = statistics;
        trouble = "";
    }

    void failed(Throwable cause) {
        trouble = String.valueOf(cause.getMessage());
    }

    private double oldestAge(JournalStatistics statistics) {
        return statistics
                .oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public HealthStatus status() {
        JournalStatistics now = last;
        Map<String, Object> details = Map.of(
                "objects", now.objects(),
                "outbox", now.outbox(),
                "oldestSeconds", (long) oldestAge(now),
                "parked", now.parked(),
                "held", now.held(),
                "accounts", now.links());
        if (!trouble.isEmpty()) {
            return HealthStatus.down(trouble, details);
        }
        String waiting = Stream.of(
                        told(now.parked(), "parked: see adsync parked"), told(now.held(), "held: see adsync holds"))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining("; "));
        return waiting.isEmpty() ? HealthStatus.up(details) : HealthStatus.degraded(waiting, details);
    }

    private static String told(long objects, String what) {
        return objects == 0 ? "" : objects + (objects == 1 ? " object is " : " objects are ") + what;
    }
}
