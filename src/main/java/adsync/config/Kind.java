package adsync.config;

/**
 * A kind of value.
 *
 * @param type what it becomes
 * @param name its name in the reference
 * @param expected what it must be, to follow the word expected
 */
record Kind<T>(Class<T> type, String name, String expected, Reader<T> reader) {

    /** Makes a value of what stands in the file. */
    interface Reader<T> {
        T read(Item item, Surroundings surroundings) throws Unexpected;
    }

    /** Makes a value of a text. */
    interface TextReader<T> {
        T read(String text, Surroundings surroundings) throws Unexpected;
    }

    /** A kind that is written as text. */
    static <T> Kind<T> ofText(Class<T> type, String name, String expected, TextReader<T> reader) {
        return new Kind<>(type, name, expected, (item, surroundings) -> reader.read(text(item), surroundings));
    }

    static String text(Item item) throws Unexpected {
        if (!(item instanceof Item.Scalar scalar)) {
            throw new Unexpected(item.kind(), "");
        }
        return switch (scalar.type()) {
            case TEXT -> nonBlank(scalar.text());
            case NUMBER, BOOLEAN -> throw new Unexpected(scalar.kind(), "put it in quotes if it is meant as text");
            case NOTHING -> throw new Unexpected("nothing", "");
        };
    }

    private static String nonBlank(String text) throws Unexpected {
        if (text.isBlank()) {
            throw new Unexpected("an empty text", "");
        }
        return text.strip();
    }
}
