package adsync.shipper;

import adsync.journal.ComparisonJournal;
import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundUser;
import adsync.scim.ProviderFeatures;
import adsync.scim.ScimClient;
import adsync.scim.ScimDigest;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Replace;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.scim.UserPage;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider that only seems to act: questions are answered as the real one would, operations are done on a copy of its accounts
 * and groups. What the real one does beyond RFC 7644, such as refusing a value, cannot be known. Nothing is ever sent that changes
 * anything. Thread-safe.
 */
final class RehearsedProvider implements ScimClient {

    /** Before the objectGUID in the id of an account that would be new. */
    static final String NEW = "new:";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;

    private final ScimClient real;
    private final AccountFile accounts;
    private final RehearsedGroups groups;

    /** The number of what each account was before it was changed or taken away; {@link AccountFile#NOWHERE} if it is new. */
    private final Map<String, Long> before = new LinkedHashMap<>();

    private boolean complete;
    private @Nullable Throwable failure;

    /**
     * Rehearses a provider.
     *
     * @param accounts empty
     * @param journal knows which members were sent
     */
    RehearsedProvider(ScimClient real, AccountFile accounts, ComparisonJournal journal) {
        this.real = real;
        this.accounts = accounts;
        this.groups = new RehearsedGroups(real.groups(), journal, this::failed);
    }

    /**
     * Copies all accounts, page by page. If the provider does not page, questions are put to it one by one instead. Fails with a
     * {@link adsync.scim.ScimException}.
     */
    Future<Void> copy() {
        return copy(Listing.from(1));
    }

    private Future<Void> copy(Listing listing) {
        return real.page(listing.startIndex(), Listing.PAGE).compose(page -> {
            Listing behind = listing.behind(page);
            if (behind.other()) {
                page.users().forEach(this::keep);
            }
            if (!behind.over()) {
                return copy(behind);
            }
            finished(behind.complete());
            return Future.succeededFuture();
        });
    }

    private synchronized void finished(boolean whole) {
        complete = whole;
    }

    private FoundUser keep(FoundUser account) {
        accounts.put(account);
        return account;
    }

    /** The ids of the accounts that would be changed, created or deleted, in the order in which they would first be. */
    synchronized Collection<String> changed() {
        return List.copyOf(before.keySet());
    }

    /** An account as it is at the provider; empty if it is not there. */
    synchronized Optional<FoundUser> before(String id) {
        Long number = before.get(id);
        return number == null ? accounts.byId(id) : accounts.at(number);
    }

    /** An account as it would be; empty if it would not be there. */
    Optional<FoundUser> after(String id) {
        return accounts.byId(id);
    }

    /** Why the real provider did not answer; null as long as it does. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public Future<ProviderFeatures> discover() {
        return asked(real.discover()).map(features -> new ProviderFeatures(false, 0, 0, features.patch()));
    }

    @Override
    public Future<Set<String>> schemas() {
        return real.schemas();
    }

    @Override
    public Future<Long> countUsers() {
        return asked(real.countUsers());
    }

    /** Out of the copy, in which an account that was changed has gone to the end. */
    @Override
    public Future<UserPage> page(long startIndex, int count) {
        long all = accounts.size();
        long size = Math.clamp(all - startIndex + 1, 0, count);
        return Future.succeededFuture(
                new UserPage(all, (int) size, accounts.from(startIndex - 1, Math.toIntExact(size))));
    }

    @Override
    public Future<ScimOutcome> execute(ScimOperation operation) {
        return switch (operation) {
            case Create create ->
                findByUserName(create.resource().userName())
                        .map(found -> found.isEmpty() ? create(create) : taken(found.getFirst()));
            case Change change -> change(change);
            case Delete delete -> read(delete.id()).map(found -> delete(delete, found.isPresent()));
        };
    }

    private ScimOutcome create(Create create) {
        FoundUser account = created(create);
        remember(account.id());
        accounts.put(account);
        return new ScimOutcome.Created(CREATED, account.id());
    }

    private static ScimOutcome taken(FoundUser by) {
        return new ScimOutcome.Conflict(CONFLICT, "account " + by.id() + " has this userName");
    }

