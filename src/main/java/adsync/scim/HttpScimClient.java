package adsync.scim;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOperation.Replace;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Denied;
import adsync.scim.ScimOutcome.Missing;
import adsync.scim.ScimOutcome.Unknown;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The portable dialect over HTTP. */
final class HttpScimClient implements ScimClient {

    private final ScimOptions options;
    private final HttpTransport transport;
    private final Endpoint endpoint;
    private final AnswerReader reader;
    private final BulkExchange bulkExchange;
    private final ScimGroups groups;

    HttpScimClient(
            ScimOptions options, HttpTransport transport, Endpoint endpoint, AnswerReader reader, Meters meters) {
        this.options = options;
        this.transport = transport;
        this.endpoint = endpoint;
        this.reader = reader;
        bulkExchange = new BulkExchange(options, endpoint, reader, meters, this::patchApart);
        groups = new HttpScimGroups(options, endpoint, reader, this);
    }

    @Override
    public Future<ProviderFeatures> discover() {
        // Whatever the 404 looks like: if the whole endpoint is missing, the next request says so.
        return get("/ServiceProviderConfig", answer -> ServiceProviderConfig.read(answer.json()))
                .recover(failure -> failure instanceof ScimException known
                                && known.outcome().status() == 404
                        ? Future.succeededFuture(ServiceProviderConfig.UNKNOWN)
                        : Future.failedFuture(failure))
                .compose(this::enough);
    }

    private Future<ProviderFeatures> enough(ProviderFeatures features) {
        if (features.patch() || options.needPatch().isEmpty()) {
            return Future.succeededFuture(features);
        }
        String cause = Explanation.noPatch(options.needPatch());
        return Future.failedFuture(new ScimException(new Denied(0, cause), cause));
    }

    @Override
    public Future<Set<String>> schemas() {
        return get("/Schemas", answer -> SchemaList.read(answer.json()));
    }

    @Override
    public Future<ScimOutcome> execute(ScimOperation operation) {
        return neverFailing(() -> switch (operation) {
            case Create create -> create(create);
            case Patch patch -> patch(patch);
            case Replace replace -> replace(replace);
            case Delete delete -> delete(delete);
        });
    }

    @Override
    public Future<ScimOutcome> password(SealedPassword password) {
        return neverFailing(() -> endpoint.ask(method(password).name(), passwordCall(password))
                .map(reply -> Untold.of(reader.read(Asked.CHANGE, reply))));
    }

    private static HttpMethod method(SealedPassword password) {
        return password.way() instanceof SealedPassword.Attribute ? HttpMethod.PATCH : HttpMethod.POST;
    }

    private HttpCall passwordCall(SealedPassword password) {
        String key = password.correlationId().value();
        return switch (password.way()) {
            case SealedPassword.Attribute attribute ->
                call(HttpMethod.PATCH, BulkEncoder.path(password.id()), key)
                        .with(PatchEncoder.encode(edits(attribute, password)));
            case SealedPassword.Endpoint place ->
                call(HttpMethod.POST, place.path().replace(SealedPassword.Endpoint.ID, encode(password.id())), key)
                        .with(body(password));
        };
    }

    private static List<Edit> edits(SealedPassword.Attribute attribute, SealedPassword password) {
        Edit sealed = new Edit(attribute.path(), password.sealed(), false);
        return attribute
                .mark()
                .filter(mark -> password.temporary())
                .map(mark -> List.of(sealed, new Edit(mark, true, false)))
                .orElse(List.of(sealed));
    }

    private static JsonObject body(SealedPassword password) {
        JsonObject body = new JsonObject().put("password", password.sealed());
        return password.temporary() ? body.put("mustChangePassword", true) : body;
    }

    @Override
    public Future<BulkOutcome> bulk(BulkRequest request) {
        return bulkExchange.send(request);
    }

    @Override
    public Future<List<FoundUser>> findByExternalId(String externalId) {
        // Checked again here: a provider that ignores the filter answers with anybody.
        return find("externalId", externalId)
                .map(found -> found.stream()
                        .filter(user -> user.externalId()
                                .filter(externalId::equalsIgnoreCase)
                                .isPresent())
                        .toList());
    }

    @Override
    public Future<List<FoundUser>> findByUserName(String userName) {
        return find("userName", userName)
                .map(found -> found.stream()
                        .filter(user -> user.userName().equalsIgnoreCase(userName))
                        .toList());
    }

