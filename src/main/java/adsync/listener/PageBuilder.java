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
import adsync.journal.GroupChange;
import adsync.journal.Omission;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Recheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gathers what one transaction makes durable: compares objects with their shadows and keeps what differs. */
final class PageBuilder {

    private final Map<ObjectGuid, Shadow> shadows;
    private final String domainController;
    private final Instant seenAt;
    private final RandomGenerator random;
    private final Basis basis;
    private final ListenerOptions options;
    private final List<GroupChange> groups = new ArrayList<>();
    private final List<ObjectGuid> regrouped = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();
    private final List<ObjectChange> changes = new ArrayList<>();
    private final List<ObjectGuid> seen = new ArrayList<>();
    private final List<ObjectGuid> removedContainers = new ArrayList<>();
    private final List<ObjectGuid> recheck = new ArrayList<>();
    private final List<Recheck> rechecked = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();
    private final SortedSet<String> forgotten = new TreeSet<>();
    private final Map<ObjectGuid, String> withheld = new HashMap<>();

    /**
     * Starts a page.
     *
     * @param shadows of all objects that will be compared
     * @param basis what the images are made from
     */
    PageBuilder(
            Map<ObjectGuid, Shadow> shadows,
            String domainController,
            Instant seenAt,
            RandomGenerator random,
            Basis basis,
            ListenerOptions options) {
        this.shadows = shadows;
        this.domainController = domainController;
        this.seenAt = seenAt;
        this.random = random;
        this.basis = basis;
        this.options = options;
    }

    void container(Container container) {
        containers.add(container);
    }

    void removedContainer(ObjectGuid container) {
        removedContainers.add(container);
    }

    void group(GroupChange group) {
        groups.add(group);
    }

    /** Users whose services were looked at again. */
    void regrouped(List<ObjectGuid> users) {
        regrouped.addAll(users);
    }

    /** A container whose subtree has to be evaluated again. */
    void recheck(ObjectGuid container) {
        recheck.add(container);
    }

    /** A subtree that was evaluated again. */
    void rechecked(Recheck done) {
        rechecked.add(done);
    }

    /** A user that is left out from now on, or is so no more. */
    void omission(Omission omission) {
        omissions.add(omission);
    }

    /** Attributes that are not asked for any more, in lower case. */
    void forgotten(Collection<String> attributes) {
        forgotten.addAll(attributes);
    }

    /** An object that lives in the selected root. */
    void present(Image image) {
        Optional<Change> change = Diff.between(shadows.get(image.objectGuid()), image);
        if (change.isPresent()) {
            add(change.get(), Presence.PRESENT, Optional.of(image), seen(image));
        } else if (basis == Basis.ENUMERATED) {
            seen.add(image.objectGuid());
        }
    }

    /** A user of whom some values are those that are known, because of a cause. */
    void withheld(ObjectGuid user, String cause) {
        withheld.put(user, cause);
    }

    /** Why some values of a user are those that are known; empty if all are as they are. */
    Optional<String> withheld(ObjectGuid user) {
        return Optional.ofNullable(withheld.get(user));
    }

    /** An object as we last saw it; null if we never did. */
    @Nullable Shadow known(ObjectGuid objectGuid) {
        return shadows.get(objectGuid);
    }

    /** Whether we know an object. */
    boolean knows(ObjectGuid objectGuid) {
        return shadows.containsKey(objectGuid);
    }

    /** A user who lives outside of the selected root. */
    void left(Image image) {
        gone(image.objectGuid(), Presence.LEFT, seen(image));
    }

    /** An object that does not live in the selected root, or no longer, and was not read. */
    void gone(ObjectGuid objectGuid, Presence now) {
        gone(objectGuid, now, new Origin(domainController, 0, seenAt));
    }

    private void gone(ObjectGuid objectGuid, Presence now, Origin origin) {
        Diff.gone(shadows.get(objectGuid), now).ifPresent(change -> add(change, now, Optional.empty(), origin));
    }

    private Origin seen(Image image) {
        return new Origin(domainController, image.usn(), seenAt, image.whenChanged());
    }

    private void add(Change change, Presence presence, Optional<Image> image, Origin origin) {
        var event = new ChangeCommitted(CorrelationId.draw(random), change, origin);
        changes.add(new ObjectChange(event, presence, image, basis, due(image)));
    }

    /** A user who is there may expire; the account of one who is gone may be kept for a while only. */
    private Optional<Instant> due(Optional<Image> image) {
        return image.isPresent()
                ? options.expiry().apply(image.get()).filter(expiry -> expiry.isAfter(seenAt))
                : options.retention().map(seenAt::plus);
    }

    PageCommit build(Checkpoint checkpoint) {
        return new PageCommit(
                containers,
                groups,
                changes,
                seen,
                removedContainers,
                recheck,
                rechecked,
                regrouped,
                omissions,
                forgotten,
                checkpoint);
    }
}
