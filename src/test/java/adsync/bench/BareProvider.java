package adsync.bench;

import adsync.testing.ScimServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP client alone, sending creations that were encoded before: as fast as this provider takes them. In a process of its
 * own that was just started, like the service it is compared with.
 */
final class BareProvider {

    private static final String ANSWER = "= ";
    private static final int BULK = 100;
    private static final int BULKS_IN_FLIGHT = 4;
    private static final int SINGLES_IN_FLIGHT = 16;
    private static final long MINUTES = 10;

    private BareProvider() {}

    /** Accounts a second in bulk requests of 100, four at once. */
    static double bulks(ScimServer server, List<JsonObject> users, Path folder) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (int from = 0; from < users.size(); from += BULK) {
            bodies.add(bulk(users.subList(from, Math.min(from + BULK, users.size()))));
        }
        return users.size() / seconds(server, "/Bulk", bodies, BULKS_IN_FLIGHT, folder);
    }

    /** Accounts a second in single requests, sixteen at once. */
    static double singles(ScimServer server, List<JsonObject> users, Path folder) throws IOException {
        List<String> bodies = users.stream().map(JsonObject::encode).toList();
        return users.size() / seconds(server, "/Users", bodies, SINGLES_IN_FLIGHT, folder);
    }

    /** Seconds for bulk requests that were sent before, by a client that is warm. */
    static double again(ScimServer server, List<String> bodies, int inFlight, Path folder) throws IOException {
        List<String> twice = new ArrayList<>(bodies);
        twice.addAll(bodies);
        return seconds(server, "/Bulk", twice, bodies.size(), inFlight, folder);
    }

    private static String bulk(List<JsonObject> users) {
        JsonArray operations = new JsonArray();
        for (int i = 0; i < users.size(); i++) {
            operations.add(new JsonObject()
                    .put("method", "POST")
                    .put("path", "/Users")
                    .put("bulkId", "b" + i)
                    .put("data", users.get(i)));
        }
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:BulkRequest"))
                .put("Operations", operations)
                .encode();
    }

    private static double seconds(ScimServer server, String path, List<String> bodies, int inFlight, Path folder)
            throws IOException {
        return seconds(server, path, bodies, bodies.size(), inFlight, folder);
    }

    /** Of the last bodies; the others warm it up. */
    private static double seconds(
            ScimServer server, String path, List<String> bodies, int last, int inFlight, Path folder)
            throws IOException {
        var task = new JsonObject()
                .put("url", server.url() + path)
                .put("authorization", authorization(server))
                .put("inFlight", inFlight)
                .put("last", last)
                .put("bodies", new JsonArray(bodies));
        Path file = Files.writeString(Files.createTempFile(folder, "bodies", ".json"), task.encode());
        var seconds = new CompletableFuture<Double>();
        JavaProcess client =
                JavaProcess.ofClass(BareProvider.class.getName(), List.of("-Xmx512m", "-Dtask=" + file), line -> {
                    if (line.startsWith(ANSWER)) {
                        seconds.complete(Double.parseDouble(line.substring(ANSWER.length())));
                    }
                });
        try {
            return seconds.orTimeout(MINUTES, TimeUnit.MINUTES).join();
        } finally {
            client.close();
        }
    }

    /** Sends what the file named by the property {@code task} holds, and prints how many seconds that took. */
    public static void main(String[] arguments) throws IOException {
        var task = new JsonObject(Files.readString(Path.of(System.getProperty("task"))));
        List<Buffer> bodies = task.getJsonArray("bodies").stream()
                .map(body -> Buffer.buffer((String) body))
                .toList();
        int first = bodies.size() - task.getInteger("last");
        int inFlight = task.getInteger("inFlight");
        RequestOptions to = request(HttpMethod.POST, task.getString("url"), task.getString("authorization"));
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(inFlight));
        send(client, to, bodies.subList(0, first), inFlight);
        long begun = System.nanoTime();
        send(client, to, bodies.subList(first, bodies.size()), inFlight);
        System.out.println(ANSWER + (System.nanoTime() - begun) / 1e9);
        vertx.close().await();
    }

    private static void send(HttpClient client, RequestOptions to, List<Buffer> bodies, int inFlight) {
        var waiting = new ConcurrentLinkedQueue<>(bodies);
        List<Future<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < inFlight; lane++) {
            lanes.add(next(client, to, waiting));
        }
        Future.all(lanes).await();
    }

    private static String authorization(ScimServer server) {
        byte[] login = (server.userName() + ":" + server.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    /** A request with our login. */
    static RequestOptions options(ScimServer server, HttpMethod method, String path) {
        return request(method, server.url() + path, authorization(server));
    }

    private static RequestOptions request(HttpMethod method, String url, String authorization) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .putHeader("Authorization", authorization)
                .putHeader("Content-Type", "application/scim+json");
    }

    private static Future<Void> next(HttpClient client, RequestOptions to, ConcurrentLinkedQueue<Buffer> waiting) {
        Buffer body = waiting.poll();
        if (body == null) {
            return Future.succeededFuture();
        }
        return client.request(new RequestOptions(to))
                .compose(request -> request.send(body))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() / 100 == 2
                                ? Future.succeededFuture()
                                : Future.failedFuture("HTTP " + response.statusCode() + ": " + answer)))
                .compose(done -> next(client, to, waiting));
    }
}
