package adsync.scim;

import adsync.change.CorrelationId;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Missing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Groups in the portable dialect. */
final class HttpScimGroups implements ScimGroups {

    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final String MEMBERS = "members";
    private static final String VALUE = "value";

    /** There may be very many. */
    private static final String WITHOUT_MEMBERS = "excludedAttributes=members";

    private final ScimOptions options;
    private final Endpoint endpoint;
    private final AnswerReader reader;
    private final HttpScimClient client;

    HttpScimGroups(ScimOptions options, Endpoint endpoint, AnswerReader reader, HttpScimClient client) {
        this.options = options;
        this.endpoint = endpoint;
        this.reader = reader;
        this.client = client;
    }

    @Override
    public Future<ScimOutcome> create(CorrelationId correlationId, String externalId, String displayName) {
        JsonObject group = new JsonObject()
                .put("schemas", new JsonArray().add(GROUP))
                .put("externalId", externalId)
                .put("displayName", displayName);
        return ask(Asked.CREATION, HttpMethod.POST, "/Groups", correlationId.value(), group);
    }

    @Override
    public Future<ScimOutcome> rename(CorrelationId correlationId, String id, String displayName) {
        JsonObject operation = operation("replace", "displayName").put(VALUE, displayName);
        return ask(Asked.CHANGE, HttpMethod.PATCH, path(id), correlationId.value(), body(Stream.of(operation)));
    }

    @Override
    public Future<ScimOutcome> add(CorrelationId correlationId, String id, List<Member> members) {
        JsonArray values = new JsonArray();
        for (Member member : members) {
            JsonObject value = new JsonObject().put(VALUE, member.id());
            values.add(member.group() ? value.put("type", "Group") : value);
        }
        JsonObject addition = operation("add", MEMBERS).put(VALUE, values);
        // Some providers then have a member twice.
        HttpCall once = call(HttpMethod.PATCH, path(id), correlationId.value() + "-add")
                .with(body(Stream.of(addition)))
                .once();
        return endpoint.ask("PATCH", once).map(reply -> reader.read(Asked.CHANGE, reply));
    }

    @Override
    public Future<ScimOutcome> remove(CorrelationId correlationId, String id, List<String> members) {
        String key = correlationId.value() + "-remove";
        HttpCall together =
                call(HttpMethod.PATCH, path(id), key).with(body(members.stream().map(HttpScimGroups::removal)));
        return endpoint.ask("PATCH", together)
                .compose(reply -> AnswerReader.isNoTarget(reply)
                        ? removeApart(id, key, members)
                        : Future.succeededFuture(reader.read(Asked.CHANGE, reply)));
    }

    /** One that is not there takes the others down. */
    private Future<ScimOutcome> removeApart(String id, String key, List<String> members) {
        if (members.size() == 1) {
            return Future.succeededFuture(new Applied(400));
        }
        Future<ScimOutcome> outcome = Future.succeededFuture(new Applied(200));
        for (int number = 0; number < members.size(); number++) {
            HttpCall alone = call(HttpMethod.PATCH, path(id), key + '-' + number)
                    .with(body(Stream.of(removal(members.get(number)))));
            outcome = outcome.compose(before -> before instanceof Applied
                    ? endpoint.ask("PATCH", alone)
                            .map(reply -> AnswerReader.isNoTarget(reply)
                                    ? new Applied(400)
                                    : reader.read(Asked.CHANGE, reply))
                    : Future.succeededFuture(before));
        }
        return outcome;
    }

    @Override
    public Future<ScimOutcome> delete(CorrelationId correlationId, String id) {
        return endpoint.ask("DELETE", call(HttpMethod.DELETE, path(id), correlationId.value()))
                .map(reply -> reader.read(Asked.DELETION, reply));
    }

    @Override
    public Future<Optional<FoundGroup>> read(String id) {
        return read(path(id) + "?" + WITHOUT_MEMBERS, answer -> group(answer));
    }

