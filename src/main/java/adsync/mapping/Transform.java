package adsync.mapping;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How a text is made of directory attributes. What it says of itself as text is part of the mapping's fingerprint. */
public sealed interface Transform extends Choice {

    /** The directory attributes it needs, by LDAP display name. */
    List<String> attributes();

    /** The first usable value of the first of several attributes that has one. */
    record First(List<String> attributes) implements Transform {
        public First {
            attributes = List.copyOf(attributes);
        }

        @Override
        public String toString() {
            return attributes.toString();
        }
    }

    /** The first usable value of one attribute, changed or in part. */
    record Applied(Operation operation, String attribute) implements Transform {

        @Override
        public List<String> attributes() {
            return List.of(attribute);
        }

        @Override
        public String toString() {
            return operation + "[" + attribute + "]";
        }
    }

    /** What is done with one value. */
    enum Operation {
        /** In lower case. */
        LOWER,
        /** In upper case. */
        UPPER,
        /** What is before the last {@code @}. */
        LOCAL,
        /** What is behind the last {@code @}, in lower case. */
        DOMAIN;

        Checked on(String value, Function<String, Checked> check) {
            int at = value.lastIndexOf('@');
            return switch (this) {
                case LOWER -> check.apply(value.toLowerCase(Locale.ROOT));
                case UPPER -> check.apply(value.toUpperCase(Locale.ROOT));
                case LOCAL -> at < 0 ? withoutAt() : check.apply(value.substring(0, at));
                case DOMAIN ->
                    at < 0 ? withoutAt() : check.apply(value.substring(at + 1).toLowerCase(Locale.ROOT));
            };
        }

        private static Checked withoutAt() {
            return new Checked.Unusable("has no @");
        }
    }

    /**
     * The first usable value of each attribute, in this order; those without one are left out.
     *
     * @param with what stands between two values
     */
    record Join(List<String> attributes, String with) implements Transform {
        public Join {
            attributes = List.copyOf(attributes);
        }

        @Override
        public String toString() {
            return "JOIN" + attributes + "\"" + with + "\"";
        }
    }

    /** The same for every user. */
    record Constant(String text) implements Transform {

        @Override
        public List<String> attributes() {
            return List.of();
        }

        @Override
        public String toString() {
            return "CONSTANT\"" + text + "\"";
        }
    }
}
