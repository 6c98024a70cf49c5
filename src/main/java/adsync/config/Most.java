package adsync.config;

import java.util.Optional;

/**
 * No more than a number.
 *
 * @param number empty for as many as there are
 */
record Most(Optional<Integer> number) {

    private static final String ANY = "off";

    /** A number in a range, or the word for no limit. */
    static Kind<Most> kind(int least, int most) {
        Kind<Integer> number = Kinds.number(least, most);
        return new Kind<>(
                Most.class,
                "number or off",
                number.expected() + ", or off",
                (item, surroundings) -> new Most(
                        any(item)
                                ? Optional.empty()
                                : Optional.of(number.reader().read(item, surroundings))));
    }

    private static boolean any(Item item) {
        return item instanceof Item.Scalar scalar && scalar.text().strip().equals(ANY);
    }
}
