package adsync.directory;

import adsync.directory.NamedObject.Use;
import java.util.List;
import java.util.Optional;

/**
 * All objects that the configuration names, in one domain or in several.
 *
 * @param objects the roots, then the excluded ones, then the groups; each name once for each use
 */
public record Selection(List<NamedObject> objects) {
    public Selection {
        objects = List.copyOf(objects);
    }

    /** DNS names of the domains that are followed: those with a root, in the order of the roots. */
    public List<String> domains() {
        return objects.stream()
                .filter(object -> object.use() == Use.ROOT)
                .map(NamedObject::domain)
                .distinct()
                .toList();
    }

    /** The objects of a domain. */
    public List<NamedObject> in(String domain) {
        return objects.stream().filter(object -> object.domain().equals(domain)).toList();
    }

    /** How the domain controllers of one of the domains are reached. */
    public DirectoryOptions options(DirectoryOptions all, String domain) {
        return domains().size() == 1 ? all : all.only(domain);
    }

    /** An object in a domain that is not followed: nobody would ever look at it. */
    Optional<NamedObject> stray() {
        return objects.stream()
                .filter(object -> !domains().contains(object.domain()))
                .findFirst();
    }
}
