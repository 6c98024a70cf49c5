package adsync.scim;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be found out about a provider on an account that is made for it, and removed whatever happens. */
final class WritingProbes {

    private static final String CREATE = "create";
    private static final String CHANGE = "change";
    private static final String BULK = "bulk";
    private static final String DELETE = "delete";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final int MOST_OVER_THE_LIMIT = 1000;

    private final ProbeLine line;
    private final ProviderFeatures features;
    private final Optional<String> extension;
    private final String userName;
    private final String externalId = UUID.randomUUID().toString();

    /** Paths of what was made, the oldest first. */
    private final Set<String> made = new LinkedHashSet<>();

    /**
     * Nothing is made yet.
     *
     * @param extension the URN of the extension that ADSync would send; empty if it would not
     */
    WritingProbes(ProbeLine line, ProviderFeatures features, Optional<String> extension) {
        this.extension = extension;
        this.line = line;
        this.features = features;
        userName = "ADSync-Conformance-" + UUID.randomUUID().toString().substring(0, 8) + "@example.invalid";
    }

    /** All of them; leaves nothing behind, or says what. */
    void run() {
        try {
            String path = create();
            if (path != null) {
                read(path);
                duplicates();
                found("userName", userName);
                found("externalId", externalId);
                change(path);
                if (features.bulk()) {
                    bulk(path);
                }
                new GroupProbes(line, features.patch(), answer -> remember(answer, "/Groups")).run(path, userName);
                delete(path);
            }
        } finally {
            cleanUp();
        }
    }

    private ScimResource user(String login, String key) {
        SortedMap<String, Object> values = new TreeMap<>();
        values.put("userName", login);
        values.put("externalId", key);
        values.put("active", false);
        values.put("displayName", "Conformance probe of ADSync");
        values.put("name.givenName", "Conformance");
        values.put("name.familyName", "Probe");
        values.put("emails", List.of(Map.of("value", login, "type", "work", "primary", true)));
        return new ScimResource(values);
    }

    private @Nullable String create() {
        Reply.Answer answer = line.post("/Users", UserEncoder.encode(user(userName, externalId)));
        Optional<String> path = remember(answer, "/Users");
        if (path.isEmpty()) {
            line.fails(CREATE, "POST", line.told(answer), "create a user with 201 and its id (RFC 7644 3.3)");
            return null;
        }
        if (answer.headers().contains(HttpHeaders.LOCATION)) {
            line.works(CREATE, "POST", "201 with Location and id");
        } else {
            line.differs(CREATE, "POST", "201 with id, without Location", "send Location (RFC 7644 3.3)");
        }
        return path.get();
    }

    /** Whatever was made, by whatever request, has to go. */
    private Optional<String> remember(Reply.Answer answer, String below) {
        String id = answer.succeeded() ? Body.text(answer.json(), "id") : null;
        if (id == null) {
            return Optional.empty();
        }
        String path = below + "/" + ProbeLine.encode(id);
        made.add(path);
        return Optional.of(path);
    }

    private void read(String path) {
        JsonObject user = line.get(path).json();
        compare(CREATE, "externalId is kept", externalId, user.getValue("externalId"), true);
        compare(CREATE, "active is kept", false, user.getValue("active"), true);
        String name = String.valueOf(Body.text(user, "userName"));
        if (name.equals(userName)) {
            line.works(CREATE, "userName is kept", "as it was sent");
        } else if (name.equalsIgnoreCase(userName)) {
            line.differs(CREATE, "userName is kept", "in other case", "keep it as it was sent");
        } else {
            line.fails(CREATE, "userName is kept", "another one", "keep it as it was sent");
        }
        compare(CREATE, "name is kept", "Conformance", Body.text(Body.object(user, "name"), "givenName"), false);
    }

    private void compare(String area, String probe, Object sent, @Nullable Object kept, boolean needed) {
        if (sent.equals(kept)) {
            line.works(area, probe, "as it was sent");
        } else if (needed) {
            line.fails(area, probe, "not as it was sent", "keep what was acknowledged: ADSync needs this one");
        } else {
            line.differs(area, probe, "not as it was sent", "keep what was acknowledged");
        }
    }

    /** Two accounts of a login would be two people for one. */
    private void duplicates() {
        duplicate("a login that is taken", userName);
        duplicate("a login that is taken, in other case", userName.toUpperCase(Locale.ROOT));
    }

