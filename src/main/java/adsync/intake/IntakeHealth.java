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
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Whether every changed password arrives: counted every minute, told at any time. */
public final class IntakeHealth implements HealthCheck {

    private static final Duration CERTIFICATE_SOON = Duration.ofDays(14);
    private static final double A_YEAR = Duration.ofDays(365).toSeconds();

    private final KeySets keys;
    private final Clock clock;
    private volatile PasswordStatistics last = new PasswordStatistics(0, 0, Optional.empty(), 0, 0, 0, List.of());
    private volatile Set<String> writable = Set.of();
    private volatile String trouble = "";

    IntakeHealth(KeySets keys, Clock clock, MeterRegistry meters) {
        this.keys = keys;
        this.clock = clock;
        gauge(IntakeMeter.OPEN, PasswordStatistics::open, meters);
        gauge(IntakeMeter.PARKED, PasswordStatistics::parked, meters);
        gauge(IntakeMeter.OLDEST, this::oldestAge, meters);
        gauge(IntakeMeter.USERS, PasswordStatistics::users, meters);
        gauge(IntakeMeter.SYNCED, PasswordStatistics::synced, meters);
        gauge(IntakeMeter.GAPS, PasswordStatistics::gaps, meters);
        gauge(IntakeMeter.EXPECTED, this::expected, meters);
        gauge(IntakeMeter.REPORTING, this::reporting, meters);
        gauge(IntakeMeter.CERTIFICATE_ENDS, this::certificateRemaining, meters);
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

    /** The objectGUIDs of the writable domain controllers. */
    void directoryHas(Set<String> guids) {
        writable = Set.copyOf(guids);
    }

    private double oldestAge(PasswordStatistics statistics) {
        return statistics
                .oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private long expected(PasswordStatistics statistics) {
        return writable.isEmpty() ? statistics.controllers().size() : writable.size();
    }

    private long reporting(PasswordStatistics statistics) {
        Instant now = clock.instant();
        return statistics.controllers().stream()
                .filter(one -> Report.trouble(one, now).isEmpty())
                .count();
    }

    private double certificateRemaining(PasswordStatistics statistics) {
        return statistics.controllers().stream()
                .flatMap(one -> one.certificateEnds().stream())
                .mapToDouble(ends -> Duration.between(clock.instant(), ends).toSeconds())
                .min()
                .orElse(A_YEAR);
    }

    private double keySetRemaining() {
        return keys.current()
                .map(KeySet::expires)
                .map(ends -> (double) Duration.between(clock.instant(), ends).toSeconds())
                .orElse(-1.0);
    }

    @Override
    public String name() {
        return "passwords";
    }

    @Override
    public HealthStatus status() {
        PasswordStatistics now = last;
        Map<String, Object> details = Map.of(
                "open", now.open(),
                "parked", now.parked(),
                "users", now.users(),
                "synced", now.synced(),
                "gaps", now.gaps(),
                "controllersExpected", expected(now),
                "controllersReporting", reporting(now),
                "keySetVersion", keys.current().map(KeySet::version).orElse(0L));
        if (!trouble.isEmpty()) {
            return HealthStatus.down(trouble, details);
        }
        String causes = String.join("; ", causes(now));
        return causes.isEmpty() ? HealthStatus.up(details) : HealthStatus.degraded(causes, details);
    }

    private List<String> causes(PasswordStatistics now) {
        List<String> causes = new ArrayList<>();
        if (keys.current().isEmpty()) {
            causes.add("there is no key set, nothing is taken");
        } else if (keySetRemaining() < 0) {
            causes.add("the key set should have been replaced; ask the provider for a new one");
        }
        if (!keys.problem().isEmpty()) {
            causes.add(keys.problem());
        }
        long missing = expected(now) - reporting(now);
        if (missing > 0) {
            causes.add(missing + " of " + expected(now) + " domain controllers do not report: see adsync dc list");
        }
        if (now.gaps() > 0) {
            causes.add(now.gaps() + " changed passwords never came: see adsync passwords");
        }
        Instant soon = clock.instant().plus(CERTIFICATE_SOON);
        for (EnrolledController one : now.controllers()) {
            if (one.certificateEnds().filter(soon::isAfter).isPresent()) {
                causes.add("the certificate of " + one.name() + " ends soon: enrol it anew");
            }
        }
        return causes;
    }
}
