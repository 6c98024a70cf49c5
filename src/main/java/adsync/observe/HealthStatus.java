package adsync.observe;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a part is.
 *
 * @param state in one word
 * @param cause in a sentence, with the mend where a person must act; empty if all is well, or it is
 *     still preparing
 * @param publicCause the same for whoever does not sign in: without names of users and groups
 * @param details facts for operations: strings, numbers, booleans
 */
public record HealthStatus(State state, String cause, String publicCause, Map<String, Object> details) {

    /** How a part is, in one word. */
    public enum State {
        /** Does its work. */
        UP,
        /** Does its work slower or in part, or is still preparing. */
        DEGRADED,
        /** Does not do its work. */
        DOWN
    }

    public HealthStatus {
        details = new TreeMap<>(details);
    }

    /** All is well. */
    public static HealthStatus up(Map<String, Object> details) {
        return new HealthStatus(State.UP, "", "", details);
    }

    /** Slower, in part, or still preparing. */
    public static HealthStatus degraded(String cause, Map<String, Object> details) {
        return new HealthStatus(State.DEGRADED, cause, cause, details);
    }

    /** The same with another cause for whoever does not sign in. */
    public HealthStatus openly(String words) {
        return new HealthStatus(state, cause, words, details);
    }

    /** Not working. */
    public static HealthStatus down(String cause, Map<String, Object> details) {
        return new HealthStatus(State.DOWN, cause, cause, details);
    }
}
