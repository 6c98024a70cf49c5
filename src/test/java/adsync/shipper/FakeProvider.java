package adsync.shipper;

import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundUser;
import adsync.scim.ProviderFeatures;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOperation.Replace;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.scim.UserPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A provider in memory, with unique logins, that answers as a test tells it to. */
final class FakeProvider implements ScimClient {

    private final Map<String, Map<String, Object>> accounts = new LinkedHashMap<>();
    private final FakeGroups groups = new FakeGroups();
    private final List<String> requests = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private ProviderFeatures features = new ProviderFeatures(false, 0, 0, true);
    private Function<BulkRequest, Optional<BulkOutcome>> bulkRule = request -> Optional.empty();
    private @Nullable ScimOutcome readings;
    private @Nullable ScimOutcome searches;
    private Set<String> schemas = Set.of();
    private int number;
    private int largestPage = 200;
    private boolean paging = true;
    private boolean keepsExternalId = true;

    /** What an operation is answered with instead of being done. */
    private record Rule(Predicate<ScimOperation> about, ScimOutcome outcome, boolean done, AtomicInteger times) {}

    FakeProvider bulk(int operations, int octets) {
        features = new ProviderFeatures(true, operations, octets, true);
        return this;
    }

    /** As one that only replaces whole users. */
    void withoutPatch() {
        offers(new ProviderFeatures(false, 0, 0, false));
    }

    void offers(ProviderFeatures those) {
        features = those;
    }

    /** Accounts are created without their externalId. */
    void losesExternalId() {
        keepsExternalId = false;
    }

    void bulkAnswers(Function<BulkRequest, Optional<BulkOutcome>> rule) {
        bulkRule = rule;
    }

    /** These operations are not done, and answered so. */
    void always(Predicate<ScimOperation> about, ScimOutcome outcome) {
        rules.add(new Rule(about, outcome, false, new AtomicInteger(Integer.MAX_VALUE)));
    }

    void once(Predicate<ScimOperation> about, ScimOutcome outcome) {
        rules.add(new Rule(about, outcome, false, new AtomicInteger(1)));
    }

    /** The next such operation is done, and answered so nevertheless. */
    void doneOnce(Predicate<ScimOperation> about, ScimOutcome outcome) {
        rules.add(new Rule(about, outcome, true, new AtomicInteger(1)));
    }

    /** Whatever is read is answered so; null to answer properly. */
    void readingsAnswer(@Nullable ScimOutcome outcome) {
        readings = outcome;
    }

    /** Whatever is searched for is answered so. */
    void searchesAnswer(ScimOutcome outcome) {
        searches = outcome;
    }

    void heal() {
        rules.clear();
        searches = null;
        readings = null;
    }

    /** An account that somebody else made. */
    String stranger(String userName, @Nullable String externalId) {
        Map<String, Object> values = new TreeMap<>(Map.of("userName", userName, "active", true));
        if (externalId != null) {
            values.put("externalId", externalId);
        }
        return store(values);
    }

    void drop(String id) {
        accounts.remove(id);
    }

