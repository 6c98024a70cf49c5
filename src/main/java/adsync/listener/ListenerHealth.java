package adsync.listener;

import adsync.directory.DomainController;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the listener is: written by it, read by operations from any thread. Logs each turn for the worse or better once. */
public final class ListenerHealth implements HealthCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerHealth.class);

    private final Clock clock;
    private final MultiGauge controllers;
    private final Duration poll;
    private String phase = "connecting";
    private String trouble = "";
    private int repeated;
    private String bellCause = "";
    private String sweepRefusal = "";
    private @Nullable Progress progress;
    private @Nullable DomainController controller;
    private @Nullable String lastHost;
    private Instant completeAt = Instant.EPOCH;

    /**
     * Nothing is known yet.
     *
     * @param poll after several of these without a complete drain the listener is in trouble
     */
    public ListenerHealth(Clock clock, MeterRegistry meters, Duration poll) {
        this.clock = clock;
        this.poll = poll;
        this.controllers = ListenerMeter.DOMAIN_CONTROLLER.gauges(meters);
        ListenerMeter.COOKIE_AGE.gauge(meters, this, ListenerHealth::cookieAge);
    }

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public synchronized HealthStatus status() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("phase", phase);
        details.put("bell", bellCause.isEmpty() && "following".equals(phase));
        DomainController known = controller;
        if (known != null) {
            details.put(LogKeys.DOMAIN_CONTROLLER, known.hostName());
        }
        Progress loading = progress;
        if (loading != null && "enumerating".equals(phase)) {
            details.put("enumerated", loading.done());
            details.put(LogKeys.TOTAL, loading.total());
            details.put(
                    LogKeys.REMAINING_SECONDS,
                    loading.remaining(clock.instant()).toSeconds());
        }
        if (!completeAt.equals(Instant.EPOCH)) {
            details.put("cookieAgeSeconds", (long) cookieAge());
        }
        if (!trouble.isEmpty()) {
            return HealthStatus.down(trouble, details);
        }
        if (!sweepRefusal.isEmpty()) {
            return HealthStatus.degraded(sweepRefusal, details);
        }
        return switch (phase) {
            case "following" -> following(details);
            case "outbox full" ->
                HealthStatus.degraded("reading waits: the provider does not keep up with the changes", details);
            default -> HealthStatus.degraded(phase, details);
        };
    }

    private HealthStatus following(Map<String, Object> details) {
        if (cookieAge() > 3.0 * poll.toSeconds() + 60) {
            return HealthStatus.degraded("no drain was complete for " + (long) cookieAge() + " s", details);
        }
        return bellCause.isEmpty()
                ? HealthStatus.up(details)
                : HealthStatus.degraded("no bell, changes are found by polling: " + bellCause, details);
    }

    private synchronized double cookieAge() {
        return completeAt.equals(Instant.EPOCH)
                ? 0
                : Duration.between(completeAt, clock.instant()).toMillis() / 1000.0;
    }

    synchronized void connecting() {
        phase = "connecting";
    }

    synchronized void connected(Session session) {
        DomainController now = session.directory().domainController();
        controller = now;
        controllers.register(List.of(MultiGauge.Row.of(Tags.of("host", now.hostName()), 1)), true);
        if (!trouble.isEmpty()) {
            LOGGER.atInfo().addKeyValue(LogKeys.REPEATED, repeated).log("listener works again");
        }
        trouble = "";
        repeated = 0;
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, now.hostName())
                .addKeyValue(LogKeys.ROOT, session.scope().rootDn())
                .log("connected to the directory");
    }

    synchronized void enumerating(Progress told) {
        phase = "enumerating";
        progress = told;
    }

    synchronized void outboxFull() {
        phase = "outbox full";
    }

    synchronized void following(BellWatch bell, Instant complete, int touched) {
        phase = "following";
        bellCause = bell.cause();
        completeAt = complete;
        LOGGER.atDebug().addKeyValue(LogKeys.COUNT, touched).log("drained");
    }

    synchronized void sweepRefused(String refusal) {
        sweepRefusal = refusal;
    }

    synchronized Optional<String> lastHost() {
        return Optional.ofNullable(lastHost);
    }

    synchronized void lastHost(String host) {
        lastHost = host;
    }

    synchronized void failed(String reason, String message, Duration pause) {
        if (message.equals(trouble)) {
            repeated++;
            return;
        }
        trouble = message;
        LOGGER.atWarn()
                .addKeyValue(LogKeys.REASON, reason)
                .addKeyValue(LogKeys.DETAIL, message)
                .addKeyValue(LogKeys.RETRY_IN_SECONDS, pause.toSeconds())
                .log("the directory cannot be read now, nothing is lost; it is tried again by itself");
    }
}
