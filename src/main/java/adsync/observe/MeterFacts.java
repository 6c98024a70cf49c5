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

    /** Whether the documentation has these tags, given as name, value, name, value. */
    public boolean take(String... named) {
        for (int at = 0; at + 1 < named.length; at += 2) {
            String name = named[at];
            String value = named[at + 1];
            if (tags.stream().noneMatch(tag -> tag.name().equals(name) && tag.takes(value))) {
                return false;
            }
        }
        return true;
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
