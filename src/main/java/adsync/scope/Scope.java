package adsync.scope;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.ImageFilter;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is ours: users at or below a selected root, outside the excluded places, whom the filter matches; never what the domain keeps
 * for itself. Evaluated on the state a user has now. Immutable, usable from any thread.
 */
public final class Scope {

    /** Longer than any name is; the library's reader takes the square of the length. */
    private static final int LONGEST_NAME = 16 * 1024;

    private final List<Place> roots;
    private final List<Place> excluded;
    private final Optional<ImageFilter> filter;
    private final List<DN> rootNames;
    private final List<DN> excludedNames;

    /**
     * The scope under its present names.
     *
     * @param roots none if all of them are deleted: then nobody is ours
     * @param excluded what is not ours although it is below a root; it prevails over a root within it
     * @throws IllegalArgumentException if a name is no distinguished name
     */
    public Scope(List<Place> roots, List<Place> excluded, Optional<ImageFilter> filter) {
        this.roots = List.copyOf(roots);
        this.excluded = List.copyOf(excluded);
        this.filter = filter;
        this.rootNames = names(roots);
        this.excludedNames = names(excluded);
    }

    /**
     * The scope of a single root, without exclusions.
     *
     * @throws IllegalArgumentException if its name is no distinguished name
     */
    public Scope(ObjectGuid root, String rootDn) {
        this(List.of(new Place(root, rootDn)), List.of(), Optional.empty());
    }

    /** The selected roots, under their names now. */
    public List<Place> roots() {
        return roots;
    }

    /** The excluded places, under their names now. */
    public List<Place> excluded() {
        return excluded;
    }

    /** Whom the scope is limited to besides; empty for everybody. */
    public Optional<ImageFilter> filter() {
        return filter;
    }

    /** Identity of the first root. */
    public ObjectGuid root() {
        return roots.getFirst().objectGuid();
    }

    /** The first root's distinguished name now. */
    public String rootDn() {
        return roots.getFirst().dn();
    }

    /**
     * Whether an object of this name lives in a root and in no excluded place.
     *
     * @throws IllegalArgumentException if that is no distinguished name
     */
    public boolean contains(String dn) {
        DN name = parse(dn);
        return around(name, rootNames, roots) != null
                && around(name, excludedNames, excluded) == null
                && !DomainOwn.lost(name);
    }

    /** Whether a user is ours. */
    public boolean includes(Image image) {
        return contains(image.dn())
                && !DomainOwn.account(image)
                && filter.map(chosen -> chosen.matches(image)).orElse(true);
    }

    /** Which rule keeps a user out, in a sentence; empty if the user is ours. */
    public Optional<String> whyNot(Image image) {
        DN name = parse(image.dn());
        if (around(name, rootNames, roots) == null) {
            return Optional.of("It lives outside the selected roots (directory.roots): "
                    + String.join(" and ", roots.stream().map(Place::dn).toList()) + ".");
        }
        Place place = around(name, excludedNames, excluded);
        if (place != null) {
            return Optional.of("It lives in an excluded place (scope.exclude): " + place.dn() + ".");
        }
        if (DomainOwn.lost(name)) {
            return Optional.of(
                    "It lies in LostAndFound, where replication puts objects whose container was deleted meanwhile.");
        }
        if (DomainOwn.account(image)) {
            return Optional.of("It is the account of a machine, of a trust or of the domain's keys (krbtgt).");
        }
        return filter.filter(chosen -> !chosen.matches(image))
                .map(chosen -> "The filter does not match it (scope.filter): " + chosen + ".");
    }

    /** The same scope with these roots. */
    public Scope withRoots(List<Place> living) {
        return new Scope(living, excluded, filter);
    }

    /** The same scope after some of its places were renamed or moved; names of others are ignored. */
    public Scope withNames(Map<ObjectGuid, String> names) {
        return new Scope(renamed(roots, names), renamed(excluded, names), filter);
    }

    private static List<Place> renamed(List<Place> places, Map<ObjectGuid, String> names) {
        return places.stream()
                .map(place -> new Place(place.objectGuid(), names.getOrDefault(place.objectGuid(), place.dn())))
                .toList();
    }

    /** The first place that an object of this name lives in. */
    private static @Nullable Place around(DN name, List<DN> names, List<Place> places) {
        for (int i = 0; i < names.size(); i++) {
            if (name.isDescendantOf(names.get(i), true)) {
                return places.get(i);
            }
        }
        return null;
    }

    private static List<DN> names(List<Place> places) {
        return places.stream().map(place -> parse(place.dn())).toList();
    }

    private static DN parse(String dn) {
        if (dn.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("not a distinguished name: " + dn.substring(0, 100) + "…");
        }
        try {
            return new DN(dn);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("not a distinguished name: " + dn, e);
        }
    }
}
