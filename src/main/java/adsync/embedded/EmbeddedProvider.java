package adsync.embedded;

import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SCIM 2.0 provider (RFC 7643, RFC 7644) in this process, for the demo and for tests: users with the enterprise and
 * the ADSync extension, groups, Bulk, PATCH, filters, sorting and ETags, over HTTP on loopback. Everything is kept in
 * memory and gone when it closes. All methods may be called from any thread but an event loop's, where starting and
 * closing would wait for themselves.
 */
public final class EmbeddedProvider implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedProvider.class);

    private static final String HOST = "127.0.0.1";
    private static final String ROOT = "/scim/v2";
    private static final String SCIM_JSON = "application/scim+json";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final @Nullable Vertx ownVertx;
    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final HttpServer server;
    private final ScimEngine engine;
    private final SealedPasswords passwords = new SealedPasswords();
    private final RateLimit rateLimit = new RateLimit();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private volatile Duration latency = Duration.ZERO;
    private volatile Consumer<String> requestLog = request -> {};

    private EmbeddedProvider(@Nullable Vertx ownVertx, Vertx vertx, EmbeddedProviderOptions options) {
        this.ownVertx = ownVertx;
        this.vertx = vertx;
        engine = new ScimEngine(options, passwords);
        workers = vertx.createSharedWorkerExecutor(
                "embedded-provider-" + UUID.randomUUID(),
                Math.max(2, Runtime.getRuntime().availableProcessors()));
        server = vertx.createHttpServer();
    }

    /**
     * Starts a provider with a Vert.x of its own.
     *
     * @throws IllegalStateException if it cannot listen on the port
     */
    public static EmbeddedProvider start(EmbeddedProviderOptions options) {
        Vertx own = Vertx.vertx();
        return new EmbeddedProvider(own, own, options).listen(options.port());
    }

    /**
     * Starts a provider on the caller's Vert.x, which stays open when the provider closes.
     *
     * @throws IllegalStateException if it cannot listen on the port
     */
    public static EmbeddedProvider start(Vertx vertx, EmbeddedProviderOptions options) {
        return new EmbeddedProvider(null, vertx, options).listen(options.port());
    }

    /** The base URL, without a slash at its end. */
    public String url() {
        return "http://" + HOST + ":" + server.actualPort() + ROOT;
    }

    /** A snapshot of all users as they are stored, write-only attributes included. */
    public List<JsonObject> users() {
        return engine.users().stream().map(JsonObject::new).toList();
    }

    /** How many requests came so far, by HTTP method; refused ones count too. */
    public Map<String, Long> requests() {
        var counts = new TreeMap<String, Long>();
        requests.forEach((method, count) -> counts.put(method, count.sum()));
        return counts;
    }

    /** From now on opens the sealed passwords that users are given, and keeps a hash of each and nothing else. */
    public void takePasswords(PasswordReceiver receiver) {
        passwords.open(receiver);
    }

    /** From now on answers 429 with Retry-After to all but so many requests a second; 0 ends that. */
    public void limitRate(int requestsPerSecond) {
        rateLimit.set(requestsPerSecond);
    }

    /** From now on waits that long before it answers; zero ends that. */
    public void delay(Duration newLatency) {
        latency = newLatency;
    }

    /** From now on tells of each request: a line of method and path, and below it the body as it came. */
    public void logRequests(Consumer<String> log) {
        requestLog = log;
    }

    /** Stops listening and forgets everything. */
    @Override
    public void close() {
        settle(server.close(), "stop listening");
        settle(workers.close(), "stop its workers");
        if (ownVertx != null) {
            settle(ownVertx.close(), "close Vert.x");
        }
    }

    private EmbeddedProvider listen(int port) {
        server.requestHandler(this::receive);
        try {
            settle(server.listen(port, HOST), "listen on port " + port);
            return this;
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    /** Waits on the future itself: one derived from it would complete on an event loop that may just have ended. */
    private static void settle(Future<?> step, String what) {
        try {
            step.toCompletionStage().toCompletableFuture().get(BUDGET.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: the provider cannot " + what, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the provider cannot " + what, e);
        }
    }

    private void receive(HttpServerRequest request) {
        requests.computeIfAbsent(request.method().name(), none -> new LongAdder())
                .increment();
        request.body()
                .onSuccess(body -> requestLog.accept(request.method().name() + " " + request.uri() + "\n" + body))
                .compose(this::delayed)
                .compose(body -> answer(request, body))
                .onFailure(failure -> fail(request, failure));
    }

    /** A client that is gone needs no answer. */
    private static void fail(HttpServerRequest request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.headWritten()) {
            LOGGER.atDebug().setCause(failure).log("client left");
        } else {
            LOGGER.atWarn().setCause(failure).log("request failed");
            refuse(response, 500, "internal error");
        }
    }

    private Future<Buffer> delayed(Buffer body) {
        Duration wait = latency;
        return wait.isZero()
                ? Future.succeededFuture(body)
                : vertx.timer(wait.toMillis(), TimeUnit.MILLISECONDS).map(body);
    }

    private Future<Void> answer(HttpServerRequest request, Buffer body) {
        if (!rateLimit.passes()) {
            request.response().putHeader("Retry-After", "1");
            return refuse(request.response(), 429, "too many requests");
        }
        String method = request.method().name();
        if (!METHODS.contains(method)) {
            return refuse(request.response(), 405, "method not supported");
        }
        if (!request.uri().startsWith(ROOT + "/")) {
            return refuse(request.response(), 404, "there is nothing here");
        }
        String path = request.uri().substring(ROOT.length());
        var headers = new HashMap<String, String>();
        request.headers().forEach(headers::put);
        Optional<String> user = PasswordEndpoint.user(method, path);
        return workers.executeBlocking(
                        () -> user.isPresent()
                                ? engine.handle(
                                        "PATCH", url() + user.get(), PasswordEndpoint.asPatch(body.toString()), headers)
                                : engine.handle(method, url() + path, body.toString(), headers),
                        false)
                .compose(answer -> send(request.response(), Objects.requireNonNull(answer)));
    }

    private static Future<Void> send(HttpServerResponse response, ScimResponse answer) {
        response.setStatusCode(answer.getHttpStatus());
        answer.getHttpHeaders().forEach(response::putHeader);
        return answer.isEmpty() ? response.end() : response.end(answer.toString());
    }

    private static Future<Void> refuse(HttpServerResponse response, int status, String detail) {
        return response.setStatusCode(status)
                .putHeader("Content-Type", SCIM_JSON)
                .end(new JsonObject()
                        .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:Error"))
                        .put("status", Integer.toString(status))
                        .put("detail", detail)
                        .encode());
    }
}