    private void duplicate(String probe, String login) {
        Reply.Answer answer = line.post(
                "/Users", UserEncoder.encode(user(login, UUID.randomUUID().toString())));
        Optional<String> second = remember(answer, "/Users");
        if (second.isPresent()) {
            line.fails(CREATE, probe, "a second account", "refuse it with 409 uniqueness (RFC 7644 3.3)");
            Reply.Answer unused = line.delete(second.get());
        } else if (answer.status() == 409) {
            line.works(CREATE, probe, "409");
        } else {
            line.differs(CREATE, probe, line.told(answer), "refuse it with 409 uniqueness: the cause is then told");
        }
    }

    private void found(String attribute, String value) {
        List<JsonObject> users = ProbeLine.resources(line.get("/Users?filter=" + ProbeLine.equal(attribute, value)));
        if (users.size() == 1 && externalId.equals(Body.text(users.getFirst(), "externalId"))) {
            line.works("filters", attribute + " eq, one has it", "found");
        } else {
            line.fails(
                    "filters",
                    attribute + " eq, one has it",
                    users.size() + " users",
                    "find it at once after it was made: after a lost answer ADSync asks so whether it was");
        }
    }

    private void change(String path) {
        edit(path, "replace an attribute", new ScimOperation.Edit("title", "Probe", false), true);
        edit(path, "replace a part of an attribute", new ScimOperation.Edit("name.givenName", "Other", false), true);
        edit(path, "replace active", new ScimOperation.Edit("active", true, false), true);
        edit(path, "replace active back", new ScimOperation.Edit("active", false, false), true);
        List<Map<String, Object>> emails = List.of(
                Map.of("value", userName, "type", "work", "primary", true),
                Map.of("value", "second." + userName, "type", "other"));
        edit(path, "replace a list", new ScimOperation.Edit("emails", emails, true), true);
        edit(path, "clear a list", new ScimOperation.Edit("emails", null, true), true);
        edit(path, "remove an attribute", new ScimOperation.Edit("title", null, false), true);
        edit(path, "remove it again", new ScimOperation.Edit("title", null, false), false);
        edit(path, "enterprise extension", new ScimOperation.Edit(ENTERPRISE + ":department", "Probes", false), false);
        List<String> services = List.of("first-probe", "second-probe");
        extension.ifPresent(urn ->
                edit(path, "extension of ADSync", new ScimOperation.Edit(urn + ":services", services, true), false));
        List<Map<String, String>> entitlements =
                services.stream().map(service -> Map.of("value", service)).toList();
        edit(path, "services", new ScimOperation.Edit("entitlements", entitlements, true), false);
        if (features.patch()) {
            unknown(path);
        }
    }

    /** The way in which the users themselves will be changed. */
    private Reply.Answer change(String path, ScimOperation.Edit edit) {
        if (features.patch()) {
            return line.patch(path, PatchEncoder.encode(List.of(edit)));
        }
        JsonObject account = line.get(path).json();
        String id = String.valueOf(Body.text(account, "id"));
        return line.put(path, ReplacementEncoder.encode(account, id, List.of(edit), Map.of()));
    }

    private void edit(String path, String probe, ScimOperation.Edit edit, boolean needed) {
        Reply.Answer answer = change(path, edit);
        if (!answer.succeeded()) {
            refused(probe, answer, needed);
            return;
        }
        if (kept(edit, line.get(path).json())) {
            line.works(CHANGE, probe, "kept");
        } else {
            line.differs(
                    CHANGE,
                    probe,
                    "acknowledged and not kept",
                    "keep it or refuse it: reconcile --provider tells it as not kept, each time");
        }
    }

    private void refused(String probe, Reply.Answer answer, boolean needed) {
        if (needed) {
            String form =
                    features.patch() ? "this form of PATCH (RFC 7644 3.5.2)" : "a whole user by PUT (RFC 7644 3.5.1)";
            line.fails(CHANGE, probe, line.told(answer), "take " + form);
        } else {
            line.differs(CHANGE, probe, line.told(answer), "take it with 200 or 204; ADSync does without");
        }
    }

    private static boolean kept(ScimOperation.Edit edit, JsonObject user) {
        Object value = ScimPath.parse(edit.path()).read(user);
        if (edit.value() == null) {
            return value == null || (value instanceof JsonArray list && list.isEmpty());
        }
        if (edit.value() instanceof List<?> list) {
            return value instanceof JsonArray array && array.size() == list.size();
        }
        return edit.value().equals(value);
    }

    private void unknown(String path) {
        Reply.Answer answer =
                line.patch(path, PatchEncoder.encode(List.of(new ScimOperation.Edit("noSuchAttribute", "x", false))));
        if (answer.status() == 400) {
            line.works(CHANGE, "an attribute that there is not", "400");
        } else {
            line.differs(
                    CHANGE,
                    "an attribute that there is not",
                    line.told(answer),
                    "refuse it with 400 invalidPath: a wrong mapping is then told");
        }
    }

