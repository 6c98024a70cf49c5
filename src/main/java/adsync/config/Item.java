package adsync.config;

import java.util.List;

/** One value of a YAML file, with its place. */
sealed interface Item {

    /** Its line, counted from 1. */
    int line();

    /** What it is, in words. */
    String kind();

    /** A single value; {@code type} says what it is without quotes. */
    record Scalar(int line, String text, Type type) implements Item {

        enum Type {
            TEXT("text"),
            NUMBER("a number"),
            BOOLEAN("true or false"),
            NOTHING("nothing");

            private final String words;

            Type(String words) {
                this.words = words;
            }
        }

        @Override
        public String kind() {
            return type.words;
        }
    }

    /** A list. */
    record Sequence(int line, List<Item> items) implements Item {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values; keys may repeat. */
    record Section(int line, List<Entry> entries) implements Item {
        @Override
        public String kind() {
            return "a section";
        }
    }

    /** One key of a section. */
    record Entry(int line, String key, Item value) {}
}