    @Override
    public Future<Optional<FoundUser>> read(String id) {
        return get(BulkEncoder.path(id), answer -> UserReader.read(answer.json()))
                .compose(user -> user.isPresent()
                        ? Future.succeededFuture(user)
                        : Future.failedFuture(notScim(200, "the answer is no user")))
                .recover(failure -> failure instanceof ScimException known && known.outcome() instanceof Missing
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<UserPage> page(long startIndex, int count) {
        return get("/Users?startIndex=" + startIndex + "&count=" + count, Function.identity())
                .compose(answer -> {
                    UserPage page = UserReader.readPage(answer.json());
                    return page.total() < 0
                            ? Future.failedFuture(notScim(answer.status(), "the list has no totalResults"))
                            : Future.succeededFuture(page);
                });
    }

    @Override
    public Future<Long> countUsers() {
        // Not count=0, to which some providers answer with a total of 0.
        return get("/Users?startIndex=1&count=1", Function.identity()).compose(answer -> {
            long total = Body.number(answer.json(), "totalResults", -1);
            return total < 0
                    ? Future.failedFuture(notScim(answer.status(), "the list has no totalResults"))
                    : Future.succeededFuture(total);
        });
    }

    @Override
    public ScimGroups groups() {
        return groups;
    }

    @Override
    public Future<Void> close() {
        return transport.close();
    }

    private Future<ScimOutcome> create(Create create) {
        HttpCall call = call(HttpMethod.POST, "/Users", create.correlationId().value())
                .with(UserEncoder.encode(create.resource()));
        return endpoint.ask("POST", call).map(reply -> reader.read(Asked.CREATION, reply));
    }

    private Future<ScimOutcome> delete(Delete delete) {
        HttpCall call = call(
                HttpMethod.DELETE,
                BulkEncoder.path(delete.id()),
                delete.correlationId().value());
        return endpoint.ask("DELETE", call).map(reply -> reader.read(Asked.DELETION, reply));
    }

    /** Whoever writes between the two is overwritten: providers that look at {@code If-Match} are few. */
    private Future<ScimOutcome> replace(Replace replace) {
        return account(replace.id())
                .compose(account -> {
                    HttpCall call = call(
                                    HttpMethod.PUT,
                                    BulkEncoder.path(replace.id()),
                                    replace.correlationId().value())
                            .with(ReplacementEncoder.encode(account, replace.id(), replace.edits(), replace.ours()));
                    return endpoint.ask("PUT", call).map(reply -> reader.read(Asked.CHANGE, reply));
                })
                .recover(failure -> failure instanceof ScimException known
                        ? Future.succeededFuture(known.outcome())
                        : Future.failedFuture(failure));
    }

    /** An account with all that it shows; another one than was asked for is none. */
    private Future<JsonObject> account(String id) {
        return get(BulkEncoder.path(id), Reply.Answer::json)
                .compose(account -> UserReader.read(account)
                                .filter(user -> user.id().equalsIgnoreCase(id))
                                .isPresent()
                        ? Future.succeededFuture(account)
                        : Future.failedFuture(notScim(200, "the answer is not the user that was asked for")));
    }

    /** A patch is all or nothing: one removal of what is not there must not take the other edits down. */
    private Future<ScimOutcome> patch(Patch patch) {
        return patch(patch, patch.edits(), patch.correlationId().value()).compose(reply -> {
            boolean apart =
                    AnswerReader.isNoTarget(reply) && patch.edits().stream().anyMatch(PatchEncoder::removes);
            return apart ? patchApart(patch) : Future.succeededFuture(reader.read(Asked.CHANGE, reply));
        });
    }

    private Future<ScimOutcome> patchApart(Patch patch) {
        List<List<Edit>> parts = PatchEncoder.apart(patch.edits());
        Future<ScimOutcome> outcome = Future.succeededFuture(new Applied(200));
        for (int number = 0; number < parts.size(); number++) {
            List<Edit> part = parts.get(number);
            String key = patch.correlationId().value() + '-' + number; // other content is another request
            outcome = outcome.compose(before -> before instanceof Applied
                    ? patch(patch, part, key).map(reply -> readPart(part, reply))
                    : Future.succeededFuture(before));
        }
        return outcome;
    }

    private ScimOutcome readPart(List<Edit> part, Reply reply) {
        return AnswerReader.isNoTarget(reply) && part.stream().allMatch(PatchEncoder::removes)
                ? new Applied(400)
                : reader.read(Asked.CHANGE, reply);
    }

    private Future<Reply> patch(Patch patch, List<Edit> edits, String key) {
        HttpCall call =
                call(HttpMethod.PATCH, BulkEncoder.path(patch.id()), key).with(PatchEncoder.encode(edits));
        return endpoint.ask("PATCH", call);
    }

    private HttpCall call(HttpMethod method, String path, String key) {
        return HttpCall.of(method, options.url() + path, options.requestTimeout())
                .with("Idempotency-Key", key);
    }

    private Future<List<FoundUser>> find(String attribute, String value) {
        String filter = attribute + " eq " + Json.encode(value);
        return get("/Users?filter=" + encode(filter), answer -> UserReader.readList(answer.json()));
    }

    /** Reads; fails unless the provider answers with SCIM and success. */
    <T> Future<T> get(String path, Function<Reply.Answer, T> read) {
        HttpCall call = HttpCall.of(HttpMethod.GET, options.url() + path, options.requestTimeout());
        return endpoint.ask("GET", call).compose(reply -> {
            ScimOutcome outcome = reader.read(Asked.READING, reply);
            if (outcome instanceof Applied && reply instanceof Reply.Answer answer) {
                return answer.json().isEmpty()
                        ? Future.failedFuture(unreadable(answer))
                        : Future.succeededFuture(read.apply(answer));
            }
            return Future.failedFuture(new ScimException(
                    outcome, "GET " + path.replaceFirst("[?].*", "") + ": " + Explanation.cause(outcome)));
        });
    }

    private static ScimException unreadable(Reply.Answer answer) {
        String broken = "the answer breaks off";
        return answer.breaksOff()
                ? new ScimException(new Unknown(answer.status(), broken), broken)
                : notScim(answer.status(), "the answer is no JSON object");
    }

    static ScimException notScim(int status, String detail) {
        return new ScimException(new Denied(status, detail + "; see provider.url"), detail);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A mistake of ours must not lose a row: what became of it is looked up. */
    private static Future<ScimOutcome> neverFailing(Supplier<Future<ScimOutcome>> step) {
        return Future.succeededFuture()
                .compose(start -> step.get())
                .recover(failure -> Future.succeededFuture(new Unknown(0, "internal error: " + failure)));
    }
}
