package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.journal.PasswordStatistics;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.sealing.KeySet;
import adsync.sealing.KeySets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Whether every changed password arrives: counted every minute and when a domain controller begins, told at any time. */
public final class IntakeHealth implements HealthCheck {

    private static final Duration CERTIFICATE_SOON = Duration.ofDays(14);
    private static final int MOST_NAMED = 5;

    private final KeySets keys;
    private final Clock clock;
    private final Delays delays;
    private volatile PasswordStatistics last =
            new PasswordStatistics(0, 0, 0, Optional.empty(), 0, 0, 0, 0, 0, List.of());
    private volatile Coverage.Sight sight = Coverage.Sight.NONE;
    private volatile String trouble = "";

    IntakeHealth(KeySets keys, Clock clock, MeterRegistry meters) {
        this.keys = keys;
        this.clock = clock;
        this.delays = new Delays(clock);
        gauge(IntakeMeter.OPEN, PasswordStatistics::open, meters);
        gauge(IntakeMeter.PARKED, PasswordStatistics::parked, meters);
        gauge(IntakeMeter.HELD, PasswordStatistics::held, meters);
        gauge(IntakeMeter.OLDEST, this::oldestAge, meters);
        gauge(IntakeMeter.USERS, PasswordStatistics::users, meters);
        gauge(IntakeMeter.SYNCED, PasswordStatistics::synced, meters);
        gauge(IntakeMeter.GAPS, PasswordStatistics::gaps, meters);
        gauge(IntakeMeter.EXPECTED, now -> coverage(now).expected(), meters);
        gauge(IntakeMeter.REPORTING, now -> coverage(now).reporting(), meters);
        gauge(IntakeMeter.CERTIFICATE_ENDS, this::certificateRemaining, meters);
        gauge(IntakeMeter.BACKLOG, now -> queued(now, "files"), meters);
        gauge(IntakeMeter.QUARANTINED, now -> queued(now, "quarantined"), meters);
        IntakeMeter.KEY_SET_REFUSED.gauge(meters, keys, all -> all.problem().isEmpty() ? 0 : 1);
        IntakeMeter.KEY_SET_ENDS.gauge(meters, this, self -> self.keySetRemaining());
    }

    private void gauge(IntakeMeter meter, ToDoubleFunction<PasswordStatistics> value, MeterRegistry meters) {
        meter.gauge(meters, this, self -> value.applyAsDouble(self.last));
    }

    void counted(PasswordStatistics statistics) {
        last = statistics;
        trouble = "";
    }

    void failed(Throwable cause) {
        trouble = String.valueOf(cause.getMessage());
    }

    /** To be told whose events are put off. */
    Delays delays() {
        return delays;
    }

    /** What the directory told of the writable domain controllers, or why it did not: what it told before is counted on then. */
    void saw(Coverage.Sight now) {
        sight = now.after(sight.writable());
    }

    private Coverage coverage(PasswordStatistics statistics) {
        return Coverage.of(sight, statistics.controllers(), clock.instant());
    }

    private double oldestAge(PasswordStatistics statistics) {
        return statistics
                .oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private static double queued(PasswordStatistics statistics, String what) {
        return statistics.controllers().stream()
                .flatMap(one -> Report.of(one).stream())
                .mapToDouble(report -> report.queued(what))
                .sum();
    }

    private double certificateRemaining(PasswordStatistics statistics) {
        return coverage(statistics).sources().stream()
                .flatMap(one -> certificateEnds(one).stream())
                .mapToDouble(ends -> Duration.between(clock.instant(), ends).toSeconds())
                .min()
                .orElse(Double.NaN);
    }

    /** Of one that has to report: the others are not renewed, and need not be. */
    private static Optional<Instant> certificateEnds(Coverage.Source source) {
        return source.expected() ? source.invited().flatMap(EnrolledController::certificateEnds) : Optional.empty();
    }

    private double keySetRemaining() {
        return keys.current()
                .map(KeySet::expires)
                .map(ends -> (double) Duration.between(clock.instant(), ends).toSeconds())
                .orElse(Double.NaN);
    }

    @Override
    public String name() {
        return "passwords";
    }

    @Override
    public HealthStatus status() {
        PasswordStatistics now = last;
        Coverage coverage = coverage(now);
        Map<String, Object> details = Map.of(
                "open", now.open(),
                "parked", now.parked(),
                "users", now.users(),
                "synced", now.synced(),
                "gaps", now.gaps(),
                "controllersExpected", coverage.expected(),
                "controllersReporting", coverage.reporting(),
                "keySetVersion", keys.current().map(KeySet::version).orElse(0L));
        if (!trouble.isEmpty()) {
            return HealthStatus.down(trouble, details);
        }
        String causes = String.join("; ", causes(now, coverage));
        return causes.isEmpty() ? HealthStatus.up(details) : HealthStatus.degraded(causes, details);
    }

    private List<String> causes(PasswordStatistics now, Coverage coverage) {
        List<String> causes = new ArrayList<>();
        if (keys.current().isEmpty()) {
            causes.add("there is no key set, nothing is taken");
        } else if (keySetRemaining() < 0) {
            causes.add("the key set should have been replaced; ask the provider for a new one");
        }
        if (!keys.problem().isEmpty()) {
            causes.add(keys.problem());
        }
        coverage.unasked()
                .filter(why -> !sight.equals(Coverage.Sight.NONE)) // the first answer comes in a moment
                .ifPresent(
                        why -> causes.add("the directory does not tell which domain controllers are writable: " + why));
        List<String> missing = coverage.missing();
        if (!missing.isEmpty()) {
            String more = missing.size() > MOST_NAMED ? " and others" : "";
            causes.add(missing.size() + " of " + coverage.expected() + " domain controllers do not report: "
                    + String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size()))) + more
                    + "; see adsync dc list");
        }
        causes.addAll(delays.causes());
        if (now.gaps() > 0) {
            causes.add(now.gaps() + " changed passwords never came: see adsync passwords");
        }
        Instant soon = clock.instant().plus(CERTIFICATE_SOON);
        for (Coverage.Source one : coverage.sources()) {
            if (certificateEnds(one).filter(soon::isAfter).isPresent()) {
                causes.add("the certificate of " + one.name() + " ends soon: enrol it anew");
            }
        }
        return causes;
    }
}
