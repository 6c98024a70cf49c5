package adsync.directory;

import java.util.List;
import java.util.Optional;

/**
 * Which domain controller to connect to. Host names are those of {@link DomainController#hostName}.
 *
 * @param last the one used last, which comes first
 * @param failing those that let us in and serve nothing, or too old a state, which come last; the first of them first
 */
public record Preference(Optional<String> last, List<String> failing) {

    /** The order of the configuration. */
    public static final Preference NONE = new Preference(Optional.empty(), List.of());

    public Preference {
        failing = List.copyOf(failing);
    }

    /** Its place among those that come last; -1 if it is none of them. */
    int failure(String host) {
        for (int i = 0; i < failing.size(); i++) {
            if (failing.get(i).equalsIgnoreCase(host)) {
                return i;
            }
        }
        return -1;
    }
}
