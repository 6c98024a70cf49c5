package adsync.config;

import java.nio.file.Path;

/**
 * Something in a configuration file that has to be, or should be, mended. It never contains the value of a key.
 *
 * @param file which file
 * @param line its line, counted from 1; 0 if the file as a whole is meant
 * @param key the full key, for example {@code provider.batch.size}; empty if no key is meant
 * @param text what was expected, what was found, and how to mend it
 */
public record Problem(Path file, int line, String key, String text) {

    /** The form for a terminal: {@code conf/adsync.yaml:12: directory.poll: expected …}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
