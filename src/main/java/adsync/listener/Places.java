package adsync.listener;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Located;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.journal.Checkpoint;
import adsync.observe.LogKeys;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.ResolvedServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what the configuration names: roots, excluded places, groups of services. Once found they are known by their GUIDs, which
 * the checkpoint keeps, so that they are the same ones under another name or in another place. Blocks.
 */
final class Places {

    private static final Logger LOGGER = LoggerFactory.getLogger(Places.class);
    private static final String IDENTITIES = "\nidentities:\n";

    private final ListenerOptions options;
    private final Neighbours neighbours;
    private final Directory directory;
    private final NamingContext namingContext;
    private final List<NamedObject> objects;
    private final Map<String, ObjectGuid> known;
    private final Set<ObjectGuid> deleted;
    private final Set<Place> replaced = new HashSet<>();
    private final List<Place> found = new ArrayList<>();

    /**
     * Finds all of them.
     *
     * @param neighbours who know the groups of other domains
     * @param kept the last checkpoint of the naming context
     * @param deleted roots that are known to be
     * @throws DirectoryException if one does not exist, or is in another naming context
     */
    Places(
            ListenerOptions options,
            Neighbours neighbours,
            Directory directory,
            NamingContext namingContext,
            Optional<Checkpoint> kept,
            Set<ObjectGuid> deleted) {
        this.deleted = Set.copyOf(deleted);
        this.options = options;
        this.neighbours = neighbours;
        this.directory = directory;
        this.namingContext = namingContext;
        this.objects = options.selection().objects();
        this.known = kept.map(Places::known).orElse(Map.of());
        for (int i = 0; i < objects.size(); i++) {
            found.add(find(i));
        }
    }

    Scope scope() {
        return new Scope(found(Use.ROOT), found(Use.EXCLUSION), options.scope().filter());
    }

    /** All selected roots, those that are deleted included. */
    List<Place> roots() {
        return found(Use.ROOT);
    }

    /** Roots that were deleted and whose names others have by now, which are taken instead. */
    Set<Place> replaced() {
        return replaced;
    }

    private List<Place> found(Use use) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).use() == use) {
                places.add(found.get(i));
            }
        }
        return places;
    }

    ResolvedServices services() {
        Map<String, ObjectGuid> groups = new HashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).use() == Use.GROUP) {
                groups.put(objects.get(i).dn(), found.get(i).objectGuid());
            }
        }
        return options.services().resolve(groups);
    }

    /** Of what a checkpoint depends on: the configuration, and what its names mean. */
    String fingerprint() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            lines.add(found.get(i).objectGuid() + " " + name(objects.get(i)));
        }
        return options.fingerprint() + "/" + options.scope().fingerprint() + "/"
                + options.services().fingerprint() + IDENTITIES + String.join("\n", lines);
    }

    /** The same however the rest of the configuration changes. */
    private static String name(NamedObject object) {
        return object.use() + " " + object.dn().toLowerCase(Locale.ROOT).replace('\n', ' ');
    }

    /** Whether the checkpoint tells which object the configuration means. */
    static boolean known(NamedObject object, Checkpoint kept) {
        return known(kept).containsKey(name(object));
    }

    /** What the names of a configuration meant, which may have been another one. */
    private static Map<String, ObjectGuid> known(Checkpoint kept) {
        Map<String, ObjectGuid> known = new HashMap<>();
        int from = kept.fingerprint().indexOf(IDENTITIES);
        if (from >= 0) {
            kept.fingerprint()
                    .substring(from + IDENTITIES.length())
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(line -> known.put(line[1], ObjectGuid.parse(line[0])));
        }
        return known;
    }

    private Optional<ObjectGuid> known(int index) {
        return Optional.ofNullable(known.get(name(objects.get(index))));
    }

    private Place find(int index) {
        NamedObject object = objects.get(index);
        if (!object.domain().equals(options.domain())) {
            return foreign(index);
        }
        if (object.use() == Use.ROOT
                && directory
                        .namingContextOf(object.dn())
                        .filter(namingContext::equals)
                        .isEmpty()) {
            throw unusable(object, "is not in the naming context " + namingContext.dn());
        }
        Place place = followed(index)
                .or(() -> directory.locate(object.dn()).map(located -> named(index, located)))
                .or(() -> vanished(index))
                .orElseThrow(() -> unusable(
                        object, "does not exist or cannot be read: check its spelling and the rights of the account"));
        if (object.use() == Use.GROUP) {
            neighbours.found(object.dn(), place.objectGuid());
        }
        return place;
    }

    /** A group that only a domain controller of its own domain can find. */
    private Place foreign(int index) {
        NamedObject object = objects.get(index);
        return neighbours
                .group(object.dn())
                .or(() -> known(index))
                .map(group -> new Place(group, object.dn()))
                .orElseThrow(() -> new NeighbourAwaitedException(object.key() + " " + object.dn()
                        + " is not known yet: the domain " + object.domain() + " has to be reached first"));
    }

    /** What is known stays what is meant, whatever has its name by now. */
    private Optional<Place> followed(int index) {
        NamedObject object = objects.get(index);
        Optional<Located> followed = known(index).flatMap(directory::locate).filter(located -> !located.deleted());
        followed.filter(located -> !located.dn().equalsIgnoreCase(object.dn()))
                .ifPresent(located -> LOGGER.atWarn()
                        .addKeyValue(LogKeys.DN, located.dn())
                        .addKeyValue(LogKeys.DETAIL, object.key() + " says " + object.dn())
                        .log("renamed or moved: following it; the configuration should name it anew"));
        return followed.map(located -> new Place(located.objectGuid(), located.dn()));
    }

    private Place named(int index, Located located) {
        if (objects.get(index).use() == Use.ROOT) {
            known(index)
                    .filter(this::isDeleted)
                    .ifPresent(root ->
                            replaced.add(new Place(root, objects.get(index).dn())));
        }
        return new Place(located.objectGuid(), located.dn());
    }

    /** One that can only not be read is no reason to take anybody for gone. */
    private boolean isDeleted(ObjectGuid object) {
        return deleted.contains(object)
                || directory.locate(object).filter(Located::deleted).isPresent();
    }

    /**
     * A group or an excluded place that was deleted gives nothing and excludes nobody, in a root that was deleted nobody lives,
     * and none of them stops anybody else. Nor does a group or an excluded place that is not shown any more: it stays what it was.
     */
    private Optional<Place> vanished(int index) {
        NamedObject object = objects.get(index);
        Optional<ObjectGuid> was = known(index).filter(guid -> object.use() != Use.ROOT || isDeleted(guid));
        was.ifPresent(guid -> LOGGER.atWarn()
                .addKeyValue(LogKeys.DETAIL, object.key() + " says " + object.dn())
                .log(
                        isDeleted(guid)
                                ? "deleted: the configuration should not name it any more"
                                : "neither there nor deleted, it is left as it was: check the rights of the account"));
        return was.map(guid -> new Place(guid, object.dn()));
    }

    private static DirectoryException unusable(NamedObject object, String why) {
        return new DirectoryException(DirectoryException.Reason.RIGHTS, object.key() + " " + object.dn() + " " + why);
    }
}
