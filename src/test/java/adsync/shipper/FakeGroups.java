package adsync.shipper;

import adsync.change.CorrelationId;
import adsync.scim.FoundGroup;
import adsync.scim.GroupMembers;
import adsync.scim.GroupPage;
import adsync.scim.ScimException;
import adsync.scim.ScimGroups;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Groups in memory that count what they are asked. */
final class FakeGroups implements ScimGroups {

    private final Map<String, FoundGroup> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private @Nullable ScimOutcome readings;
    private int largestPage = 200;
    private int number;
    private boolean unique;
    private final Map<String, ScimOutcome> unreadable = new LinkedHashMap<>();

    /** A group that is there. */
    String stranger(String displayName, @Nullable String externalId) {
        String id = "group-" + ++number;
        groups.put(id, new FoundGroup(id, Optional.ofNullable(externalId), displayName));
        return id;
    }

    /** Whatever is read is answered so. */
    void readingsAnswer(ScimOutcome outcome) {
        readings = outcome;
    }

    /** What was asked for, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    Map<String, FoundGroup> groups() {
        return Map.copyOf(groups);
    }

    @Override
    public Future<ScimOutcome> create(CorrelationId correlationId, String externalId, String displayName) {
        requests.add("POST " + displayName);
        if (unique
                && groups.values().stream()
                        .anyMatch(group -> group.displayName().equals(displayName))) {
            return Future.succeededFuture(new ScimOutcome.Conflict(409, "taken"));
        }
        return Future.succeededFuture(new ScimOutcome.Created(201, stranger(displayName, externalId)));
    }

    @Override
    public Future<ScimOutcome> rename(CorrelationId correlationId, String id, String displayName) {
        requests.add("PATCH " + id);
        FoundGroup before = groups.get(id);
        if (before != null) {
            groups.put(id, new FoundGroup(id, before.externalId(), displayName));
        }
        return done(before != null);
    }

    /** The ids of a group's members, to be changed. */
    Set<String> membersOf(String id) {
        return members.computeIfAbsent(id, none -> new TreeSet<>());
    }

    /** Somebody does something to a group. */
    void put(FoundGroup group) {
        groups.put(group.id(), group);
    }

    void drop(String id) {
        groups.remove(id);
        members.remove(id);
    }

    @Override
    public Future<ScimOutcome> add(CorrelationId correlationId, String id, List<Member> more) {
        requests.add("PATCH " + id);
        more.forEach(member -> membersOf(id).add(member.id()));
        return done(groups.containsKey(id));
    }

    @Override
    public Future<ScimOutcome> remove(CorrelationId correlationId, String id, List<String> fewer) {
        requests.add("PATCH " + id);
        fewer.forEach(membersOf(id)::remove);
        return done(groups.containsKey(id));
    }

    @Override
    public Future<ScimOutcome> delete(CorrelationId correlationId, String id) {
        requests.add("DELETE " + id);
        members.remove(id);
        return done(groups.remove(id) != null);
    }

    private static Future<ScimOutcome> done(boolean there) {
        return Future.succeededFuture(there ? new ScimOutcome.Applied(200) : new ScimOutcome.Missing(404));
    }

    @Override
    public Future<Optional<FoundGroup>> read(String id) {
        return reading("READ " + id, () -> Optional.ofNullable(groups.get(id)));
    }

    /** From now on each name is taken once. */
    void uniqueNames() {
        unique = true;
    }

    /** Whoever reads this group with its members is answered so. */
    void membersAnswer(String id, ScimOutcome outcome) {
        unreadable.put(id, outcome);
    }

    @Override
    public Future<Optional<GroupMembers>> members(String id) {
        ScimOutcome broken = unreadable.get(id);
        if (broken != null) {
            return Future.failedFuture(new ScimException(broken, "MEMBERS " + id + ": " + broken));
        }
        return reading(
                "MEMBERS " + id,
                () -> Optional.ofNullable(groups.get(id)).map(group -> new GroupMembers(group, membersOf(id))));
    }

    @Override
    public Future<GroupPage> page(long startIndex, int count) {
        return reading("PAGE " + startIndex, () -> {
            List<FoundGroup> page = groups.values().stream()
                    .skip(startIndex - 1)
                    .limit(Math.min(count, largestPage))
                    .toList();
            return new GroupPage(groups.size(), page.size(), page);
        });
    }

    /** However many are asked for. */
    void largestPage(int most) {
        largestPage = most;
    }

    @Override
    public Future<List<FoundGroup>> findByExternalId(String externalId) {
        return reading(
                "KEY " + externalId,
                () -> fitting(
                        group -> group.externalId().filter(externalId::equals).isPresent()));
    }

    @Override
    public Future<List<FoundGroup>> findByName(String displayName) {
        return reading(
                "NAME " + displayName,
                () -> fitting(group -> group.displayName().equalsIgnoreCase(displayName)));
    }

    private List<FoundGroup> fitting(Predicate<FoundGroup> fits) {
        return groups.values().stream().filter(fits).toList();
    }

    private <T> Future<T> reading(String request, Supplier<T> answer) {
        requests.add(request);
        ScimOutcome instead = readings;
        return instead == null
                ? Future.succeededFuture(answer.get())
                : Future.failedFuture(new ScimException(instead, request + ": " + instead));
    }
}
