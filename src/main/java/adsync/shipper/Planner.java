package adsync.shipper;

import adsync.change.ChangeKind;
import adsync.change.Image;
import adsync.change.Presence;
import adsync.journal.HazardKind;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.mapping.MappingNote;
import adsync.observe.LogKeys;
import adsync.scim.FoundUser;
import adsync.scim.ScimDigest;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimResource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the provider should have, less what it has acknowledged: the difference is what is sent. */
final class Planner {

    private static final Logger LOGGER = LoggerFactory.getLogger(Planner.class);
    private static final String ACTIVE = "active";
    private static final String OFF = ScimDigest.of(ACTIVE, false);
    private static final String EXTERNAL_ID = "externalId";
    private static final String SEPARATOR = ",";

    /** What stands behind the objectGUID in a login that was given up. */
    private static final String RELEASED = ".gone";

    /** What stands behind it in the login of somebody who waits for another one. */
    private static final String BETWEEN = ".renamed";

    /** The path of the login. */
    static final String LOGIN = "userName";

    private final Mapping mapping;
    private final Predicate<String> takes;
    private final BooleanSupplier replaces;
    private final Deprovisioning deprovisioning;
    private final Optional<Duration> retention;
    private final Clock clock;

    /**
     * Plans.
     *
     * @param takes whether the provider takes a path
     * @param replaces whether users are changed by PUT, for want of PATCH
     * @param retention how long the account of somebody who is gone is kept, where it is deleted after a while
     */
    Planner(
            Mapping mapping,
            Predicate<String> takes,
            BooleanSupplier replaces,
            Deprovisioning deprovisioning,
            Optional<Duration> retention,
            Clock clock) {
        this.mapping = mapping;
        this.takes = takes;
        this.replaces = replaces;
        this.deprovisioning = deprovisioning;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Plans a row.
     *
     * @param link the account as far as we know it
     * @param sure whether what we know of its account is so: that there is no other one, and what it holds
     */
    Plan plan(OutboxRow row, Optional<Link> link, boolean sure) {
        if (link.isPresent() && row.claimedBefore() && !sure) {
            return new Plan.LookUp(); // an earlier change may have come through that is wanted no more
        }
        if (!row.shadow().present()) {
            return link.map(account -> withdraw(row, account))
                    .orElseGet(() -> sure ? new Plan.Settled() : new Plan.LookUp());
        }
        return switch (desired(row)) {
            case Mapped.Refused refused -> new Plan.Refuse(refused.cause());
            case Mapped.User user -> {
                Plan plan = plan(row, link, sure, user.resource());
                if (plan instanceof Plan.Send) {
                    log(row, user.notes());
                }
                yield plan;
            }
        };
    }

    private Plan plan(OutboxRow row, Optional<Link> link, boolean sure, ScimResource resource) {
        if (link.isPresent()) {
            return change(row, link.get(), resource);
        }
        return sure
                ? new Plan.Send(
                        new ScimOperation.Create(row.correlationId(), resource), digests(row, resource), Set.of())
                : new Plan.LookUp();
    }

    /** Once for each time that the user is sent. */
    private static void log(OutboxRow row, List<MappingNote> notes) {
        for (MappingNote note : notes) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.OBJECT_GUID, row.objectGuid().toString())
                    .addKeyValue(LogKeys.DETAIL, note.toString())
                    .log("value not mapped");
        }
    }

    /**
     * An account that was found: what it holds beyond our mapping, and beyond what an earlier mapping put there, is none of our
     * business.
     *
     * @param before what we knew of it; empty after our journal was lost, or if it was never ours
     */
    Link known(FoundUser account, Optional<Link> before) {
        Map<String, String> earlier = before.map(Link::acknowledged).orElse(Map.of());
        Map<String, String> ours = new HashMap<>(account.digests());
        ours.keySet().removeIf(path -> !mapping.maps(path) && !earlier.containsKey(path));
        String services = before.isPresent()
                ? earlier.getOrDefault(Image.SERVICES, "")
                : String.join(SEPARATOR, AccountServices.of(account, mapping::maps));
        if (!services.isEmpty()) {
            ours.put(Image.SERVICES, services);
        }
        return new Link(account.id(), ours);
    }

    /** The digests of what the account should have; none of somebody who is gone, or can have no account. */
    Map<String, String> wanted(OutboxRow row) {
        return row.shadow().present() && desired(row) instanceof Mapped.User user
                ? digests(row, user.resource())
                : Map.of();
    }

    /** The directory attributes that could have filled a path, or filled it otherwise, and are absent or kept from us. */
    Set<String> absent(OutboxRow row, String path) {
        Set<String> sources = new TreeSet<>(mapping.sources(path));
        sources.removeIf(source -> !row.shadow().image().values(source).isEmpty());
        return sources;
    }

    /** The login the object should have; empty if it cannot have any. */
    Optional<String> userName(OutboxRow row) {
        return desired(row) instanceof Mapped.User user
                ? Optional.of(user.resource().userName())
                : Optional.empty();
    }

    /** The login that somebody should have; empty if there cannot be any. */
    Optional<String> userName(Image image) {
        return mapping.resource(image, Optional.empty(), clock.instant()) instanceof Mapped.User user
                ? Optional.of(user.resource().userName())
                : Optional.empty();
    }

    /**
     * Makes the account of somebody who is gone give up its login. If its user comes back, the login differs from the one it
     * should have, and is restored like any other difference.
     *
     * @param account which is disabled already
     * @param login the login it has
     */
    Plan.Send release(OutboxRow row, Link account, String login) {
        return giveUp(row, account, login, RELEASED);
    }

    /**
     * Makes the account of somebody who is there give up its login, so that another can have it, for as long as its own new one is
     * not free.
     *
     * @param login the login it has
     */
    Plan.Send stepAside(OutboxRow row, Link account, String login) {
        return giveUp(row, account, login, BETWEEN);
    }

    private Plan.Send giveUp(OutboxRow row, Link account, String login, String mark) {
        int at = login.lastIndexOf('@');
        String other = row.objectGuid() + mark + (at < 0 ? "" : login.substring(at));
        Map<String, String> digests = new HashMap<>(account.acknowledged());
        digests.put(LOGIN, ScimDigest.of(LOGIN, other));
        return new Plan.Send(
                change(row, account, List.of(new Edit(LOGIN, other, false)), whose(row)), digests, Set.of());
    }

    /** Whether the accounts of those who are gone stay, with their logins. */
    boolean keepsAccounts() {
        return deprovisioning != Deprovisioning.DELETE;
    }

    private Mapped desired(OutboxRow row) {
        Image image = row.shadow().image();
        Optional<String> manager = mapping.manager(image)
                .flatMap(target -> Optional.ofNullable(row.references().get(target)));
        Mapped mapped = mapping.resource(image, manager, clock.instant());
        return switch (mapped) {
            case Mapped.User user -> new Mapped.User(taken(user.resource()), user.notes());
            case Mapped.Refused refused -> refused;
        };
    }

    private ScimResource taken(ScimResource resource) {
        if (resource.values().keySet().stream().allMatch(takes)) {
            return resource;
        }
        Map<String, Object> values = new HashMap<>(resource.values());
        values.keySet().removeIf(takes.negate());
        return ScimResource.of(values);
    }

    private Plan change(OutboxRow row, Link link, ScimResource resource) {
        SortedMap<String, String> wanted = digests(row, resource);
        List<Edit> edits = new ArrayList<>();
        var paths = new TreeSet<>(wanted.keySet());
        paths.addAll(link.acknowledged().keySet());
        paths.remove(Image.SERVICES);
        paths.removeIf(takes.negate());
        for (String path : paths) {
            String digest = wanted.get(path);
            if (digest == null) {
                edits.add(new Edit(path, null, mapping.multiValued(path)));
            } else if (!digest.equals(link.acknowledged().get(path))) {
                edits.add(new Edit(path, resource.values().get(path), mapping.multiValued(path)));
            }
        }
        return edits.isEmpty()
                ? new Plan.Settled()
                : new Plan.Send(change(row, link, edits, sure(row, resource)), wanted, hazards(edits, link, row));
    }

    /** All that is sure of somebody who may be gone. */
    private static Map<String, Object> whose(OutboxRow row) {
        return Map.of(EXTERNAL_ID, row.objectGuid().toString());
    }

    /** Not what only stands in for something that may be kept from us: there the account has its own value, see {@link Takeover}. */
    private Map<String, Object> sure(OutboxRow row, ScimResource resource) {
        Map<String, Object> values = new HashMap<>(resource.values());
        values.keySet().removeIf(path -> !absent(row, path).isEmpty());
        return values;
    }

    private ScimOperation change(OutboxRow row, Link link, List<Edit> edits, Map<String, Object> ours) {
        return replaces.getAsBoolean()
                ? new ScimOperation.Replace(row.correlationId(), link.providerId(), edits, ours)
                : new ScimOperation.Patch(row.correlationId(), link.providerId(), edits);
    }

    /** With the names of the services, which digests do not tell: the next change has to know which are taken away. */
    private static SortedMap<String, String> digests(OutboxRow row, ScimResource resource) {
        SortedMap<String, String> digests = ScimDigest.of(resource);
        List<String> services = row.shadow().image().values(Image.SERVICES);
        if (!services.isEmpty()) {
            digests.put(Image.SERVICES, String.join(SEPARATOR, services));
        }
        return digests;
    }

    private static Set<HazardKind> hazards(List<Edit> edits, Link link, OutboxRow row) {
        Set<HazardKind> hazards = EnumSet.noneOf(HazardKind.class);
        for (Edit edit : edits) {
            if (edit.path().equals(ACTIVE) && Boolean.FALSE.equals(edit.value())) {
                hazards.add(HazardKind.DISABLE);
            } else if (edit.path().equals(LOGIN) && link.acknowledged().containsKey(LOGIN)) {
                hazards.add(HazardKind.RENAME);
            }
        }
        if (losesService(edits, link, row)) {
            hazards.add(HazardKind.SERVICE_REMOVAL);
        }
        return hazards;
    }

    /** Whoever has a service may lose it in the directory, or because the mapping knows of none any more. */
    private static boolean losesService(List<Edit> edits, Link link, OutboxRow row) {
        String services = link.acknowledged().getOrDefault(Image.SERVICES, "");
        List<String> kept = row.shadow().image().values(Image.SERVICES);
        return !services.isEmpty()
                && (!kept.containsAll(List.of(services.split(SEPARATOR, -1)))
                        || edits.stream()
                                .anyMatch(edit -> edit.value() == null && AccountServices.heldBy(edit.path())));
    }

    private Plan withdraw(OutboxRow row, Link link) {
        boolean kept = deprovisioning == Deprovisioning.DISABLE
                || (deprovisioning == Deprovisioning.DISABLE_THEN_DELETE && !retentionEnded(row, link));
        if (!kept) {
            return new Plan.Send(
                    new ScimOperation.Delete(row.correlationId(), link.providerId()),
                    Map.of(),
                    hazards(row, HazardKind.DELETE));
        }
        if (switchedOff(link)) {
            return new Plan.Settled();
        }
        Map<String, String> digests = new HashMap<>(link.acknowledged());
        digests.put(ACTIVE, OFF);
        return new Plan.Send(
                change(row, link, List.of(new Edit(ACTIVE, false, false)), whose(row)),
                digests,
                hazards(row, HazardKind.DISABLE));
    }

    /** Whoever leaves the scope is not disabled in the directory; what becomes of the account is final only if it is deleted. */
    private static Set<HazardKind> hazards(OutboxRow row, HazardKind what) {
        boolean leaves = row.shadow().presence() == Presence.LEFT && row.kind() != ChangeKind.RETENTION_ENDED;
        if (!leaves) {
            return Set.of(what);
        }
        return what == HazardKind.DELETE ? Set.of(HazardKind.LEAVE_SCOPE, what) : Set.of(HazardKind.LEAVE_SCOPE);
    }

    private static boolean switchedOff(Link link) {
        return OFF.equals(link.acknowledged().get(ACTIVE));
    }

    /** Whoever was not switched off yet, because a person was asked first or the provider did not answer, is so now. */
    private boolean retentionEnded(OutboxRow row, Link link) {
        if (row.kind() != ChangeKind.RETENTION_ENDED && !switchedOff(link)) {
            return false;
        }
        return row.goneSince()
                .flatMap(since -> retention.map(since::plus))
                .filter(end -> !clock.instant().isBefore(end))
                .isPresent();
    }
}
