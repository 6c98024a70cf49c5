package adsync.shipper;

import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.journal.ComparisonJournal;
import adsync.scim.FoundGroup;
import adsync.scim.GroupMembers;
import adsync.scim.GroupPage;
import adsync.scim.ScimGroups;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider's groups that only seem to be changed: each question is put to the real ones once, and what is done is done to a copy
 * of those that were met. Members are not copied, there may be very many: all are taken, as RFC 7644 has it. Thread-safe.
 */
final class RehearsedGroups implements ScimGroups {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final ScimGroups real;
    private final ComparisonJournal journal;
    private final Consumer<Throwable> failed;

    /** The groups that were met, as they are at the provider; empty for those that are not there. */
    private final Map<String, Optional<FoundGroup>> before = new HashMap<>();

    /** Those of them that would be there, and the new ones, as they would be. */
    private final Map<String, FoundGroup> after = new HashMap<>();

    /** Questions that were put. */
    private final Set<String> asked = new HashSet<>();

    /** Groups that are, or were, an answer to a question. */
    private final Map<String, Set<String>> ids = new HashMap<>();

    /** Whose each group is that we have there. */
    private final Map<String, ObjectGuid> owners = new HashMap<>();

    /** Of groups that are there, members who were sent. */
    private final Map<String, Sent> sent = new HashMap<>();

    /**
     * Members who were sent to a group. Of one that was taken over just now all of its members were, which the journal knows.
     *
     * @param known whether we had the group before
     */
    private record Sent(Future<Boolean> known, Set<String> added, Set<String> removed) {}

    /** The group whose name each got that was made or renamed. */
    private final Map<String, String> namesakes = new HashMap<>();

    /**
     * Rehearses.
     *
     * @param journal knows which members were sent
     * @param failed told why the real provider does not answer
     */
    RehearsedGroups(ScimGroups real, ComparisonJournal journal, Consumer<Throwable> failed) {
        this.real = real;
        this.journal = journal;
        this.failed = failed;
    }

    /** A group as it is at the provider; empty if it is not there, or was not met. */
    synchronized Optional<FoundGroup> before(String id) {
        return before.getOrDefault(id, Optional.empty());
    }

    /** A group that was met as it would be; empty if it would not be there. */
    synchronized Optional<FoundGroup> after(String id) {
        return Optional.ofNullable(after.get(id));
    }

    /** A group that had the name already which this one gets: some providers do not take a second one. */
    synchronized Optional<String> namesake(String id) {
        return Optional.ofNullable(namesakes.get(id));
    }

    /** The groups that have this key, or had it. */
    synchronized Set<String> keyed(String externalId) {
        return Set.copyOf(ids.getOrDefault(key(externalId), Set.of()));
    }

    @Override
    public Future<ScimOutcome> create(CorrelationId correlationId, String externalId, String displayName) {
        String id = RehearsedProvider.NEW + externalId;
        return put(new FoundGroup(id, Optional.of(externalId), displayName), new ScimOutcome.Created(CREATED, id));
    }

    @Override
    public Future<ScimOutcome> rename(CorrelationId correlationId, String id, String displayName) {
        return ifThere(
                id, group -> put(new FoundGroup(id, group.externalId(), displayName), new ScimOutcome.Applied(OK)));
    }

    private Future<ScimOutcome> put(FoundGroup group, ScimOutcome done) {
        return findByName(group.displayName())
                .map(found -> {
                    put(group, found);
                    return done;
                })
                .otherwise(RehearsedGroups::unanswered);
    }

    private synchronized void put(FoundGroup group, List<FoundGroup> sameName) {
        keep(group);
        namesakes.remove(group.id());
        sameName.stream()
                .map(FoundGroup::id)
                .filter(id -> !id.equals(group.id()))
                .findFirst()
                .ifPresent(id -> namesakes.put(group.id(), id));
    }

    /** Notes whose a group is. */
    synchronized void owned(String id, ObjectGuid owner) {
        owners.put(id, owner);
    }

    @Override
    public Future<ScimOutcome> add(CorrelationId correlationId, String id, List<Member> members) {
        return ifThere(
                id,
                group -> sent(id).known().map(known -> {
                    send(
                            id,
                            members.stream()
                                    .filter(member -> known)
                                    .map(Member::id)
                                    .toList(),
                            List.of());
                    return new ScimOutcome.Applied(OK);
                }));
    }

    @Override
    public Future<ScimOutcome> remove(CorrelationId correlationId, String id, List<String> members) {
        return ifThere(
                id,
                group -> sent(id).known().map(known -> {
                    send(id, List.of(), members);
                    return new ScimOutcome.Applied(OK);
                }));
    }

    /** Asks the journal before anything is sent to a group, since afterwards each is known. */
    private synchronized Sent sent(String id) {
        return sent.computeIfAbsent(
                id,
                one -> new Sent(
                        journal.ownGroups(List.of(one)).map(own -> own.contains(one)),
                        new HashSet<>(),
                        new HashSet<>()));
    }

    private synchronized void send(String id, List<String> added, List<String> removed) {
        if (!id.startsWith(RehearsedProvider.NEW)) {
            Sent members = sent(id);
            removed.forEach(members.added()::remove);
            members.removed().addAll(removed);
            members.removed().removeAll(added);
            members.added().addAll(added);
        }
    }

