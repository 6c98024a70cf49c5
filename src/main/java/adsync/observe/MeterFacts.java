package adsync.observe;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/**
 * What is told of a meter.
 *
 * @param name with dots
 * @param type its kind
 * @param unit in the plural, empty if it has none
 * @param description what it tells, in a sentence without a full stop
 * @param tags how its series are told apart
 */
public record MeterFacts(String name, Meter.Type type, String unit, String description, List<MeterTag> tags) {

    public MeterFacts {
        tags = List.copyOf(tags);
    }

    /** What only grows. */
    public static MeterFacts counter(String name, String unit, String description, MeterTag... tags) {
        return new MeterFacts(name, Meter.Type.COUNTER, unit, description, List.of(tags));
    }

    /** What goes up and down. */
    public static MeterFacts gauge(String name, String unit, String description, MeterTag... tags) {
        return new MeterFacts(name, Meter.Type.GAUGE, unit, description, List.of(tags));
    }

    /** How often something happened and how long it took. */
    public static MeterFacts timer(String name, String description, MeterTag... tags) {
        return new MeterFacts(name, Meter.Type.TIMER, "seconds", description, List.of(tags));
    }

    /** How large things were. */
    public static MeterFacts summary(String name, String unit, String description) {
        return new MeterFacts(name, Meter.Type.DISTRIBUTION_SUMMARY, unit, description, List.of());
    }
}
