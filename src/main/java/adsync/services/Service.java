package adsync.services;

import adsync.directory.ImageFilter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A service of the provider, and who has it: the members of its groups, at any depth, and those whom its filter matches.
 * Each is a reason of its own.
 *
 * @param name lower-case words joined by hyphens, for example {@code mailbox}
 * @param groups distinguished names of its groups
 * @param filter selects users besides; empty for none
 */
public record Service(String name, List<String> groups, Optional<ImageFilter> filter) {

    private static final Pattern NAME = Pattern.compile("(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Refuses a name that {@link #isName} does not accept, and a service that nobody could have. */
    public Service {
        groups = List.copyOf(groups);
        if (!isName(name)) {
            throw new IllegalArgumentException("services." + name + " must be lower-case words joined by hyphens");
        }
        if (groups.isEmpty() && filter.isEmpty()) {
            throw new IllegalArgumentException("services." + name + " needs groups or a filter");
        }
    }

    /** Whether a service can be called so: lower-case words joined by hyphens, at most 64 characters. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
