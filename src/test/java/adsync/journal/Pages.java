package adsync.journal;

import adsync.change.Change;
import adsync.change.Container;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of a small company: a root with the container Sales, and people in it. */
final class Pages {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Partition ALL = new Partition(0, 1);
    static final ObjectGuid ROOT = guid(1);
    static final ObjectGuid SALES = guid(2);
    static final NamingContext CONTEXT = new NamingContext(guid(3), "DC=example,DC=com");
    static final UUID DATABASE = new UUID(7, 7);
    static final Answer SHIPPED = new Answer(Outcome.SHIPPED, 200, "");
    static final Answer POSTPONED = new Answer(Outcome.POSTPONED, 503, "busy");
    static final Answer PARKED = new Answer(Outcome.PARKED, 400, "refused");
    static final String DC = "dc1.example.com";

    private final List<Container> containers = new ArrayList<>();
    private final List<ObjectChange> objects = new ArrayList<>();
    private final List<ObjectGuid> seen = new ArrayList<>();
    private final List<ObjectGuid> removed = new ArrayList<>();
    private Checkpoint checkpoint = checkpoint(1, DATABASE);
    private final List<GroupChange> groups = new ArrayList<>();
    private final List<ObjectGuid> regrouped = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private Basis basis = Basis.READ;
    private Optional<Instant> due = Optional.empty();

    private Pages() {}

    static ObjectGuid guid(long number) {
        return new ObjectGuid(new UUID(number, number));
    }

    static Pages page() {
        return new Pages();
    }

    /** The page that brings the containers. */
    static Pages containers() {
        return page().container(ROOT, ROOT, "OU=Company,DC=example,DC=com").container(SALES, ROOT, "OU=Sales");
    }

    static Checkpoint checkpoint(long epoch, UUID invocationId) {
        return checkpoint(epoch, invocationId, Phase.FOLLOWING);
    }

    private static Checkpoint checkpoint(long epoch, UUID invocationId, Phase phase) {
        return new Checkpoint(
                CONTEXT,
                ROOT,
                phase,
                Optional.of(DirSyncCookie.of(new byte[] {1, 2, 3})),
                Optional.empty(),
                DC,
                invocationId,
                4711,
                "fingerprint",
                epoch,
                10,
                20,
                NOON);
    }

    Pages at(Checkpoint place) {
        checkpoint = place;
        return this;
    }

    /** From here on, what an object refers to may still follow. */
    Pages enumerating() {
        basis = Basis.ENUMERATED;
        checkpoint = checkpoint(checkpoint.epoch(), checkpoint.invocationId(), Phase.ENUMERATING);
        return this;
    }

    /** From here on, all that is somewhere is read, and everything is followed besides. */
    Pages found() {
        basis = Basis.ENUMERATED;
        return this;
    }

    /** From here on, nothing was read. */
    Pages derived() {
        basis = Basis.DERIVED;
        return this;
    }

    /** From here on, the state of an object changes by itself at this time. */
    Pages due(Instant time) {
        due = Optional.of(time);
        return this;
    }

    Pages groups(GroupChange... changes) {
        groups.addAll(List.of(changes));
        return this;
    }

    Pages regrouped(ObjectGuid... users) {
        regrouped.addAll(List.of(users));
        return this;
    }

    /** Somebody is left out, or is so no more if there is no cause. */
    Pages omitted(long number, @Nullable String cause) {
        omissions.add(new Omission(guid(number), Optional.ofNullable(cause)));
        return this;
    }

    Pages forgotten(String... attributes) {
        forgotten.addAll(List.of(attributes));
        return this;
    }

    Pages container(ObjectGuid guid, ObjectGuid parent, String rdn) {
        containers.add(new Container(guid, parent, rdn));
        return this;
    }

    Pages removed(ObjectGuid container) {
        removed.add(container);
        return this;
    }

    Pages seen(ObjectGuid... guids) {
        seen.addAll(List.of(guids));
        return this;
    }

    Pages created(String correlation, Image image) {
        return put(correlation, new Change.Created(image.objectGuid(), image.dn(), new TreeMap<>()), image);
    }

    Pages updated(String correlation, Image image) {
        var deltas = new TreeMap<>(Map.of("title", new Delta(List.of("old"), List.of("new"))));
        return put(correlation, new Change.Updated(image.objectGuid(), image.dn(), deltas), image);
    }

    Pages disabled(String correlation, Image image) {
        return put(correlation, new Change.Disabled(image.objectGuid(), image.dn(), new TreeMap<>()), image);
    }

    Pages deleted(String correlation, ObjectGuid guid) {
        return add(correlation, new Change.Deleted(guid, "gone"), Presence.DELETED, Optional.empty());
    }

    Pages left(String correlation, ObjectGuid guid) {
        return add(correlation, new Change.LeftScope(guid, "gone"), Presence.LEFT, Optional.empty());
    }

    /** Of one who left. */
    Pages retentionEnded(String correlation, ObjectGuid guid) {
        return add(correlation, new Change.RetentionEnded(guid, "gone"), Presence.LEFT, Optional.empty());
    }

    PageCommit commit() {
        return new PageCommit(
                containers,
                groups,
                objects,
                seen,
                removed,
                List.of(),
                List.of(),
                regrouped,
                omissions,
                forgotten,
                checkpoint);
    }

    /** The objects alone, as a change that no page brought. */
    List<ObjectChange> changes() {
        return List.copyOf(objects);
    }

    private Pages put(String correlation, Change change, Image image) {
        return add(correlation, change, Presence.PRESENT, Optional.of(image));
    }

    private Pages add(String correlation, Change change, Presence presence, Optional<Image> image) {
        var event = new ChangeCommitted(new CorrelationId(correlation), change, new Origin(DC, 100, NOON));
        objects.add(new ObjectChange(event, presence, image, basis, due));
        return this;
    }

    /** A person in Sales. */
    static Image person(long number, String... attributes) {
        return personIn(SALES, number, attributes);
    }

    static Image personIn(ObjectGuid container, long number, String... attributes) {
        var values = new TreeMap<String, List<String>>();
        for (int index = 0; index < attributes.length; index += 2) {
            values.put(attributes[index], List.of(attributes[index + 1]));
        }
        var place = new Container(guid(number), container, "CN=Person " + number);
        return Image.of(place, "CN=Person " + number + ",somewhere", 1000 + number, values);
    }

    static Image reporting(long number, long manager) {
        return person(number, "manager", guid(manager).toString());
    }
}
