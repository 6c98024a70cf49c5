package adsync.config;

/**
 * A key that came to something else.
 *
 * @param key the full key
 * @param before as it would be written in YAML; {@code [secret]} for a secret, and empty if it was not there
 * @param after the same of now; equal to {@code before} if only the content of a file, or a secret, is another
 * @param effect how it takes effect
 */
public record Difference(String key, String before, String after, Effect effect) {

    /** How a changed key takes effect. */
    public enum Effect {
        /** At once: it is about how ADSync works. */
        WORKING,
        /** At once: it is about who and what is shipped, so it may change many accounts. */
        SHIPPING,
        /** With the next start only. */
        RESTART
    }

    /** For people: the key, and the values unless they look the same. */
    @Override
    public String toString() {
        if (before.equals(after)) {
            return key + ": another content";
        }
        return key + ": " + (before.isEmpty() ? "nothing" : before) + " -> " + (after.isEmpty() ? "nothing" : after);
    }
}