    private void bulk(String path) {
        String login = "second." + userName;
        JsonObject create = new JsonObject()
                .put("method", "POST")
                .put("path", "/Users")
                .put("bulkId", "a.0")
                .put("data", UserEncoder.encode(user(login, UUID.randomUUID().toString())));
        JsonObject patch = new JsonObject()
                .put("method", "PATCH")
                .put("path", path)
                .put("data", PatchEncoder.encode(List.of(new ScimOperation.Edit("title", "Bulk", false))));
        JsonObject missing = new JsonObject().put("method", "DELETE").put("path", "/Users/" + UUID.randomUUID());
        boolean patches = features.patch();
        Reply.Answer answer =
                line.post("/Bulk", request(patches ? Stream.of(create, patch, missing) : Stream.of(create, missing)));
        rememberByLogin(login);
        List<String> statuses = statuses(answer);
        String probe = (patches ? "POST, PATCH and DELETE" : "POST and DELETE") + ", one of which fails";
        boolean each = patches
                ? statuses.size() == 3 && List.of("200", "204").contains(statuses.get(1))
                : statuses.size() == 2;
        if (each && statuses.getFirst().equals("201") && statuses.getLast().equals("404")) {
            line.works(BULK, probe, String.join(", ", statuses));
        } else {
            line.differs(
                    BULK,
                    probe,
                    statuses.isEmpty() ? line.told(answer) : String.join(", ", statuses),
                    "answer each by itself, in order (RFC 7644 3.7.3); ADSync falls back to a request for each");
        }
        limit();
    }

    /** Operations that could do no harm if they were done. */
    private void limit() {
        if (features.maxOperations() > MOST_OVER_THE_LIMIT) {
            return;
        }
        JsonObject tooMany = request(IntStream.rangeClosed(0, features.maxOperations())
                .mapToObj(
                        number -> new JsonObject().put("method", "DELETE").put("path", "/Users/" + UUID.randomUUID())));
        Reply.Answer answer = line.post("/Bulk", tooMany);
        if (answer.status() == 413) {
            line.works(BULK, "one operation too many", "413");
        } else {
            line.differs(BULK, "one operation too many", line.told(answer), "refuse it with 413 (RFC 7644 3.7.4)");
        }
    }

    private static JsonObject request(Stream<JsonObject> operations) {
        JsonArray array = new JsonArray();
        operations.forEach(array::add);
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:BulkRequest"))
                .put("Operations", array);
    }

    /** As number, text or object: all are in use. */
    private static List<String> statuses(Reply.Answer answer) {
        JsonArray operations = Body.array(answer.json(), "Operations");
        return operations == null
                ? List.of()
                : operations.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(one -> ((JsonObject) one).getValue("status"))
                        .map(status -> status instanceof JsonObject code ? code.getValue("code") : status)
                        .map(String::valueOf)
                        .toList();
    }

    private void delete(String path) {
        Reply.Answer first = line.delete(path);
        int gone = line.get(path).status();
        if (first.succeeded() && gone == 404) {
            made.remove(path);
            line.works(DELETE, "DELETE", "gone");
        } else {
            line.fails(
                    DELETE,
                    "DELETE",
                    line.told(first) + ", afterwards " + gone,
                    "delete it with 204 (RFC 7644 3.6), and answer 404 from then on");
        }
        Reply.Answer second = line.delete(path);
        if (second.status() == 404) {
            line.works(DELETE, "DELETE again", "404");
        } else {
            line.differs(DELETE, "DELETE again", line.told(second), "answer 404 (RFC 7644 3.6)");
        }
    }

    /** An answer may have been lost, or have had no id. */
    private void rememberByLogin(String login) {
        for (JsonObject user : ProbeLine.resources(line.get("/Users?filter=" + ProbeLine.equal("userName", login)))) {
            String id = Body.text(user, "id");
            if (id != null && login.equalsIgnoreCase(Body.text(user, "userName"))) {
                made.add("/Users/" + ProbeLine.encode(id));
            }
        }
    }

    private void cleanUp() {
        rememberByLogin(userName);
        Set<String> left = new LinkedHashSet<>();
        for (String path : made) {
            if (line.delete(path).status() != 404 && line.get(path).status() != 404) {
                left.add(path);
            }
        }
        if (left.isEmpty()) {
            line.works("clean-up", "what was made", "all is gone");
        } else {
            line.fails("clean-up", "what was made", "still there: " + String.join(", ", left), "delete it by hand");
        }
    }
}
