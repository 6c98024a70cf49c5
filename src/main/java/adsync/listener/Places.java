package adsync.listener;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Located;
import adsync.journal.Checkpoint;
import adsync.observe.LogKeys;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.ResolvedServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what the configuration names: roots, excluded places, groups of services. Once found they are known by their GUIDs, which
 * the checkpoint keeps, so that they are the same ones under another name or in another place. Blocks.
 */
final class Places {

    private static final Logger LOGGER = LoggerFactory.getLogger(Places.class);
    private static final String IDENTITIES = " is ";

    private final ListenerOptions options;
    private final Directory directory;
    private final NamingContext namingContext;
    private final List<String> names;
    private final List<ObjectGuid> known;
    private final List<Place> found = new ArrayList<>();

    /**
     * Finds all of them.
     *
     * @param kept the last checkpoint of the naming context
     * @throws DirectoryException if one does not exist, or a root is in another naming context
     */
    Places(ListenerOptions options, Directory directory, NamingContext namingContext, Optional<Checkpoint> kept) {
        this.options = options;
        this.directory = directory;
        this.namingContext = namingContext;
        this.names = Stream.of(
                        options.scope().roots(),
                        options.scope().excluded(),
                        options.services().groupDns())
                .flatMap(List::stream)
                .toList();
        this.known = known(kept);
        for (int i = 0; i < names.size(); i++) {
            found.add(find(i));
        }
    }

    Scope scope() {
        int roots = options.scope().roots().size();
        int excluded = options.scope().excluded().size();
        return new Scope(
                found.subList(0, roots),
                found.subList(roots, roots + excluded),
                options.scope().filter());
    }

    ResolvedServices services() {
        Map<String, ObjectGuid> groups = new HashMap<>();
        List<String> groupDns = options.services().groupDns();
        int first = names.size() - groupDns.size();
        for (int i = 0; i < groupDns.size(); i++) {
            groups.put(groupDns.get(i), found.get(first + i).objectGuid());
        }
        return options.services().resolve(groups);
    }

    /** Of what a checkpoint depends on: the configuration, and what its names mean. */
    String fingerprint() {
        return head(options)
                + found.stream().map(place -> place.objectGuid().toString()).collect(Collectors.joining(","));
    }

    private static String head(ListenerOptions options) {
        return options.fingerprint() + "/" + options.scope().fingerprint() + "/"
                + options.services().fingerprint() + IDENTITIES;
    }

    /** What the names meant when the configuration was the same. */
    private List<ObjectGuid> known(Optional<Checkpoint> kept) {
        String head = head(options);
        List<ObjectGuid> guids = kept.map(Checkpoint::fingerprint)
                .filter(fingerprint -> fingerprint.startsWith(head))
                .map(fingerprint -> Stream.of(
                                fingerprint.substring(head.length()).split(",", -1))
                        .map(ObjectGuid::parse)
                        .toList())
                .orElse(List.of());
        return guids.size() == names.size() ? guids : List.of();
    }

    private Place find(int index) {
        String name = names.get(index);
        if (index < options.scope().roots().size()
                && directory.namingContextOf(name).filter(namingContext::equals).isEmpty()) {
            throw unusable(index, "is not in the naming context " + namingContext.dn());
        }
        return followed(index)
                .or(() -> directory.locate(name).map(located -> new Place(located.objectGuid(), located.dn())))
                .or(() -> vanished(index))
                .orElseThrow(() -> unusable(
                        index, "does not exist or cannot be read: check its spelling and the rights of the account"));
    }

    /** What is known stays what is meant, whatever has its name by now. */
    private Optional<Place> followed(int index) {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<Located> followed = directory.locate(known.get(index)).filter(located -> !located.deleted());
        followed.filter(located -> !located.dn().equalsIgnoreCase(names.get(index)))
                .ifPresent(located -> LOGGER.atWarn()
                        .addKeyValue(LogKeys.DN, located.dn())
                        .addKeyValue(LogKeys.DETAIL, key(index) + " says " + names.get(index))
                        .log("renamed or moved: following it; the configuration should name it anew"));
        return followed.map(located -> new Place(located.objectGuid(), located.dn()));
    }

    /** A group or an excluded place that was deleted gives nothing and excludes nobody, and stops nobody either. */
    private Optional<Place> vanished(int index) {
        if (known.isEmpty() || index < options.scope().roots().size()) {
            return Optional.empty();
        }
        LOGGER.atWarn()
                .addKeyValue(LogKeys.DETAIL, key(index) + " says " + names.get(index))
                .log("deleted: the configuration should not name it any more");
        return Optional.of(new Place(known.get(index), names.get(index)));
    }

    private DirectoryException unusable(int index, String why) {
        return new DirectoryException(
                DirectoryException.Reason.RIGHTS, key(index) + " " + names.get(index) + " " + why);
    }

    /** Where the configuration names it. */
    private String key(int index) {
        int roots = options.scope().roots().size();
        if (index < roots) {
            return "directory.root";
        }
        return index < roots + options.scope().excluded().size() ? "scope.exclude" : "services";
    }
}
