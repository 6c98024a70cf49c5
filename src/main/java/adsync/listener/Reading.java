package adsync.listener;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.directory.Touched;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current state of touched objects: a part of a DirSync page, at most one part ahead of the one that is compared and made
 * durable.
 *
 * <p>What is read ahead is as good as what is read later: both are read after DirSync has told of the whole page, so that whatever
 * changes after the reading has a higher update sequence number than the page's cookie, and comes with a later page. No part reads
 * objects of another, and the places of the roots are looked up neither after the next part is begun nor before it is asked for.
 * What would take something away is the exception: that is believed only from a reading of its own time, because what is asked
 * about it then (where the root is now, what the account may read now) has to be asked of the same moment.
 */
final class Reading {

    private final Session session;
    private final List<Touched> touched;
    private final List<ObjectGuid> alive;
    private @Nullable Reading next;
    private @Nullable Future<List<DirectoryObject>> ahead;

    /** Of these objects, when it is asked for them. */
    Reading(Session session, List<Touched> touched) {
        this.session = session;
        this.touched = touched;
        this.alive = touched.stream()
                .filter(object -> !object.deleted())
                .map(Touched::objectGuid)
                .toList();
    }

    List<Touched> touched() {
        return touched;
    }

    /** What comes after it. */
    void before(Reading following) {
        next = following;
    }

    /** Begins what comes after it; nothing more is read of this one. */
    void goOn() {
        Reading following = next;
        if (following != null && !following.alive.isEmpty()) {
            following.ahead = session.start(() -> session.directory().read(following.alive));
        }
    }

    /** Too much time has passed for what was read ahead. */
    void forget() {
        ahead = null;
    }

    /**
     * Those that are alive. What then seems to be outside may only have been read while the root moved, and what was deleted may have
     * gone with the root: so both are believed only once the root is known to be where it was.
     *
     * @param shadows of those that are known
     */
    List<DirectoryObject> objects(Map<ObjectGuid, Shadow> shadows) {
        boolean deletions = alive.size() < touched.size();
        List<DirectoryObject> objects = first(shadows);
        while ((deletions || objects.stream().anyMatch(this::concernsRoot)) && session.followPlaces()) {
            objects = read(alive);
        }
        return objects;
    }

    /** Reads more with it. */
    List<DirectoryObject> read(Collection<ObjectGuid> objects) {
        return objects.isEmpty()
                ? List.of()
                : session.ask(() -> session.directory().read(objects));
    }

    private List<DirectoryObject> first(Map<ObjectGuid, Shadow> shadows) {
        Future<List<DirectoryObject>> begun = ahead;
        ahead = null;
        if (begun == null) {
            return read(alive);
        }
        List<DirectoryObject> objects = new ArrayList<>(alive.size());
        Set<ObjectGuid> doubtful = new HashSet<>(alive);
        for (DirectoryObject object : begun.await()) {
            if (!concernsRoot(object) && !loses(object, shadows.get(object.objectGuid()))) {
                objects.add(object);
                doubtful.remove(object.objectGuid());
            }
        }
        objects.addAll(read(doubtful));
        return objects;
    }

    private static boolean loses(DirectoryObject object, @Nullable Shadow shadow) {
        return object instanceof Image image
                && shadow != null
                && !WithheldValues.disappeared(image, shadow).isEmpty();
    }

    private boolean concernsRoot(DirectoryObject object) {
        return switch (object) {
            case Container container -> true;
            case Image image -> !session.scope().contains(image.dn());
            case Group group -> false;
        };
    }
}
