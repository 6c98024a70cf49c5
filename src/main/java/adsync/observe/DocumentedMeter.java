package adsync.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A meter of ours. Each room declares its own in one enum; {@code docs/metrics.md} is generated from them, and a meter is
 * registered through here and nowhere else, so that {@code /metrics} says the same.
 */
public interface DocumentedMeter extends MeterDocumentation {

    /** All there is to tell. */
    MeterFacts facts();

    @Override
    default String getName() {
        return facts().name();
    }

    @Override
    default Meter.Type getType() {
        return facts().type();
    }

    /** Null if it has none: an empty one would leave its mark in the name. */
    @Override
    default @Nullable String getBaseUnit() {
        return facts().unit().isEmpty() ? null : facts().unit();
    }

    /** The counter of these tags, given as name, value, name, value; the same one at each call. */
    default Counter counter(MeterRegistry meters, String... tags) {
        assert facts().take(tags) : getName() + " is not documented with " + String.join(" ", tags);
        return Counter.builder(getName())
                .description(facts().description())
                .baseUnit(getBaseUnit())
                .tags(tags)
                .register(meters);
    }

    /** A timer to be registered. */
    default Timer.Builder timer() {
        return Timer.builder(getName()).description(facts().description());
    }

    /** A distribution summary to be registered. */
    default DistributionSummary.Builder summary() {
        return DistributionSummary.builder(getName())
                .description(facts().description())
                .baseUnit(getBaseUnit());
    }

    /** Registers a gauge of these tags that lives as long as its owner is held by somebody. */
    default <T> void gauge(MeterRegistry meters, T owner, ToDoubleFunction<T> value, String... tags) {
        assert facts().take(tags) : getName() + " is not documented with " + String.join(" ", tags);
        Gauge.builder(getName(), owner, value)
                .tags(tags)
                .description(facts().description())
                .baseUnit(getBaseUnit())
                .register(meters);
    }

    /** Registers a gauge that lives as long as the registry. */
    default void gauge(MeterRegistry meters, Supplier<Number> value) {
        Gauge.builder(getName(), value)
                .description(facts().description())
                .baseUnit(getBaseUnit())
                .strongReference(true)
                .register(meters);
    }

    /** A gauge whose series come and go. */
    default MultiGauge gauges(MeterRegistry meters) {
        return MultiGauge.builder(getName())
                .description(facts().description())
                .baseUnit(getBaseUnit())
                .register(meters);
    }
}