    /** What was asked for, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    long count(String word) {
        return requests.stream().filter(request -> request.startsWith(word)).count();
    }

    Map<String, Map<String, Object>> accounts() {
        return accounts;
    }

    /** An account that must be there. */
    Map<String, Object> account(String id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    /** The accounts with this login. */
    List<Map<String, Object>> named(String userName) {
        return accounts.values().stream()
                .filter(account -> userName.equals(account.get("userName")))
                .toList();
    }

    private String created(Create create) {
        Map<String, Object> values = new TreeMap<>(create.resource().values());
        if (!keepsExternalId) {
            values.remove("externalId");
        }
        return store(values);
    }

    private String store(Map<String, Object> values) {
        String id = "id-" + ++number;
        accounts.put(id, values);
        return id;
    }

    @Override
    public FakeGroups groups() {
        return groups;
    }

    @Override
    public Future<ProviderFeatures> discover() {
        return reading("DISCOVER", () -> features);
    }

    @Override
    public Future<Set<String>> schemas() {
        return reading("SCHEMAS", () -> schemas);
    }

    /** What it lists. */
    void schemas(String... urns) {
        schemas = Set.of(urns);
    }

    @Override
    public Future<ScimOutcome> execute(ScimOperation operation) {
        requests.add(
                switch (operation) {
                    case Create create -> "POST " + create.resource().userName();
                    case Patch patch -> "PATCH " + patch.id();
                    case Replace replace -> "PUT " + replace.id();
                    case Delete delete -> "DELETE " + delete.id();
                });
        return Future.succeededFuture(answer(operation));
    }

    private ScimOutcome answer(ScimOperation operation) {
        for (Rule rule : rules) {
            if (rule.about().test(operation) && rule.times().getAndDecrement() > 0) {
                if (rule.done()) {
                    perform(operation);
                }
                return rule.outcome();
            }
        }
        return perform(operation);
    }

    private ScimOutcome perform(ScimOperation operation) {
        return switch (operation) {
            case Create create -> {
                String login = create.resource().userName();
                yield named(login).isEmpty()
                        ? new ScimOutcome.Created(201, created(create))
                        : new ScimOutcome.Conflict(409, "'" + login + "' is taken");
            }
            case Change change -> {
                Map<String, Object> account = accounts.get(change.id());
                yield account == null ? new ScimOutcome.Missing(404) : edit(account, change);
            }
            case Delete delete ->
                accounts.remove(delete.id()) == null ? new ScimOutcome.Missing(404) : new ScimOutcome.Applied(204);
        };
    }

    private ScimOutcome edit(Map<String, Object> account, Change change) {
        List<Edit> edits = change.edits();
        for (Edit edit : edits) {
            Object value = edit.value();
            boolean renames =
                    "userName".equals(edit.path()) && !String.valueOf(value).equals(account.get("userName"));
            if (renames && !named(String.valueOf(value)).isEmpty()) {
                return new ScimOutcome.Conflict(409, "'" + value + "' is taken");
            }
        }
        if (change instanceof Replace replace) {
            account.putAll(replace.ours());
        }
        for (Edit edit : edits) {
            Object value = edit.value();
            if (value == null) {
                account.remove(edit.path());
            } else {
                account.put(edit.path(), value);
            }
        }
        return new ScimOutcome.Applied(200);
    }

    /** The sealed passwords with which the client itself fails, once each. */
    final Set<String> faults = ConcurrentHashMap.newKeySet();

    /** What passwords are answered with, in turn; afterwards they are taken. */
    final Deque<ScimOutcome> passwordAnswers = new ArrayDeque<>();

    /** By what was sealed, what is not answered before somebody does. */
    final Map<String, Promise<ScimOutcome>> silent = new ConcurrentHashMap<>();

    @Override
    public synchronized Future<ScimOutcome> password(SealedPassword password) {
        requests.add(
                "PASSWORD " + password.id() + " " + password.sealed() + (password.temporary() ? " temporary" : ""));
        if (faults.remove(password.sealed())) {
            throw new IllegalStateException("a fault");
        }
        Promise<ScimOutcome> later = silent.get(password.sealed());
        if (later != null) {
            return later.future();
        }
        ScimOutcome told = passwordAnswers.poll();
        if (told != null) {
            return Future.succeededFuture(told);
        }
        Map<String, Object> account = accounts.get(password.id());
        if (account == null) {
            return Future.succeededFuture(new ScimOutcome.Missing(404));
        }
        account.put("password", password.sealed());
        return Future.succeededFuture(new ScimOutcome.Applied(200));
    }

    @Override
    public Future<BulkOutcome> bulk(BulkRequest request) {
        requests.add("BULK " + request.size());
        return Future.succeededFuture(bulkRule.apply(request)
                .orElseGet(() -> new BulkOutcome.Answered(
                        request.operations().stream().map(this::answer).toList())));
    }

    @Override
    public Future<List<FoundUser>> findByExternalId(String externalId) {
        return reading("FIND " + externalId, () -> found("externalId", externalId));
    }

    @Override
    public Future<List<FoundUser>> findByUserName(String userName) {
        return reading("FIND " + userName, () -> found("userName", userName));
    }

    @Override
    public Future<Optional<FoundUser>> read(String id) {
        return reading("READ " + id, () -> Optional.ofNullable(accounts.get(id)).map(account -> found(id, account)));
    }

    @Override
    public Future<UserPage> page(long startIndex, int count) {
        return reading("PAGE " + startIndex, () -> {
            List<FoundUser> users = accounts.entrySet().stream()
                    .skip(paging ? startIndex - 1 : 0)
                    .limit(Math.min(count, largestPage))
                    .map(account -> found(account.getKey(), account.getValue()))
                    .toList();
            return new UserPage(accounts.size(), users.size(), users);
        });
    }

    /** Always the first page. */
    void ignorePaging() {
        paging = false;
    }

    /** However many are asked for. */
    void largestPage(int accounts) {
        largestPage = accounts;
    }

    @Override
    public Future<Long> countUsers() {
        return reading("COUNT", () -> (long) accounts.size());
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private List<FoundUser> found(String path, String value) {
        List<FoundUser> users = new ArrayList<>();
        accounts.forEach((id, account) -> {
            if (value.equals(account.get(path))) {
                users.add(found(id, account));
            }
        });
        return users;
    }

    private static FoundUser found(String id, Map<String, Object> account) {
        return FoundUser.of(
                id,
                Optional.ofNullable((String) account.get("externalId")),
                String.valueOf(account.get("userName")),
                account);
    }

    private <T> Future<T> reading(String request, Supplier<T> answer) {
        requests.add(request);
        ScimOutcome instead = request.startsWith("FIND") && searches != null ? searches : readings;
        return instead == null
                ? Future.succeededFuture(answer.get())
                : Future.failedFuture(new ScimException(instead, "GET " + request + ": " + instead));
    }
}
