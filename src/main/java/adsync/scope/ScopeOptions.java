package adsync.scope;

import adsync.directory.ImageFilter;
import java.util.List;
import java.util.Optional;

/**
 * Whom an administrator selected, by the names that stand in the configuration.
 *
 * @param roots distinguished names of the objects at and below which users are shipped; at least one
 * @param excluded distinguished names of objects below a root at and below which they are not
 * @param filter what a user must match besides; empty for everybody
 * @param groups whether the groups there are shipped too; the filter is not for them
 */
public record ScopeOptions(List<String> roots, List<String> excluded, Optional<ImageFilter> filter, boolean groups) {

    /** Of users only. */
    public ScopeOptions(List<String> roots, List<String> excluded, Optional<ImageFilter> filter) {
        this(roots, excluded, filter, false);
    }

    public ScopeOptions {
        roots = List.copyOf(roots);
        excluded = List.copyOf(excluded);
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("directory.roots must name at least one object");
        }
    }

    /** Changes when every user has to be looked at again. Names are part of it: another name may be another object. */
    public String fingerprint() {
        return roots + " without " + excluded
                + filter.map(chosen -> " if " + chosen).orElse("")
                + (groups ? " and groups" : "");
    }
}
