package adsync.listener;

import adsync.change.Change;
import adsync.change.Container;
import adsync.change.CorrelationId;
import adsync.change.Diff;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.journal.ChangeCommitted;
import adsync.journal.Checkpoint;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.ObjectChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Gathers what one transaction makes durable: compares objects with their shadows and keeps what differs. */
final class PageBuilder {

    private final Map<ObjectGuid, Shadow> shadows;
    private final String domainController;
    private final Instant seenAt;
    private final RandomGenerator random;
    private final boolean enumerating;
    private final List<Container> containers = new ArrayList<>();
    private final List<ObjectChange> changes = new ArrayList<>();
    private final List<ObjectGuid> seen = new ArrayList<>();
    private final List<ObjectGuid> removedContainers = new ArrayList<>();
    private final List<ObjectGuid> recheck = new ArrayList<>();
    private final List<ObjectGuid> rechecked = new ArrayList<>();

    /**
     * Starts a page.
     *
     * @param shadows of all objects that will be compared
     * @param enumerating whether unchanged objects are to be marked as seen
     */
    PageBuilder(
            Map<ObjectGuid, Shadow> shadows,
            String domainController,
            Instant seenAt,
            RandomGenerator random,
            boolean enumerating) {
        this.shadows = shadows;
        this.domainController = domainController;
        this.seenAt = seenAt;
        this.random = random;
        this.enumerating = enumerating;
    }

    void container(Container container) {
        containers.add(container);
    }

    void removedContainer(ObjectGuid container) {
        removedContainers.add(container);
    }

    /** A container whose subtree has to be evaluated again. */
    void recheck(ObjectGuid container) {
        recheck.add(container);
    }

    /** A container whose subtree was evaluated again. */
    void rechecked(ObjectGuid container) {
        rechecked.add(container);
    }

    /** An object that lives in the selected root. */
    void present(Image image) {
        Optional<Change> change = Diff.between(shadows.get(image.objectGuid()), image);
        if (change.isPresent()) {
            add(change.get(), Presence.PRESENT, Optional.of(image), image.usn());
        } else if (enumerating) {
            seen.add(image.objectGuid());
        }
    }

    /** An object that does not live in the selected root, or no longer. */
    void gone(ObjectGuid objectGuid, Presence now, long usn) {
        Diff.gone(shadows.get(objectGuid), now).ifPresent(change -> add(change, now, Optional.empty(), usn));
    }

    private void add(Change change, Presence presence, Optional<Image> image, long usn) {
        var event = new ChangeCommitted(CorrelationId.draw(random), change, new Origin(domainController, usn, seenAt));
        changes.add(new ObjectChange(event, presence, image, enumerating, Optional.empty()));
    }

    /** The changes so far, in the order they will be published. */
    List<ObjectChange> changes() {
        return changes;
    }

    PageCommit build(Checkpoint checkpoint) {
        return new PageCommit(
                containers, List.of(), changes, seen, removedContainers, recheck, rechecked, List.of(), checkpoint);
    }
}
