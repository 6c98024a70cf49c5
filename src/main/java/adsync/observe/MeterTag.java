package adsync.observe;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the series of one meter are told apart.
 *
 * @param name of the tag
 * @param values it may have, as words for the documentation
 */
public record MeterTag(String name, String values) {

    /** A tag that has the constants of an enum as values, in lower case. */
    public static MeterTag of(String name, Enum<?>... constants) {
        return new MeterTag(name, words("", constants));
    }

    /** The constants in lower case, each with something before it. */
    public static String words(String before, Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(constant -> before + constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
