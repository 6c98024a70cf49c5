package adsync.config;

import java.util.Optional;

/**
 * One key of the configuration file.
 *
 * @param path its full name, sections separated by dots
 * @param kind what its value is
 * @param need whether it must be there, or what stands in for it
 * @param example a value as it is written in YAML
 * @param meaning what it does, for the reference
 */
record Key<T>(String path, Kind<T> kind, Need need, String example, String meaning) {

    /** Whether a key must be there. */
    sealed interface Need {

        /** Nothing works without it. */
        record Required() implements Need {}

        /** It may be left out. */
        record Optional() implements Need {}

        /**
         * It may be left out, and is then as if this had been written.
         *
         * @param yaml the value as it is written in YAML
         */
        record Default(String yaml) implements Need {}
    }

    static <T> Key<T> required(String path, Kind<T> kind, String example, String meaning) {
        return new Key<>(path, kind, new Need.Required(), example, meaning);
    }

    static <T> Key<T> optional(String path, Kind<T> kind, String example, String meaning) {
        return new Key<>(path, kind, new Need.Optional(), example, meaning);
    }

    static <T> Key<T> defaulted(String path, Kind<T> kind, String yaml, String example, String meaning) {
        return new Key<>(path, kind, new Need.Default(yaml), example, meaning);
    }

    /** The section it stands in; empty for the top of the file. */
    String section() {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** Its name within its section. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    Optional<String> defaultText() {
        return need instanceof Need.Default fallback ? Optional.of(fallback.yaml()) : Optional.empty();
    }
}
