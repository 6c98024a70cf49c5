package adsync.shipper;

import adsync.change.Image;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the provider should have, less what it has acknowledged: the difference is what is sent. */
final class Planner {

    private static final Logger LOGGER = LoggerFactory.getLogger(Planner.class);
    private static final String ACTIVE = "active";

    private final Mapping mapping;
    private final Deprovisioning deprovisioning;
    private final Clock clock;

    Planner(Mapping mapping, Deprovisioning deprovisioning, Clock clock) {
        this.mapping = mapping;
        this.deprovisioning = deprovisioning;
        this.clock = clock;
    }

    /**
     * Plans a row.
     *
     * @param link the account as far as we know it
     * @param sure whether we know that there is no other account
     */
    Plan plan(OutboxRow row, Optional<Link> link, boolean sure) {
        if (!row.shadow().present()) {
            return link.map(account -> withdraw(row, account))
                    .orElseGet(() -> sure ? new Plan.Settled() : new Plan.LookUp());
        }
        return switch (desired(row)) {
            case Mapped.Refused refused -> new Plan.Refuse(refused.cause());
            case Mapped.User user -> {
                if (link.isPresent()) {
                    yield patch(row, link.get(), user.resource());
                }
                yield sure
                        ? new Plan.Send(
                                new ScimOperation.Create(row.correlationId(), user.resource()),
                                ScimDigest.of(user.resource()))
                        : new Plan.LookUp();
            }
        };
    }

    /** An account that was found: what it holds beyond our mapping is none of our business. */
    Link known(FoundUser account) {
        Map<String, String> ours = new HashMap<>(account.digests());
        ours.keySet().removeIf(path -> !mapping.maps(path));
        return new Link(account.id(), ours);
    }

    /** The login the object should have; empty if it cannot have any. */
    Optional<String> userName(OutboxRow row) {
        return desired(row) instanceof Mapped.User user
                ? Optional.of(user.resource().userName())
                : Optional.empty();
    }

    private Mapped desired(OutboxRow row) {
        Image image = row.shadow().image();
        Optional<String> manager = mapping.manager(image)
                .flatMap(target -> Optional.ofNullable(row.references().get(target)));
        Mapped mapped = mapping.resource(image, manager, clock.instant());
        for (MappingNote note : mapped.notes()) {
            LOGGER.atDebug()
                    .addKeyValue(LogKeys.OBJECT_GUID, row.objectGuid().toString())
                    .addKeyValue(LogKeys.DETAIL, note.toString())
                    .log("value not mapped");
        }
        return mapped;
    }

    private Plan patch(OutboxRow row, Link link, ScimResource resource) {
        SortedMap<String, String> wanted = ScimDigest.of(resource);
        List<Edit> edits = new ArrayList<>();
        var paths = new TreeSet<>(wanted.keySet());
        paths.addAll(link.acknowledged().keySet());
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
                : new Plan.Send(new ScimOperation.Patch(row.correlationId(), link.providerId(), edits), wanted);
    }

    private Plan withdraw(OutboxRow row, Link link) {
        return switch (deprovisioning) {
            case DELETE -> new Plan.Send(new ScimOperation.Delete(row.correlationId(), link.providerId()), Map.of());
            case DISABLE, DISABLE_THEN_DELETE -> {
                String off = ScimDigest.of(ACTIVE, false);
                if (off.equals(link.acknowledged().get(ACTIVE))) {
                    yield new Plan.Settled();
                }
                Map<String, String> digests = new HashMap<>(link.acknowledged());
                digests.put(ACTIVE, off);
                yield new Plan.Send(
                        new ScimOperation.Patch(
                                row.correlationId(), link.providerId(), List.of(new Edit(ACTIVE, false, false))),
                        digests);
            }
        };
    }
}
