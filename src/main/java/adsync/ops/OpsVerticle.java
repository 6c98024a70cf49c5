package adsync.ops;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /health/live} and {@code /health/ready}, passes on what lies below another path, and writes
 * the change log. Runs on an event loop.
 */
public final class OpsVerticle extends VerticleBase {

    private static final long COUNT_EVERY_MILLISECONDS = 2000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final OpsOptions options;
    private final Journal journal;
    private final PrometheusMeterRegistry meters;
    private final List<HealthCheck> checks;
    private final Further further;
    private final JournalHealth journalHealth;
    private @Nullable HttpServer server;
    private boolean counting;

    /**
     * Requests that others answer on the same port.
     *
     * @param path where they begin, with a slash at its end
     * @param handler answers them, whatever their method; called on an event loop
     */
    public record Further(String path, Handler<HttpServerRequest> handler) {}

    /**
     * Serves what these know.
     *
     * @param checks the parts that {@code /health/ready} tells of, besides the journal
     * @param further what others answer
     */
    public OpsVerticle(
            OpsOptions options,
            Journal journal,
            PrometheusMeterRegistry meters,
            List<HealthCheck> checks,
            Further further,
            Clock clock) {
        this.options = options;
        this.journal = journal;
        this.meters = meters;
        this.further = further;
        this.journalHealth = new JournalHealth(clock, meters);
        List<HealthCheck> all = new ArrayList<>(checks);
        all.add(journalHealth);
        this.checks = List.copyOf(all);
    }

    @Override
    public Future<?> start() {
        ChangeLog.follow(vertx.eventBus());
        count();
        vertx.setPeriodic(COUNT_EVERY_MILLISECONDS, tick -> count());
        HttpServer created = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(options.host())
                        .setPort(options.port())
                        .setHttp2ClearTextEnabled(false)) // nobody needs it; a refused request ends its connection
                .requestHandler(this::answer);
        server = created;
        return created.listen();
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    /** One count at a time: a slow disk must not pile them up. */
    private void count() {
        if (!counting) {
            counting = true;
            journal.statistics()
                    .compose(statistics -> journal.holds()
                            .onSuccess(holds -> journalHealth.counted(
                                    statistics,
                                    holds.stream()
                                            .filter(hold -> hold.kind() == HazardKind.FIRST_LOAD)
                                            .filter(hold -> hold.state() == Hold.State.OPEN)
                                            .findFirst())))
                    .onFailure(journalHealth::failed)
                    .onComplete(counted -> counting = false);
        }
    }

    private void answer(HttpServerRequest request) {
        if (String.valueOf(request.path()).startsWith(further.path())) {
            further.handler().handle(request);
            return;
        }
        if (!READING.contains(request.method())) {
            respond(request, NOT_ALLOWED, "text/plain", "only GET and HEAD\n");
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/metrics" -> respond(request, OK, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            case "/health/live" ->
                respond(
                        request,
                        OK,
                        "application/json",
                        new JsonObject().put("state", "up").encode());
            case "/health/ready" -> ready(request);
            default ->
                respond(request, NOT_FOUND, "text/plain", "there are /metrics, /health/live and /health/ready\n");
        }
    }

    private void ready(HttpServerRequest request) {
        HealthStatus.State worst = HealthStatus.State.UP;
        JsonObject parts = new JsonObject();
        for (HealthCheck check : checks) {
            HealthStatus status = check.status();
            if (status.state().compareTo(worst) > 0) {
                worst = status.state();
            }
            JsonObject part = new JsonObject().put("state", word(status.state()));
            if (!status.cause().isEmpty()) {
                part.put("cause", status.cause());
            }
            parts.put(check.name(), part.put("details", new JsonObject(status.details())));
        }
        respond(
                request,
                worst == HealthStatus.State.DOWN ? UNAVAILABLE : OK,
                "application/json",
                new JsonObject().put("state", word(worst)).put("parts", parts).encodePrettily());
    }

    private static String word(HealthStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static void respond(HttpServerRequest request, int status, String type, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}
