package adsync.listener;

import adsync.directory.DomainController;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the listener is: written by it, read by operations from any thread. Logs each turn for the worse or better once. */
public final class ListenerHealth implements HealthCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerHealth.class);

    /** What is wrong while the listener works. Those first named matter most. */
    enum Concern {
        /** An enumeration is not believed. */
        SWEEP,
        /** Known users can no longer be found. */
        UNCONFIRMED,
        /** Users are left out. */
        OMITTED
    }

    private final String name;
    private final String domain;
    private final Clock clock;
    private final MultiGauge controllers;
    private final Duration poll;
    private String phase = "connecting";
    private boolean outboxFull;
    private String trouble = "";
    private String failing = "";
    private int repeated;
    private String bellCause = "";
    private final Map<Concern, String> concerns = new EnumMap<>(Concern.class);
    private @Nullable Progress progress;
    private @Nullable DomainController controller;
    private Instant completeAt = Instant.EPOCH;
    private final Promise<Void> caughtUp = Promise.promise();
    private final Promise<String> firstTrouble = Promise.promise();

    /**
     * Nothing is known yet.
     *
     * @param name how this part of the service is called
     * @param domain DNS name of the domain
     * @param poll after several of these without a complete drain the listener is in trouble
     */
    public ListenerHealth(String name, String domain, Clock clock, MeterRegistry meters, Duration poll) {
        this.name = name;
        this.domain = domain;
        this.clock = clock;
        this.poll = poll;
        this.controllers = ListenerMeter.DOMAIN_CONTROLLER.gauges(meters);
        ListenerMeter.COOKIE_AGE.gauge(meters, this, ListenerHealth::cookieAge, ListenerMeter.domain(domain));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized HealthStatus status() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("phase", outboxFull ? "outbox full" : phase);
        details.put("caughtUp", caughtUp.future().isComplete());
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
            details.put("failing", failing);
            return HealthStatus.down(trouble, details);
        }
        if (!concerns.isEmpty()) {
            return HealthStatus.degraded(String.join("; ", concerns.values()), details);
        }
        if (outboxFull) {
            return HealthStatus.degraded("reading waits: the provider does not keep up with the changes", details);
        }
        return "following".equals(phase) ? following(details) : HealthStatus.degraded(phase, details);
    }

    private HealthStatus following(Map<String, Object> details) {
        if (cookieAge() > 3.0 * poll.toSeconds() + 60) {
            return HealthStatus.degraded("no drain was complete for " + (long) cookieAge() + " s", details);
        }
        return bellCause.isEmpty()
                ? HealthStatus.up(details)
                : HealthStatus.degraded("no bell, changes are found by polling: " + bellCause, details);
    }

    /** Completes when all that there is to read has been read for the first time. */
    public Future<Void> caughtUp() {
        return caughtUp.future();
    }

    /** Completes when something keeps the listener from its work for the first time, with a sentence about that. */
    public Future<String> firstTrouble() {
        return firstTrouble.future();
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
        controllers.register(
                List.of(MultiGauge.Row.of(Tags.of("host", now.hostName()).and(ListenerMeter.domain(domain)), 1)), true);
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, now.hostName())
                .addKeyValue(LogKeys.ROOT, session.scope().roots().getFirst().dn())
                .log("connected to the directory");
    }

    synchronized void enumerating(Progress told) {
        phase = "enumerating";
        progress = told;
    }

    /** Whether reading waits for the provider. */
    synchronized void outboxFull(boolean full) {
        outboxFull = full;
    }

    /** A drain was complete. */
    synchronized void following(BellWatch bell, Instant complete, int touched) {
        works();
        phase = "following";
        bellCause = bell.cause();
        completeAt = complete;
        LOGGER.atDebug().addKeyValue(LogKeys.COUNT, touched).log("drained");
    }

    /** There is nothing left to do but to wait for changes. */
    void rests() {
        caughtUp.tryComplete();
    }

    /** Something was read and is durable: a login alone proves nothing. */
    synchronized void works() {
        if (!trouble.isEmpty()) {
            LOGGER.atInfo().addKeyValue(LogKeys.REPEATED, repeated).log("listener works again");
        }
        trouble = "";
        repeated = 0;
    }

    /** What is wrong although the listener works, with the mend; empty if nothing is. */
    synchronized void concern(Concern which, String sentence) {
        if (sentence.isEmpty()) {
            concerns.remove(which);
        } else {
            concerns.put(which, sentence);
        }
    }

    /** A session ended.
     *
     * @param part what failed, in a word
     */
    synchronized void failed(String part, String reason, String message, Duration pause) {
        if (message.equals(trouble)) {
            repeated++;
            return;
        }
        trouble = message;
        failing = part;
        firstTrouble.tryComplete(message);
        LOGGER.atWarn()
                .addKeyValue(LogKeys.REASON, reason)
                .addKeyValue(LogKeys.DETAIL, message)
                .addKeyValue(LogKeys.RETRY_IN_SECONDS, pause.toSeconds())
                .log(
                        switch (part) {
                            case "journal" ->
                                "the journal cannot be used now, reading waits; it is tried again by itself";
                            case "directory" ->
                                "the directory cannot be read now, nothing is lost; it is tried again by itself";
                            default -> "the listener failed, nothing is lost; it is tried again by itself";
                        });
    }
}
