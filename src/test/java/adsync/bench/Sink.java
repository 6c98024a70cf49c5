package adsync.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider that answers at once and checks nothing, so that whoever feeds it is what is measured: prints its URL, and ends when
 * its input does. It keeps what is created, to list it, and counts what it is told. Runs on one event loop.
 */
final class Sink {

    private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final String BULK = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
    private static final String USER = "/Users/u";
    private static final int MOST_OPERATIONS = 1000;
    private static final int MOST_OCTETS = 4 << 20;

    private final List<byte[]> users = new ArrayList<>();
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private @Nullable JsonArray bulks;
    private int groups;
    private int listed;
    private int inFlight;
    private int mostInFlight;

    private Sink() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        var sink = new Sink();
        Vertx vertx = Vertx.vertx();
        var server = vertx.createHttpServer()
                .requestHandler(sink::handle)
                .listen(0, "127.0.0.1")
                .await();
        System.out.println("http://127.0.0.1:" + server.actualPort());
        while (System.in.read() >= 0) {
            // Nothing is said to it: the end is all it waits for.
        }
        vertx.close().await();
    }

    private void handle(HttpServerRequest request) {
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        String path = String.valueOf(request.path());
        boolean creation = request.method().equals(HttpMethod.POST) && !path.equals("/Bulk");
        request.body().onSuccess(body -> {
            JsonObject answer = answer(request, path, body.length() == 0 ? new JsonObject() : body.toJsonObject());
            request.response()
                    .setStatusCode(creation ? 201 : 200)
                    .putHeader("Content-Type", "application/scim+json")
                    .end(answer.toBuffer());
            inFlight--;
        });
    }

    private JsonObject answer(HttpServerRequest request, String path, JsonObject body) {
        if (path.equals("/ServiceProviderConfig")) {
            return new JsonObject()
                    .put("patch", new JsonObject().put("supported", true))
                    .put(
                            "bulk",
                            new JsonObject()
                                    .put("supported", true)
                                    .put("maxOperations", MOST_OPERATIONS)
                                    .put("maxPayloadSize", MOST_OCTETS));
        }
        if (path.equals("/counts")) {
            return told();
        }
        if (path.equals("/remembered")) {
            return remembered();
        }
        if (path.equals("/Bulk")) {
            if (bulks != null) {
                bulks.add(body);
            }
            var results = new JsonArray();
            body.getJsonArray("Operations").forEach(operation -> results.add(operate((JsonObject) operation)));
            return new JsonObject().put("schemas", new JsonArray().add(BULK)).put("Operations", results);
        }
        return switch (request.method().name()) {
            case "GET" -> list(request, path);
            case "POST" -> created(path, body);
            default -> changed(request.method().name(), path);
        };
    }

    /** What happened since this was last asked, and how many users were listed ever. */
    private JsonObject told() {
        var told = new JsonObject()
                .put("operations", new JsonObject(new TreeMap<>(counts)))
                .put("listed", listed);
        counts.clear();
        return told;
    }

    /** The bulk requests since this was last asked; before that nothing is remembered. */
    private JsonObject remembered() {
        var told = new JsonObject()
                .put("bulks", bulks == null ? new JsonArray() : bulks)
                .put("mostInFlight", mostInFlight);
        mostInFlight = 0;
        bulks = new JsonArray();
        return told;
    }

    private JsonObject operate(JsonObject operation) {
        String method = operation.getString("method");
        String path = operation.getString("path");
        var result = new JsonObject().put("method", method).put("bulkId", operation.getString("bulkId"));
        if (!method.equals("POST")) {
            changed(method, path);
            return result.put("location", path).put("status", "200");
        }
        String id = created(path, operation.getJsonObject("data")).getString("id");
        return result.put("location", path + "/" + id).put("status", "201");
    }

    private JsonObject created(String path, JsonObject resource) {
        count("POST " + path);
        if (path.equals("/Groups")) {
            groups++;
            return resource.put("id", "g" + groups);
        }
        resource.put("id", "u" + users.size());
        users.add(resource.encode().getBytes(StandardCharsets.UTF_8));
        return resource;
    }

    /** It is not carried out: nobody asks for the values. */
    private JsonObject changed(String method, String path) {
        count(method + " " + path.substring(0, path.indexOf('/', 1)));
        return new JsonObject().put("id", path.substring(path.lastIndexOf('/') + 1));
    }

    private void count(String operation) {
        counts.merge(operation, 1, Integer::sum);
    }

    /** One of the users, as created, or a list. Nobody is found by a filter: all that is looked for is not there yet. */
    private JsonObject list(HttpServerRequest request, String path) {
        if (path.startsWith(USER)) {
            count("GET " + USER);
            return user(Integer.parseInt(path.substring(USER.length())));
        }
        count("GET " + path);
        boolean all = path.equals("/Users") && request.getParam("filter") == null;
        int from = all ? number(request, "startIndex", 1) - 1 : 0;
        int to = all ? Math.min(users.size(), from + number(request, "count", MOST_OPERATIONS)) : 0;
        var resources = new JsonArray();
        for (int index = from; index < to; index++) {
            resources.add(user(index));
        }
        listed += resources.size();
        return new JsonObject()
                .put("schemas", new JsonArray().add(LIST))
                .put("totalResults", all ? users.size() : 0)
                .put("startIndex", from + 1)
                .put("itemsPerPage", resources.size())
                .put("Resources", resources);
    }

    private JsonObject user(int index) {
        return new JsonObject(new String(users.get(index), StandardCharsets.UTF_8));
    }

    private static int number(HttpServerRequest request, String name, int otherwise) {
        String value = request.getParam(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
