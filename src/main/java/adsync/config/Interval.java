package adsync.config;

import java.time.Duration;
import java.util.Optional;

/** How often something is done; empty for never. */
record Interval(Optional<Duration> every) {

    private static final String OFF = "off";

    /** A duration, or off. */
    static Kind<Interval> atLeast(String least, String most) {
        Kind<Duration> duration = Kinds.duration(least, most);
        return new Kind<>(
                Interval.class,
                duration.name() + " or " + OFF,
                duration.expected() + ", or " + OFF,
                (item, surroundings) ->
                        item instanceof Item.Scalar scalar && scalar.text().equals(OFF)
                                ? new Interval(Optional.empty())
                                : new Interval(Optional.of(duration.reader().read(item, surroundings))));
    }
}
