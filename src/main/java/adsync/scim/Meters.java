package adsync.scim;

import adsync.observe.Remaining;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Fills the meters of {@link ScimMeter}. */
final class Meters {

    private static final Duration[] BOUNDS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final DistributionSummary bulkOperations;
    private final Remaining certificate;

    /**
     * Registers them.
     *
     * @param tokenEnds until when the token that is sent is good; empty if there is none, or it does not say
     */
    Meters(MeterRegistry registry, Clock clock, Supplier<Optional<Instant>> tokenEnds) {
        this.registry = registry;
        certificate = new Remaining(clock);
        ScimMeter.CERTIFICATE_ENDS.gauge(registry, certificate::seconds);
        ScimMeter.TOKEN_ENDS.gauge(registry, () -> Remaining.seconds(tokenEnds.get(), clock.instant()));
        bulkOperations = ScimMeter.BULK_OPERATIONS
                .summary()
                .serviceLevelObjectives(1, 5, 10, 25, 50, 100, 250, 500, 1000)
                .register(registry);
    }

    /** One request came back, {@code nanos} after it was given away. */
    void request(String method, Reply reply, long nanos) {
        String status = switch (reply) {
            case Reply.Answer answer -> Integer.toString(answer.status());
            case Reply.NotSent notSent -> "unsent";
            case Reply.Lost lost -> "lost";
        };
        ScimMeter.REQUEST
                .timer()
                .tag(ScimMeter.METHOD, method)
                .tag(ScimMeter.STATUS, status)
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    /** The provider showed a certificate that is valid until then. */
    void certificateEnds(Instant end) {
        certificate.until(Optional.of(end));
    }

    void bulk(int operations) {
        bulkOperations.record(operations);
    }
}
