package adsync.simulation;

import adsync.change.CorrelationId;
import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundGroup;
import adsync.scim.FoundUser;
import adsync.scim.GroupMembers;
import adsync.scim.GroupPage;
import adsync.scim.ProviderFeatures;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.scim.ScimGroups;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.scim.UserPage;
import adsync.simulation.ProviderFaults.Fault;
import adsync.simulation.SimulatedProvider.ProvidedGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How one process reaches the provider: requests and answers each take a while, and get lost. */
final class ProviderClient implements ScimClient {

    private static final int LONGEST_WAY = 40;
    private static final int GIVES_UP_AFTER = 2000;

    private final Scheduler scheduler;
    private final SimulatedProcess process;
    private final SimulatedProvider provider;
    private final ProviderFaults faults;
    private final BooleanSupplier coin;
    private final Trace trace;
    private final ProviderFeatures features;

    /**
     * Of a process.
     *
     * @param coin whether what was sent before a death arrives
     */
    ProviderClient(
            Scheduler scheduler,
            SimulatedProcess process,
            SimulatedProvider provider,
            ProviderFaults faults,
            BooleanSupplier coin,
            Trace trace,
            boolean bulk) {
        this.scheduler = scheduler;
        this.process = process;
        this.provider = provider;
        this.faults = faults;
        this.coin = coin;
        this.trace = trace;
        this.features = bulk ? new ProviderFeatures(true, 10, 100_000, true) : new ProviderFeatures(false, 0, 0, true);
    }

    /** Whatever is asked: there, done, and back. */
    private <T> Future<T> send(String what, Supplier<T> act, Function<ScimOutcome, T> failed) {
        process.live();
        Promise<T> promise = Promise.promise();
        Lane caller = process.lane();
        Fault fault = faults.next();
        scheduler.after(scheduler.within(1, LONGEST_WAY), () -> {
            if (process.dead() && coin.getAsBoolean()) {
                return;
            }
            if (fault != null) {
                trace.add("provider: " + what + ": " + fault.outcome() + (fault.acted() ? ", but done" : ""));
            }
            T done = fault == null || fault.acted() ? act.get() : null;
            boolean lost = fault != null && fault.outcome() instanceof ScimOutcome.Unknown;
            scheduler.after(
                    lost ? scheduler.within(1, GIVES_UP_AFTER) : scheduler.within(1, LONGEST_WAY),
                    () -> caller.post(() -> answer(
                            promise, () -> fault == null && done != null ? done : failed.apply(outcome(fault)))));
        });
        return promise.future();
    }

    private static ScimOutcome outcome(@Nullable Fault fault) {
        return fault == null ? new ScimOutcome.Unknown(0, "nothing") : fault.outcome();
    }

    private static <T> void answer(Promise<T> promise, Supplier<T> answer) {
        try {
            promise.complete(answer.get());
        } catch (ScimException e) {
            promise.fail(e);
        }
    }

    private <T> Future<T> read(String what, Supplier<T> act) {
        return send(what, act, outcome -> {
            throw new ScimException(outcome, what + ": " + outcome);
        });
    }

    private Future<ScimOutcome> change(String what, Supplier<ScimOutcome> act) {
        return send(what, act, outcome -> outcome);
    }

    @Override
    public Future<ProviderFeatures> discover() {
        return read("discover", () -> features);
    }

    @Override
    public Future<Set<String>> schemas() {
        return read("schemas", Set::of);
    }

    @Override
    public Future<ScimOutcome> execute(ScimOperation operation) {
        return change(SimulatedProvider.shown(operation), () -> provider.perform(operation));
    }

    @Override
    public Future<ScimOutcome> password(SealedPassword password) {
        return change("password", () -> provider.password(password.id(), password.sealed()));
    }

    @Override
    public Future<BulkOutcome> bulk(BulkRequest request) {
        return send(
                "bulk of " + request.size(),
                () -> new BulkOutcome.Answered(
                        request.operations().stream().map(provider::perform).toList()),
                BulkOutcome.Whole::new);
    }

    @Override
    public Future<List<FoundUser>> findByExternalId(String externalId) {
        return read("find " + externalId, () -> provider.found("externalId", externalId));
    }

    @Override
    public Future<List<FoundUser>> findByUserName(String userName) {
        return read("find " + userName, () -> provider.found("userName", userName));
    }

    @Override
    public Future<Optional<FoundUser>> read(String id) {
        return read(
                "read " + id,
                () -> provider.accounts().containsKey(id) ? Optional.of(provider.found(id)) : Optional.empty());
    }

    @Override
    public Future<UserPage> page(long startIndex, int count) {
        return read("page " + startIndex, () -> {
            List<FoundUser> users = provider.accounts().keySet().stream()
                    .skip(startIndex - 1)
                    .limit(count)
                    .map(provider::found)
                    .toList();
            return new UserPage(provider.accounts().size(), users.size(), users);
        });
    }

