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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP client alone, sending creations that were encoded before: as fast as this provider takes them. */
final class BareProvider {

    private static final int BULK = 100;
    private static final int BULKS_IN_FLIGHT = 4;
    private static final int SINGLES_IN_FLIGHT = 16;
    private static final long MINUTES = 10;

    private BareProvider() {}

    /** Accounts a second in bulk requests of 100, four at once. */
    static double bulks(ScimServer server, List<JsonObject> users) {
        List<Buffer> bodies = new ArrayList<>();
        for (int from = 0; from < users.size(); from += BULK) {
            bodies.add(bulk(users.subList(from, Math.min(from + BULK, users.size()))));
        }
        return users.size() / seconds(server, "/Bulk", bodies, BULKS_IN_FLIGHT);
    }

    /** Accounts a second in single requests, sixteen at once. */
    static double singles(ScimServer server, List<JsonObject> users) {
        List<Buffer> bodies = users.stream().map(JsonObject::toBuffer).toList();
        return users.size() / seconds(server, "/Users", bodies, SINGLES_IN_FLIGHT);
    }

    private static Buffer bulk(List<JsonObject> users) {
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
                .toBuffer();
    }

    private static double seconds(ScimServer server, String path, List<Buffer> bodies, int inFlight) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(inFlight));
            var waiting = new ConcurrentLinkedQueue<>(bodies);
            long begun = System.nanoTime();
            List<Future<Void>> lanes = new ArrayList<>();
            for (int lane = 0; lane < inFlight; lane++) {
                lanes.add(next(client, options(server, HttpMethod.POST, path), waiting));
            }
            Future.all(lanes).await(MINUTES, TimeUnit.MINUTES);
            return (System.nanoTime() - begun) / 1e9;
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the provider does not answer", e);
        } finally {
            vertx.close().await();
        }
    }

    /** A request with our login. */
    static RequestOptions options(ScimServer server, HttpMethod method, String path) {
        byte[] login = (server.userName() + ":" + server.password()).getBytes(StandardCharsets.UTF_8);
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(server.url() + path)
                .putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
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
