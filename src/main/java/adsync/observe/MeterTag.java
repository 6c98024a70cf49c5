package adsync.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the series of one meter are told apart.
 *
 * @param name of the tag
 * @param values it may have, as words for the documentation
 * @param all each of them; empty if they cannot be listed
 */
public record MeterTag(String name, String values, List<String> all) {

    public MeterTag {
        all = List.copyOf(all);
    }

    /** A tag whose values are described. */
    public MeterTag(String name, String values) {
        this(name, values, List.of());
    }

    /** A tag that has these values alone. */
    public static MeterTag of(String name, List<String> values) {
        return new MeterTag(name, String.join(", ", values), values);
    }

    /** A tag that has the constants of an enum as values, in lower case. */
    public static MeterTag of(String name, Enum<?>... constants) {
        return of(name, words("", constants));
    }

    /** The constants in lower case, each with something before it. */
    public static List<String> words(String before, Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(constant -> before + constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether the documentation has this value. */
    public boolean takes(String value) {
        return all.isEmpty() || all.contains(value);
    }
}
