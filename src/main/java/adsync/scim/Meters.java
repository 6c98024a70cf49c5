package adsync.scim;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.stream.LongStream;

/** Fills the meters of {@link ScimMeter}. */
final class Meters {

    private static final Duration[] BOUNDS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final DistributionSummary bulkOperations;

    Meters(MeterRegistry registry) {
        this.registry = registry;
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

    void bulk(int operations) {
        bulkOperations.record(operations);
    }
}
