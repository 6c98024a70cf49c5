package adsync.bench;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.SdkLogin;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The provider that answers at once, in a process of its own. */
final class SinkProcess extends SdkLogin {

    private static final long START_SECONDS = 60;

    private final JavaProcess process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private SinkProcess() {
        super(EmbeddedProviderOptions.defaults());
        var first = new CompletableFuture<String>();
        process = JavaProcess.ofClass(Sink.class.getName(), List.of("-Xmx4g"), line -> {
            if (line.startsWith("http://")) {
                first.complete(line);
            }
        });
        url = first.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Empty, and just started. */
    static SinkProcess start() {
        return new SinkProcess();
    }

    /** The bulk requests since this was last asked, and how many requests there were at a time at most. */
    JsonObject remembered() throws IOException, InterruptedException {
        return get("/remembered");
    }

    private JsonObject counts() throws IOException, InterruptedException {
        return get("/counts");
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).build();
        return new JsonObject(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** How many changes of users and groups it was told since this was last asked. */
    int changes() throws IOException, InterruptedException {
        return counts().getJsonObject("operations").stream()
                .filter(operation -> !operation.getKey().startsWith("GET"))
                .mapToInt(operation -> (Integer) operation.getValue())
                .sum();
    }

    /** How many users it has listed so far. */
    int listed() throws IOException, InterruptedException {
        return counts().getInteger("listed");
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
