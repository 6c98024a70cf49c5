package adsync.shipper;

import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.observe.LogKeys;
import adsync.scim.ScimOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit in front of the provider, shared by all shippers and thread-safe. It closes for all when the provider as a whole
 * is busy, unreachable or denies us, and lets a single probe through when the time is over. One bad object never shuts it.
 */
final class ProviderGate implements HealthCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProviderGate.class);
    private static final Duration FIRST_HOLD = Duration.ofSeconds(1);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    private static final Duration FIRST_DENIED_HOLD = Duration.ofSeconds(15);
    private static final Duration LONGEST_DENIED_HOLD = Duration.ofMinutes(5);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    /** As many different objects with failures and none with a success between them are not each their own failure. */
    private static final int FAILURES_IN_A_ROW = 5;

    private static final String ODD = "does not answer as SCIM asks";

    /** What a shipper may do now. */
    enum Passage {
        OPEN,
        PROBE,
        SHUT
    }

    private final Clock clock;
    private final Backoff holds;
    private final Backoff deniedHolds;

    /** Objects whose operations failed since one last worked. */
    private final Set<String> failing = new HashSet<>();

    private boolean shut;
    private boolean probing;
    private boolean denied;
    private Instant until = Instant.EPOCH;
    private String cause = "";
    private boolean everAnswered;
    private int holdsInARow;

    ProviderGate(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.holds = new Backoff(FIRST_HOLD, LONGEST_HOLD, random);
        this.deniedHolds = new Backoff(FIRST_DENIED_HOLD, LONGEST_DENIED_HOLD, random);
    }

    /** Asks to send. Whoever gets the probe must report an outcome. */
    synchronized Passage pass() {
        if (!shut) {
            return Passage.OPEN;
        }
        if (probing || clock.instant().isBefore(until)) {
            return Passage.SHUT;
        }
        probing = true;
        return Passage.PROBE;
    }

    /** How long it is shut at least; zero if it is not. */
    synchronized Duration remaining() {
        Duration left = Duration.between(clock.instant(), until);
        return !shut || left.isNegative() ? Duration.ZERO : left;
    }

    synchronized boolean shut() {
        return shut;
    }

    /** Whether nothing may be sent, not even as a probe. */
    synchronized boolean blocked() {
        return shut && !probing;
    }

    /** The probe found nothing to send, or sent nothing. */
    synchronized void probeUnused() {
        probing = false;
    }

    /** Learns from an answer that speaks for the provider as a whole. */
    void learn(ScimOutcome outcome) {
        switch (outcome) {
            case ScimOutcome.Busy busy -> fails(busy, busy.detail());
            case ScimOutcome.Denied refusal -> fails(refusal, refusal.detail());
            case ScimOutcome.Unknown lost -> fails(lost, lost.detail());
            case ScimOutcome.Failed failed -> fails(failed, failed.detail());
            case ScimOutcome.Created ok -> works();
            case ScimOutcome.Applied ok -> works();
            case ScimOutcome.Missing ok -> works();
            case ScimOutcome.Conflict ok -> works();
            case ScimOutcome.Refused ok -> works();
        }
    }

    /**
     * The provider as a whole fails, whatever it answered: shuts.
     *
     * @param detail what it said; may be empty
     */
    void fails(ScimOutcome outcome, String detail) {
        switch (outcome) {
            case ScimOutcome.Busy busy ->
                hold(
                        busy.retryAfter().orElse(Duration.ZERO),
                        describe(busy.status() == 0 ? "cannot be reached" : "is busy", busy.status(), detail),
                        false);
            case ScimOutcome.Denied denial -> hold(Duration.ZERO, describe("denies us", denial.status(), detail), true);
            case ScimOutcome.Unknown lost ->
                hold(Duration.ZERO, describe("does not answer", lost.status(), detail), false);
            case ScimOutcome.Failed failed -> hold(Duration.ZERO, describe("fails", failed.status(), detail), false);
            case ScimOutcome.Created odd -> hold(Duration.ZERO, describe(ODD, odd.status(), detail), true);
            case ScimOutcome.Applied odd -> hold(Duration.ZERO, describe(ODD, odd.status(), detail), true);
            case ScimOutcome.Missing odd -> hold(Duration.ZERO, describe(ODD, odd.status(), detail), true);
            case ScimOutcome.Conflict odd -> hold(Duration.ZERO, describe(ODD, odd.status(), detail), true);
            case ScimOutcome.Refused odd -> hold(Duration.ZERO, describe(ODD, odd.status(), detail), true);
        }
    }

    /**
     * An operation failed although the provider answers other questions. That is the object's own failure, unless no
     * operation works any more: then it is the provider's after all, and shuts.
     *
     * @param object whose operation
     * @return whether it is the object's own
     */
    synchronized boolean isOwn(String object, ScimOutcome outcome, String detail) {
        if (failing.size() < FAILURES_IN_A_ROW) {
            failing.add(object);
        }
        if (failing.size() < FAILURES_IN_A_ROW) {
            open();
            return true;
        }
        fails(outcome, detail);
        return false;
    }

    private static String describe(String how, int status, String detail) {
        return "the provider " + how + (status == 0 ? "" : " (HTTP " + status + ")")
                + (detail.isEmpty() ? "" : ": " + detail);
    }

    private synchronized void hold(Duration asked, String why, boolean denial) {
        boolean already = shut && !probing;
        if (already && asked.isZero()) {
            return;
        }
        Duration own = (denial ? deniedHolds : holds).after(already ? 0 : holdsInARow);
        Duration least = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
        Instant end = clock.instant().plus(least).plus(asked.isZero() ? own : own.dividedBy(4));
        if (!already) {
            holdsInARow++;
        }
        if (!shut || !why.equals(cause)) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.REASON, why)
                    .addKeyValue(
                            LogKeys.RETRY_IN_SECONDS,
                            Duration.between(clock.instant(), end)
                                    .plusMillis(999)
                                    .toSeconds())
                    .log("shipping is held, changes wait in the outbox");
        }
        shut = true;
        probing = false;
        denied = denial;
        cause = why;
        until = end.isAfter(until) ? end : until;
    }

    private synchronized void works() {
        failing.clear();
        open();
    }

    /** An answer to what was sent before it shut says nothing: only the probe opens it. */
    private void open() {
        if (shut && !probing) {
            return;
        }
        if (shut) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.REPEATED, holdsInARow)
                    .log("the provider works again, shipping goes on");
        }
        everAnswered = true;
        shut = false;
        probing = false;
        denied = false;
        cause = "";
        until = Instant.EPOCH;
        holdsInARow = 0;
    }

    @Override
    public String name() {
        return "provider";
    }

    @Override
    public synchronized HealthStatus status() {
        Map<String, Object> details = Map.of("shipping", !shut);
        if (!shut) {
            return everAnswered ? HealthStatus.up(details) : HealthStatus.degraded(cause, details);
        }
        return denied
                ? HealthStatus.down(cause + ". Check provider.url, user, password and rights", details)
                : HealthStatus.down(cause + ". Nothing is lost; it is tried again by itself", details);
    }
}
