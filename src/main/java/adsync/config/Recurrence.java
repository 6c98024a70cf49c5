package adsync.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often something is done by itself.
 *
 * @param every the time between two beginnings; empty for never
 */
record Recurrence(Optional<Duration> every) {

    private static final String EVERY = "every";
    private static final String NEVER = "off";
    private static final Kind<Duration> TIME = Kinds.duration("1m", "365d");

    /** A section with the time, or the word for never. */
    static final Kind<Recurrence> KIND =
            new Kind<>(Recurrence.class, "off, or every", "off, or every with a duration", Recurrence::read);

    private static Recurrence read(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Section section)) {
            if (never(item)) {
                return new Recurrence(Optional.empty());
            }
            throw new Unexpected("something else", "write {every: 24h}");
        }
        Parts parts = Parts.of(section, surroundings, List.of(EVERY));
        Optional<Recurrence> read = parts.read(EVERY, WITHIN);
        if (!parts.has(EVERY)) {
            parts.refuse(EVERY, "expected " + TIME.expected() + ", or off, found nothing; add it");
        }
        parts.check();
        return read.orElseThrow();
    }

    private static final Kind<Recurrence> WITHIN = new Kind<>(
            Recurrence.class,
            "duration or off",
            TIME.expected() + ", or off",
            (item, surroundings) -> new Recurrence(
                    never(item) ? Optional.empty() : Optional.of(TIME.reader().read(item, surroundings))));

    private static boolean never(Item item) {
        return item instanceof Item.Scalar scalar && scalar.text().strip().equals(NEVER);
    }
}