    @Override
    public Future<Long> countUsers() {
        return read("count", () -> (long) provider.accounts().size());
    }

    @Override
    public ScimGroups groups() {
        return new Groups();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private final class Groups implements ScimGroups {

        @Override
        public Future<ScimOutcome> create(CorrelationId correlationId, String externalId, String displayName) {
            return change("new group " + displayName, () -> {
                if (provider.groups().values().stream()
                        .anyMatch(group -> group.externalId().equals(externalId))) {
                    throw new Violation("a second group was made for " + externalId);
                }
                String id = provider.newId("g");
                provider.groups().put(id, new ProvidedGroup(externalId, displayName, List.of()));
                trace.add("provider: new group " + id + " " + displayName);
                return new ScimOutcome.Created(201, id);
            });
        }

        private Future<ScimOutcome> edit(String what, String id, UnaryOperator<ProvidedGroup> edit) {
            return change(what + " of " + id, () -> {
                ProvidedGroup group = provider.groups().get(id);
                if (group == null) {
                    return new ScimOutcome.Missing(404);
                }
                provider.groups().put(id, edit.apply(group));
                trace.add("provider: " + what + " of " + id);
                return new ScimOutcome.Applied(200);
            });
        }

        @Override
        public Future<ScimOutcome> rename(CorrelationId correlationId, String id, String displayName) {
            return edit(
                    "name " + displayName,
                    id,
                    group -> new ProvidedGroup(group.externalId(), displayName, group.members()));
        }

        @Override
        public Future<ScimOutcome> add(CorrelationId correlationId, String id, List<Member> members) {
            return edit("add " + members.stream().map(Member::id).toList(), id, group -> {
                List<String> all = new ArrayList<>(group.members());
                members.forEach(member -> {
                    all.add(member.id());
                    provider.harm().putInAgain(group.externalId(), member.id());
                });
                return new ProvidedGroup(group.externalId(), group.displayName(), all);
            });
        }

        @Override
        public Future<ScimOutcome> remove(CorrelationId correlationId, String id, List<String> members) {
            return edit("remove " + members, id, group -> {
                provider.removed(group, members);
                List<String> all = new ArrayList<>(group.members());
                all.removeAll(members);
                return new ProvidedGroup(group.externalId(), group.displayName(), all);
            });
        }

        @Override
        public Future<ScimOutcome> delete(CorrelationId correlationId, String id) {
            return change("delete group " + id, () -> {
                trace.add("provider: deleted group " + id);
                ProvidedGroup deleted = provider.groups().remove(id);
                if (deleted == null) {
                    return new ScimOutcome.Missing(404);
                }
                provider.harm().note(Harm.Kind.WITHDRAWN, deleted.externalId(), "");
                return new ScimOutcome.Applied(204);
            });
        }

        @Override
        public Future<Optional<FoundGroup>> read(String id) {
            return ProviderClient.this.read(
                    "read " + id,
                    () -> Optional.ofNullable(provider.groups().get(id)).map(group -> shown(id, group)));
        }

        @Override
        public Future<Optional<GroupMembers>> members(String id) {
            return ProviderClient.this.read(
                    "members of " + id,
                    () -> Optional.ofNullable(provider.groups().get(id))
                            .map(group -> new GroupMembers(shown(id, group), Set.copyOf(group.members()))));
        }

        @Override
        public Future<GroupPage> page(long startIndex, int count) {
            return ProviderClient.this.read("groups from " + startIndex, () -> {
                List<FoundGroup> page = provider.groups().entrySet().stream()
                        .skip(startIndex - 1)
                        .limit(count)
                        .map(group -> shown(group.getKey(), group.getValue()))
                        .toList();
                return new GroupPage(provider.groups().size(), page.size(), page);
            });
        }

        @Override
        public Future<List<FoundGroup>> findByExternalId(String externalId) {
            return find(externalId, group -> group.externalId().equals(externalId));
        }

        @Override
        public Future<List<FoundGroup>> findByName(String displayName) {
            return find(displayName, group -> group.displayName().equalsIgnoreCase(displayName));
        }

        private Future<List<FoundGroup>> find(String what, Predicate<ProvidedGroup> fits) {
            return ProviderClient.this.read(
                    "find group " + what,
                    () -> provider.groups().entrySet().stream()
                            .filter(group -> fits.test(group.getValue()))
                            .map(group -> shown(group.getKey(), group.getValue()))
                            .toList());
        }

        private FoundGroup shown(String id, ProvidedGroup group) {
            return new FoundGroup(id, Optional.of(group.externalId()), group.displayName());
        }
    }
}