    @Override
    public Future<ScimOutcome> delete(CorrelationId correlationId, String id) {
        return ifThere(id, group -> {
            forget(id);
            return Future.succeededFuture(new ScimOutcome.Applied(OK));
        });
    }

    private synchronized void forget(String id) {
        after.remove(id);
        namesakes.remove(id);
    }

    /** What is done to a group that is there. */
    private interface Deed {
        Future<ScimOutcome> to(FoundGroup group);
    }

    private Future<ScimOutcome> ifThere(String id, Deed deed) {
        return read(id).compose(group ->
                        group.map(deed::to).orElseGet(() -> Future.succeededFuture(new ScimOutcome.Missing(NOT_FOUND))))
                .otherwise(RehearsedGroups::unanswered);
    }

    private static ScimOutcome unanswered(Throwable why) {
        return new ScimOutcome.Unknown(0, String.valueOf(why.getMessage()));
    }

    @Override
    public Future<Optional<FoundGroup>> read(String id) {
        return met(id)
                ? Future.succeededFuture(after(id))
                : real.read(id).onSuccess(group -> meet(id, group.orElse(null))).onFailure(failed::accept);
    }

    /** If the real provider does not answer, that is about this group alone. */
    @Override
    public Future<Optional<GroupMembers>> members(String id) {
        Optional<FoundGroup> group = met(id) ? after(id) : Optional.empty();
        if (met(id) && group.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        if (id.startsWith(RehearsedProvider.NEW)) {
            return acknowledged(id).map(members -> group.map(one -> new GroupMembers(one, members)));
        }
        return real.members(id)
                .compose(there -> there.isEmpty()
                        ? Future.succeededFuture(there)
                        : members(id, there.get().members())
                                .map(members -> Optional.of(new GroupMembers(
                                        group.orElse(there.get().group()), members))));
    }

    /** What has become of the members that a group has. */
    private Future<Set<String>> members(String id, Set<String> there) {
        Sent changes = sent(id);
        return changes.known()
                .compose(known -> known ? Future.succeededFuture(Set.copyOf(changes.added())) : acknowledged(id))
                .map(added -> {
                    Set<String> members = new HashSet<>(there);
                    members.removeAll(changes.removed());
                    members.addAll(added);
                    return members;
                });
    }

    private Future<Set<String>> acknowledged(String id) {
        ObjectGuid owner = owner(id);
        return owner == null
                ? Future.succeededFuture(Set.of())
                : journal.sentMembers(owner).map(Map::keySet);
    }

    private synchronized @Nullable ObjectGuid owner(String id) {
        return owners.get(id);
    }

    @Override
    public Future<GroupPage> page(long startIndex, int count) {
        return real.page(startIndex, count)
                .onFailure(failed::accept)
                .map(page -> new GroupPage(
                        page.total(),
                        page.size(),
                        page.groups().stream()
                                .flatMap(group -> now(group).stream())
                                .toList()));
    }

    private synchronized Optional<FoundGroup> now(FoundGroup group) {
        return met(group.id()) ? after(group.id()) : Optional.of(group);
    }

    private synchronized boolean met(String id) {
        return before.containsKey(id) || after.containsKey(id);
    }

    private synchronized void meet(String id, @Nullable FoundGroup group) {
        if (!met(id)) {
            before.put(id, Optional.ofNullable(group));
            if (group != null) {
                keep(group);
            }
        }
    }

    private void keep(FoundGroup group) {
        after.put(group.id(), group);
        questions(group)
                .forEach(question -> ids.computeIfAbsent(question, one -> new LinkedHashSet<>())
                        .add(group.id()));
    }

    @Override
    public Future<List<FoundGroup>> findByExternalId(String externalId) {
        return find(key(externalId), () -> real.findByExternalId(externalId));
    }

    @Override
    public Future<List<FoundGroup>> findByName(String displayName) {
        return find(name(displayName), () -> real.findByName(displayName));
    }

    private Future<List<FoundGroup>> find(String question, Supplier<Future<List<FoundGroup>>> answer) {
        Future<List<FoundGroup>> found = first(question)
                ? answer.get()
                        .onSuccess(groups -> groups.forEach(group -> meet(group.id(), group)))
                        .onFailure(failed::accept)
                : Future.succeededFuture(List.of());
        return found.map(groups -> answered(question));
    }

    private synchronized boolean first(String question) {
        return asked.add(question);
    }

    /** Out of those that were met: they may have changed since. */
    private synchronized List<FoundGroup> answered(String question) {
        return ids.getOrDefault(question, Set.of()).stream()
                .map(after::get)
                .filter(Objects::nonNull)
                .filter(group -> questions(group).contains(question))
                .toList();
    }

    private static String key(String externalId) {
        return "externalId " + externalId.toLowerCase(Locale.ROOT);
    }

    private static String name(String displayName) {
        return "displayName " + displayName.toLowerCase(Locale.ROOT);
    }

    /** What it is an answer to. */
    private static List<String> questions(FoundGroup group) {
        String name = name(group.displayName());
        return group.externalId().map(own -> List.of(name, key(own))).orElse(List.of(name));
    }
}
