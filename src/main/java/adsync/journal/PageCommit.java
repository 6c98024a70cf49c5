package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one transaction of the listener makes durable, in this order.
 *
 * @param containers containers to add or to change; a container comes after the one above it, and the root comes first with
 *     its distinguished name as its {@code rdn} and itself as its parent
 * @param groups what is said of tracked groups
 * @param objects the objects that changed
 * @param seen objects that an enumeration saw unchanged: they are marked with the checkpoint's epoch
 * @param removedContainers containers that are gone from the selected root, with all containers below them; one below which
 *     there are present objects stays
 * @param recheck containers whose whole subtree is to be evaluated again: DirSync names a container that was moved, not what
 *     lives in it. Kept until they are in {@code rechecked}
 * @param rechecked those of {@link Journal#rechecks} that are done; one that was asked for anew since stays
 * @param regrouped users of {@link Journal#regroups} whose services were looked at again: their marks go, unless they were set
 *     anew since
 * @param omissions who is left out from now on, and who is so no more; the last word on each counts
 * @param forgotten attributes, in lower case, that are not asked for any more: no image of the naming context holds them from now on
 * @param checkpoint where we are after this page
 */
public record PageCommit(
        List<Container> containers,
        List<GroupChange> groups,
        List<ObjectChange> objects,
        List<ObjectGuid> seen,
        List<ObjectGuid> removedContainers,
        List<ObjectGuid> recheck,
        List<Recheck> rechecked,
        List<ObjectGuid> regrouped,
        List<Omission> omissions,
        Set<String> forgotten,
        Checkpoint checkpoint) {

    /** What an image was made from. */
    public enum Basis {
        /** It was read as one of all in the root: objects that it refers to may still follow. */
        ENUMERATED,
        /** It was read by itself. */
        READ,
        /** From the image before, without asking the directory. It says nothing about where the object is now. */
        DERIVED
    }

    /**
     * One object that changed.
     *
     * @param event what changed
     * @param presence where the object is now
     * @param image its image now; empty if it is no longer in the selected root
     * @param basis what the image was made from
     * @param due when the object's desired state changes although nobody touches it, for example because its account expires;
     *     empty if never. It replaces what was said before
     */
    public record ObjectChange(
            ChangeCommitted event, Presence presence, Optional<Image> image, Basis basis, Optional<Instant> due) {
        public ObjectChange {
            if ((presence == Presence.PRESENT) != image.isPresent()) {
                throw new IllegalArgumentException("an object has an image if, and only if, it is present");
            }
        }
    }

    public PageCommit {
        containers = List.copyOf(containers);
        groups = List.copyOf(groups);
        objects = List.copyOf(objects);
        seen = List.copyOf(seen);
        removedContainers = List.copyOf(removedContainers);
        recheck = List.copyOf(recheck);
        rechecked = List.copyOf(rechecked);
        regrouped = List.copyOf(regrouped);
        omissions = List.copyOf(omissions);
        forgotten = Set.copyOf(forgotten);
    }
}