    private Future<ScimOutcome> change(Change change) {
        return read(change.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new ScimOutcome.Missing(NOT_FOUND));
            }
            return holderOfLogin(change, found.get())
                    .map(holder -> holder.map(RehearsedProvider::taken).orElseGet(() -> edit(change, found.get())));
        });
    }

    private Future<Optional<FoundUser>> holderOfLogin(Change change, FoundUser account) {
        Optional<Object> login = change.edits().stream()
                .filter(edit -> edit.path().equals(Planner.LOGIN))
                .findFirst()
                .map(Edit::value);
        return login.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : findByUserName(login.get().toString())
                        .map(found -> found.stream()
                                .filter(other -> !other.id().equals(account.id()))
                                .findFirst());
    }

    private ScimOutcome edit(Change change, FoundUser account) {
        remember(change.id());
        accounts.put(edited(account, change));
        return new ScimOutcome.Applied(OK);
    }

    private static FoundUser edited(FoundUser account, Change change) {
        Map<String, Object> values = new TreeMap<>(account.values());
        if (change instanceof Replace replace) {
            Map<String, String> held = account.digests();
            replace.ours().forEach((path, value) -> {
                if (!ScimDigest.of(path, value).equals(held.get(path))) {
                    values.put(path, value);
                }
            });
        }
        for (Edit edit : change.edits()) {
            Object value = edit.value();
            if (value == null) {
                values.remove(edit.path());
            } else {
                values.put(edit.path(), value);
            }
        }
        Object externalId = values.get("externalId");
        return FoundUser.of(
                account.id(),
                externalId == null ? account.externalId() : Optional.of(externalId.toString()),
                values.getOrDefault(Planner.LOGIN, account.userName()).toString(),
                values);
    }

    private static FoundUser created(Create create) {
        return FoundUser.of(
                NEW + create.resource().externalId(),
                Optional.of(create.resource().externalId()),
                create.resource().userName(),
                create.resource().values());
    }

    /** What an operation makes of an account. */
    static Optional<FoundUser> done(ScimOperation operation, Optional<FoundUser> account) {
        return switch (operation) {
            case Create create -> Optional.of(created(create));
            case Change change -> account.map(before -> edited(before, change));
            case Delete delete -> Optional.empty();
        };
    }

    private ScimOutcome delete(Delete delete, boolean there) {
        if (!there) {
            return new ScimOutcome.Missing(NOT_FOUND);
        }
        remember(delete.id());
        accounts.remove(delete.id());
        return new ScimOutcome.Applied(NO_CONTENT);
    }

    private synchronized void remember(String id) {
        before.computeIfAbsent(id, accounts::number);
    }

    /** Never asked: {@link #discover} says that there is no bulk. */
    @Override
    public Future<BulkOutcome> bulk(BulkRequest request) {
        return Future.succeededFuture(new BulkOutcome.Unsupported(NOT_IMPLEMENTED));
    }

    /** Never asked: passwords are not rehearsed. */
    @Override
    public Future<ScimOutcome> password(SealedPassword password) {
        return Future.succeededFuture(new ScimOutcome.Refused(NOT_IMPLEMENTED, "passwords are not rehearsed"));
    }

    @Override
    public RehearsedGroups groups() {
        return groups;
    }

    @Override
    public Future<List<FoundUser>> findByExternalId(String externalId) {
        List<FoundUser> found = accounts.byExternalId(externalId);
        return !found.isEmpty() || known()
                ? Future.succeededFuture(found)
                : asked(real.findByExternalId(externalId)).map(this::strangers);
    }

    @Override
    public Future<List<FoundUser>> findByUserName(String userName) {
        List<FoundUser> found = accounts.byLogin(userName);
        return !found.isEmpty() || known()
                ? Future.succeededFuture(found)
                : asked(real.findByUserName(userName)).map(this::strangers);
    }

    @Override
    public Future<Optional<FoundUser>> read(String id) {
        Optional<FoundUser> found = accounts.byId(id);
        return found.isPresent() || known() || touched(id)
                ? Future.succeededFuture(found)
                : asked(real.read(id)).map(account -> account.map(this::keep));
    }

    /** What the real provider knows of an account that we have changed here is not true any more. */
    private List<FoundUser> strangers(List<FoundUser> found) {
        return found.stream()
                .filter(account -> !touched(account.id()))
                .map(this::keep)
                .toList();
    }

    private synchronized boolean known() {
        return complete;
    }

    private synchronized boolean touched(String id) {
        return before.containsKey(id);
    }

    private <T> Future<T> asked(Future<T> question) {
        return question.onFailure(this::failed);
    }

    private synchronized void failed(Throwable why) {
        failure = failure == null ? why : failure;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
