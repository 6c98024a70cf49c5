package adsync.ops;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.JournalStatistics;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journal's counts and whether it answers: asked every few seconds, told at any time. */
final class JournalHealth implements HealthCheck {

    /** What objects are held for; the first load has none. */
    static final Set<HazardKind> HELD_KINDS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(HazardKind.FIRST_LOAD)));

    private final Clock clock;
    private volatile JournalStatistics last = new JournalStatistics(0, 0, 0, 0, 0, Optional.empty(), "");
    private volatile Map<HazardKind, Long> held = Map.of();
    private volatile String trouble = "";
    private volatile String barred = "";

    JournalHealth(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        gauge(OpsMeter.OBJECTS, JournalStatistics::objects, meters);
        gauge(OpsMeter.OUTBOX, JournalStatistics::outbox, meters);
        gauge(OpsMeter.PARKED, JournalStatistics::parked, meters);
        for (HazardKind kind : HELD_KINDS) {
            OpsMeter.HELD.gauge(meters, this, self -> self.held.getOrDefault(kind, 0L), "kind", kind.word());
        }
        OpsMeter.FIRST_LOAD_HELD.gauge(meters, this, self -> self.barred.isEmpty() ? 0 : 1);
        gauge(OpsMeter.LINKS, JournalStatistics::links, meters);
        gauge(OpsMeter.OLDEST, this::oldestAge, meters);
    }

    private void gauge(OpsMeter meter, ToDoubleFunction<JournalStatistics> value, MeterRegistry meters) {
        meter.gauge(meters, this, self -> value.applyAsDouble(self.last));
    }

    /**
     * What was counted last.
     *
     * @param holds all there are; those that are closed do not matter
     */
    void counted(JournalStatistics statistics, List<Hold> holds) {
        List<Hold> open =
                holds.stream().filter(hold -> hold.state() == Hold.State.OPEN).toList();
        last = statistics;
        held = open.stream().collect(Collectors.toMap(Hold::kind, Hold::objects, Long::sum));
        barred = open.stream()
                .filter(hold -> hold.kind() == HazardKind.FIRST_LOAD)
                .findFirst()
                .map(hold ->
                        "nothing is shipped: the provider held accounts before the first load, which waits: see adsync"
                                + " approve " + hold.id())
                .orElse("");
        trouble = statistics.unwritable();
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
                        barred,
                        told(now.parked(), "parked: see adsync parked"),
                        told(now.held(), "held: see adsync holds"))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining("; "));
        return waiting.isEmpty() ? HealthStatus.up(details) : HealthStatus.degraded(waiting, details);
    }

    private static String told(long objects, String what) {
        return objects == 0 ? "" : objects + (objects == 1 ? " object is " : " objects are ") + what;
    }
}
