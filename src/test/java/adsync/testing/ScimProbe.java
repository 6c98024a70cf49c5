package adsync.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client speaking SCIM: on purpose none of the product's code, so that a mistake there is not made here
 * again. Blocks; safe for any thread.
 */
public final class ScimProbe {

    private static final String SCIM_JSON = "application/scim+json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // Shared by all probes: each client has a thread and a selector of its own.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String authorization;

    /**
     * @param url the base URL, without a slash at its end
     * @param authorization the whole header value, empty to send none
     */
    public ScimProbe(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    /** An answer: its status and headers, and its body, empty if there was none. */
    public record Answer(int status, Map<String, List<String>> headers, String text) {

        /** The body as an object; fails if it is something else. */
        public JsonObject json() {
            return new JsonObject(text);
        }

        /** The first value of a header, by its name in lower case. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** Reads. */
    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** Creates, or sends a Bulk request. */
    public Answer post(String path, JsonObject body) {
        return send("POST", path, body.encode());
    }

    /** Replaces. */
    public Answer put(String path, JsonObject body) {
        return send("PUT", path, body.encode());
    }

    /** Applies operations, each as {@link #operation} makes them. */
    public Answer patch(String path, JsonObject... operations) {
        var body = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:PatchOp"))
                .put("Operations", new JsonArray(List.of(operations)));
        return send("PATCH", path, body.encode());
    }

    /** Deletes. */
    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** The resources that match a filter, the first page of them. */
    public List<JsonObject> find(String path, String filter) {
        return resources(ok(get(path + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))));
    }

    /** How many resources of a kind there are, of which none is listed. */
    public long total(String path) {
        return get(path + "?count=0").json().getLong("totalResults");
    }

    /** All resources, page by page (RFC 7644 section 3.4.2.4), each once. */
    public List<JsonObject> all(String path) {
        var found = new LinkedHashMap<String, JsonObject>();
        long total = Long.MAX_VALUE;
        boolean grew = true;
        while (grew && found.size() < total) {
            JsonObject page = ok(get(path + "?startIndex=" + (found.size() + 1) + "&count=200"));
            total = page.getLong("totalResults");
            int before = found.size();
            resources(page).forEach(resource -> found.put(resource.getString("id"), resource));
            grew = found.size() > before;
        }
        return List.copyOf(found.values());
    }

    /** One operation of a PATCH. */
    public static JsonObject operation(String op, String path, Object value) {
        return new JsonObject().put("op", op).put("path", path).put("value", value);
    }

    private static JsonObject ok(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("expected 200 and got " + answer);
        }
        return answer.json();
    }

    private static List<JsonObject> resources(JsonObject page) {
        return page.getJsonArray("Resources", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private Answer send(String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Accept", SCIM_JSON)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", SCIM_JSON);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }
}