    @Override
    public Future<Optional<GroupMembers>> members(String id) {
        return read(path(id), answer -> group(answer).map(group -> new GroupMembers(group, members(answer))));
    }

    private static Set<String> members(JsonObject group) {
        return Objects.requireNonNullElseGet(Body.array(group, MEMBERS), JsonArray::new).stream()
                .filter(JsonObject.class::isInstance)
                .map(member -> Body.text((JsonObject) member, VALUE))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public Future<GroupPage> page(long startIndex, int count) {
        String query = "startIndex=" + startIndex + "&count=" + count + "&" + WITHOUT_MEMBERS;
        return client.get("/Groups?" + query, answer -> answer.json()).compose(list -> {
            long total = Body.number(list, "totalResults", -1);
            JsonArray resources = Body.array(list, "Resources");
            return total < 0
                    ? Future.failedFuture(HttpScimClient.notScim(200, "the list has no totalResults"))
                    : Future.succeededFuture(
                            new GroupPage(total, resources == null ? 0 : resources.size(), groups(list)));
        });
    }

    private <T> Future<Optional<T>> read(String path, Function<JsonObject, Optional<T>> reader) {
        return client.get(path, answer -> reader.apply(answer.json()))
                .compose(group -> group.isPresent()
                        ? Future.succeededFuture(group)
                        : Future.failedFuture(HttpScimClient.notScim(200, "the answer is no group")))
                .recover(failure -> failure instanceof ScimException known && known.outcome() instanceof Missing
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<List<FoundGroup>> findByExternalId(String externalId) {
        return find("externalId", externalId)
                .map(found -> found.stream()
                        .filter(group -> group.externalId()
                                .filter(externalId::equalsIgnoreCase)
                                .isPresent())
                        .toList());
    }

    @Override
    public Future<List<FoundGroup>> findByName(String displayName) {
        return find("displayName", displayName)
                .map(found -> found.stream()
                        .filter(group -> group.displayName().equalsIgnoreCase(displayName))
                        .toList());
    }

    private Future<List<FoundGroup>> find(String attribute, String value) {
        String filter = encode(attribute + " eq " + Json.encode(value));
        return client.get("/Groups?filter=" + filter + "&" + WITHOUT_MEMBERS, answer -> groups(answer.json()));
    }

    private static List<FoundGroup> groups(JsonObject list) {
        return Objects.requireNonNullElseGet(Body.array(list, "Resources"), JsonArray::new).stream()
                .filter(JsonObject.class::isInstance)
                .map(resource -> group((JsonObject) resource))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<FoundGroup> group(JsonObject group) {
        String id = Body.text(group, "id");
        String name = Body.text(group, "displayName");
        return id == null || id.isBlank()
                ? Optional.empty()
                : Optional.of(new FoundGroup(
                        id, Optional.ofNullable(Body.text(group, "externalId")), name == null ? "" : name));
    }

    private Future<ScimOutcome> ask(Asked asked, HttpMethod method, String path, String key, JsonObject body) {
        return endpoint.ask(method.name(), call(method, path, key).with(body)).map(reply -> reader.read(asked, reply));
    }

    private HttpCall call(HttpMethod method, String path, String key) {
        return HttpCall.of(method, options.url() + path, options.requestTimeout())
                .with("Idempotency-Key", key);
    }

    private static JsonObject body(Stream<JsonObject> operations) {
        return new JsonObject()
                .put("schemas", new JsonArray().add(PATCH))
                .put("Operations", new JsonArray(operations.toList()));
    }

    private static JsonObject removal(String member) {
        return operation("remove", MEMBERS + "[value eq " + Json.encode(member) + "]");
    }

    private static JsonObject operation(String what, String path) {
        return new JsonObject().put("op", what).put("path", path);
    }

    private static String path(String id) {
        return "/Groups/" + encode(id);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
