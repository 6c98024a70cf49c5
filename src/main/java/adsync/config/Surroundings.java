package adsync.config;

import adsync.secret.Secrets;
import java.nio.file.Path;

/**
 * What a value may refer to, and where to complain about it.
 *
 * @param folder what relative paths are relative to
 * @param secrets where credentials come from
 * @param key full name of the key whose value is read
 * @param complaints takes what is wrong within the value, and what is unwise about it
 */
record Surroundings(Path folder, Secrets secrets, String key, Complaints complaints) {

    /** Takes what should be mended. */
    interface Complaints {

        /** Something is wrong in a line. */
        void refuse(int line, String key, String text);

        /** Something is unwise about a key. */
        void warn(String key, String text);
    }

    /** The same for a key within the value. */
    Surroundings within(String name) {
        return new Surroundings(folder, secrets, key + "." + name, complaints);
    }

    void warn(String text) {
        complaints.warn(key, text);
    }

    void refuse(int line, String text) {
        complaints.refuse(line, key, text);
    }
}
