package adsync.embedded;

import de.captaingoldfish.scim.sdk.common.constants.AttributeNames;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.etag.ETag;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Resources of one type in memory, in the order of their creation, found by id, name and externalId without a scan.
 * What is kept is never handed out: callers own the copies they get. Safe for any thread.
 */
final class ResourceStore<T extends ResourceNode> {

    private record Kept<T>(long number, long version, T resource) {}

    private final Class<T> type;
    private final Function<T, Optional<String>> uniqueName;
    private final Clock clock;

    private final Map<String, Kept<T>> byId = new HashMap<>();
    private final Map<String, String> idByName = new HashMap<>();
    private final Map<String, Set<String>> idsByExternalId = new HashMap<>();
    // Read without the lock by whoever walks over everything.
    private final ConcurrentSkipListMap<Long, Kept<T>> inOrder = new ConcurrentSkipListMap<>();
    private long created;

    /**
     * @param uniqueName the name that no two resources may share, compared without regard to case
     */
    ResourceStore(Class<T> type, Function<T, Optional<String>> uniqueName, Clock clock) {
        this.type = type;
        this.uniqueName = uniqueName;
        this.clock = clock;
    }

    /** Keeps a new resource under a new id. */
    synchronized T add(T resource) {
        String id = UUID.randomUUID().toString();
        claimName(resource, id);
        resource.setId(id);
        var kept = new Kept<>(++created, 1, resource);
        stamp(kept, clock.instant());
        keep(id, kept);
        return copy(resource);
    }

    /** Puts a resource in the place of the one with the same id. */
    synchronized T replace(T resource) {
        String id = resource.getId().orElseThrow();
        Kept<T> old = Optional.ofNullable(byId.get(id)).orElseThrow(() -> unknown(id));
        claimName(resource, id);
        nameOf(old.resource())
                .filter(name -> !nameOf(resource).equals(Optional.of(name)))
                .ifPresent(idByName::remove);
        forgetExternalId(old.resource(), id);
        var kept = new Kept<>(old.number(), old.version() + 1, resource);
        stamp(kept, old.resource().getMeta().flatMap(Meta::getCreated).orElseThrow());
        keep(id, kept);
        return copy(resource);
    }

    /** Forgets a resource. */
    synchronized void remove(String id) {
        Kept<T> old = Optional.ofNullable(byId.remove(id)).orElseThrow(() -> unknown(id));
        nameOf(old.resource()).ifPresent(idByName::remove);
        forgetExternalId(old.resource(), id);
        inOrder.remove(old.number());
    }

    Optional<T> byId(String id) {
        return kept(id).map(this::copy);
    }

    /** The one resource of that name in any case, or none. */
    synchronized List<T> byName(String name) {
        return Optional.ofNullable(idByName.get(folded(name)))
                .map(Set::of)
                .map(this::copies)
                .orElse(List.of());
    }

    /** All resources with that externalId: a client may have given it twice. */
    synchronized List<T> byExternalId(String externalId) {
        return copies(idsByExternalId.getOrDefault(externalId, Set.of()));
    }

    /** Everything in the order of creation: the kept resources themselves, to be read and not changed. */
    List<T> all() {
        return inOrder.values().stream().map(Kept::resource).toList();
    }

    /** A page of everything, as copies. */
    List<T> page(long skip, int count) {
        return inOrder.values().stream()
                .skip(skip)
                .limit(count)
                .map(Kept::resource)
                .map(this::copy)
                .toList();
    }

    synchronized int size() {
        return byId.size();
    }

    T copy(T resource) {
        return JsonHelper.copyResourceToObject(resource.deepCopy(), type);
    }

    private List<T> copies(Set<String> ids) {
        return ids.stream()
                .map(this::kept)
                .flatMap(Optional::stream)
                .map(this::copy)
                .toList();
    }

    private synchronized Optional<T> kept(String id) {
        return Optional.ofNullable(byId.get(id)).map(Kept::resource);
    }

    private void claimName(T resource, String id) {
        nameOf(resource).ifPresent(name -> {
            String owner = idByName.putIfAbsent(name, id);
            if (owner != null && !owner.equals(id)) {
                throw new ConflictException("'" + name + "' is already taken", ScimType.RFC7644.UNIQUENESS);
            }
        });
    }

    private void keep(String id, Kept<T> kept) {
        byId.put(id, kept);
        inOrder.put(kept.number(), kept);
        kept.resource()
                .getExternalId()
                .ifPresent(externalId -> idsByExternalId
                        .computeIfAbsent(externalId, none -> new LinkedHashSet<>())
                        .add(id));
    }

    private void forgetExternalId(T resource, String id) {
        resource.getExternalId()
                .ifPresent(externalId -> idsByExternalId.computeIfPresent(externalId, (same, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                }));
    }

    private void stamp(Kept<T> kept, Instant createdAt) {
        T resource = kept.resource();
        Meta meta = resource.getMeta().orElseGet(Meta::new);
        resource.remove(AttributeNames.RFC7643.META);
        resource.setMeta(meta);
        meta.setCreated(createdAt);
        meta.setLastModified(clock.instant());
        meta.setVersion(
                ETag.builder().weak(true).tag(Long.toString(kept.version())).build());
    }

    private Optional<String> nameOf(T resource) {
        return uniqueName.apply(resource).map(ResourceStore::folded);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static ResourceNotFoundException unknown(String id) {
        return new ResourceNotFoundException("there is no resource '" + id + "'", null, null);
    }
}
