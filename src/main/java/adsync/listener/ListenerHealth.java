package adsync.listener;

import adsync.directory.DomainController;
import adsync.directory.Endings;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.observe.LogKeys;
import adsync.observe.Remaining;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the listener is: written by it, read by operations from any thread. Logs each turn for the worse or better once. */
public final class ListenerHealth implements HealthCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerHealth.class);

    private record Sentence(String named, String open) {}

    /** What is wrong while the listener works. Those first named matter most. */
    enum Concern {
        /** A selected root is deleted. */
        ROOT,
        /** An enumeration is not believed. */
        SWEEP,
        /** The domain controller lacks what was read of another one. */
        REPLICATION,
        /** Known users can no longer be found, or the members of groups not be read. */
        UNCONFIRMED,
        /** Users are left out. */
        OMITTED,
        /** What lets us in ends soon. */
        ENDS
    }

    /** What failed, if it is no part of the listener. */
    static final String JOURNAL = "journal";

    private final MeterRegistry meters;
    private final String name;
    private final String domain;
    private final Clock clock;
    private final MultiGauge controllers;
    private final Remaining certificate;
    private final Remaining password;
    private final Duration poll;
    private String phase = "connecting";
    private boolean outboxFull;
    private String trouble = "";
    private String failing = "";
    private int repeated;
    private String bellCause = "";
    private final Map<Concern, Sentence> concerns = new EnumMap<>(Concern.class);
    private @Nullable Progress progress;
    private @Nullable DomainController controller;
    private Instant completeAt = Instant.EPOCH;
    private final AtomicLong lifetimeSeconds = new AtomicLong();
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
        this.certificate = new Remaining(clock);
        this.password = new Remaining(clock);
        this.meters = meters;
        this.controllers = ListenerMeter.DOMAIN_CONTROLLER.gauges(meters);
        ListenerMeter.COOKIE_AGE.gauge(meters, this, ListenerHealth::cookieAge, ListenerMeter.domain(domain));
        ListenerMeter.CERTIFICATE_ENDS.gauge(meters, certificate, Remaining::seconds, ListenerMeter.domain(domain));
        ListenerMeter.PASSWORD_ENDS.gauge(meters, password, Remaining::seconds, ListenerMeter.domain(domain));
        ListenerMeter.SWEEP_REFUSED.gauge(
                meters, this, health -> health.concerned(Concern.SWEEP) ? 1 : 0, ListenerMeter.domain(domain));
        ListenerMeter.COOKIE_LIFETIME.gauge(
                meters, lifetimeSeconds, AtomicLong::doubleValue, ListenerMeter.domain(domain));
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
            if (loading.total() > 0) {
                details.put(LogKeys.TOTAL, loading.total());
                loading.remaining(clock.instant())
                        .ifPresent(left -> details.put(LogKeys.REMAINING_SECONDS, left.toSeconds()));
            }
        }
        if (!completeAt.equals(Instant.EPOCH)) {
            details.put("cookieAgeSeconds", (long) cookieAge());
        }
        if (!trouble.isEmpty()) {
            details.put("failing", failing);
            return JOURNAL.equals(failing) // which says itself that it is down
                    ? HealthStatus.degraded("reading waits for the journal: " + trouble, details)
                    : HealthStatus.down(trouble, details);
        }
        if (!concerns.isEmpty()) {
            return HealthStatus.degraded(concerns(Sentence::named), details).openly(concerns(Sentence::open));
        }
        if (outboxFull) {
            return HealthStatus.degraded("reading waits: the provider does not keep up with the changes", details);
        }
        return "following".equals(phase) ? following(details) : HealthStatus.degraded("", details);
    }

    private String concerns(Function<Sentence, String> which) {
        return concerns.values().stream().map(which).collect(Collectors.joining("; "));
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

    /** How many users the enumeration that runs, or ran last, has read; 0 before the first. */
    public synchronized long enumerated() {
        return progress == null ? 0 : progress.done();
    }

    /** How many users that enumeration expects; 0 while that is not known. */
    public synchronized long expected() {
        return progress == null ? 0 : progress.total();
    }

    private synchronized double cookieAge() {
        return completeAt.equals(Instant.EPOCH)
                ? Double.NaN
                : Math.max(0, Duration.between(completeAt, clock.instant()).toMillis() / 1000.0);
    }

    synchronized void connecting() {
        phase = "connecting";
    }

    synchronized void connected(Session session) {
        DomainController before = controller;
        DomainController now = session.directory().domainController();
        controller = now;
        if (before == null || !before.hostName().equals(now.hostName())) { // what stays the same is always there
            controllers.register(
                    List.of(MultiGauge.Row.of(Tags.of("host", now.hostName()).and(ListenerMeter.domain(domain)), 1)),
                    true);
        }
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, now.hostName())
                .addKeyValue(LogKeys.ROOT, session.firstRoot().dn())
                .log("connected to the directory");
    }

    /** How long the directory remembers what was deleted. */
    void remembers(Duration lifetime) {
        lifetimeSeconds.set(lifetime.toSeconds());
    }

    /** When what lets us in comes to its end. */
    void ends(Endings endings) {
        certificate.until(endings.certificate());
        password.until(endings.password());
        List<String> soon = new ArrayList<>();
        certificate.soon().ifPresent(end -> soon.add("the domain controller's certificate ends at " + end));
        password.soon()
                .ifPresent(end -> soon.add("the password of ADSync's account in the directory ends at " + end
                        + ": give it a new one, here and there, or let it never end"));
        concern(Concern.ENDS, String.join("; ", soon));
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
    void concern(Concern which, String sentence) {
        concern(which, sentence, sentence);
    }

    /**
     * Likewise, of what is not for everybody who reaches our port.
     *
     * @param open the same without names of users and groups
     */
    synchronized void concern(Concern which, String named, String open) {
        if (named.isEmpty()) {
            concerns.remove(which);
        } else {
            concerns.put(which, new Sentence(named, open));
        }
    }

    private synchronized boolean concerned(Concern which) {
        return concerns.containsKey(which);
    }

    /** The listener of another domain has to work first; if it does not, that one is in trouble. */
    synchronized void waits(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            failing = "directory";
            LOGGER.atInfo().addKeyValue(LogKeys.DETAIL, message).log("the listener waits for another domain");
        }
    }

    /** The domain controller that answers lacks what is known: nothing is read from it for now, and nothing has failed. */
    synchronized void awaitsReplication(String sentence) {
        phase = "waiting for replication";
        trouble = "";
        repeated = 0;
        concerns.put(Concern.REPLICATION, new Sentence(sentence, sentence));
    }

    /**
     * A session ended.
     *
     * @param part what failed, in a word
     */
    synchronized void failed(String part, String reason, String message, Duration pause) {
        ListenerMeter.FAILURES
                .counter(meters, "reason", reason.toLowerCase(Locale.ROOT))
                .increment();
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
                .addKeyValue(LogKeys.RETRY_IN_SECONDS, pause.plusMillis(999).toSeconds())
                .log(
                        switch (part) {
                            case JOURNAL ->
                                "the journal cannot be used now, reading waits; it is tried again by itself";
                            case "directory" ->
                                "the directory cannot be read now, nothing is lost; it is tried again by itself";
                            default -> "the listener failed, nothing is lost; it is tried again by itself";
                        });
    }
}
