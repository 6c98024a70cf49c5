package adsync.ops;

import adsync.journal.Journal;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers {@code /metrics}, {@code /health/live} and {@code /health/ready} of the server that has its {@link #handler}, and
 * writes the change log. Runs on an event loop.
 */
public final class OpsVerticle extends VerticleBase {

    private static final long COUNT_EVERY_MILLISECONDS = 2000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Journal journal;
    private final PrometheusMeterRegistry meters;
    private final Supplier<List<HealthCheck>> checks;
    private final JournalHealth journalHealth;
    private boolean counting;

    /**
     * Serves what these know.
     *
     * @param checks tells the parts that {@code /health/ready} tells of now, besides the journal
     */
    public OpsVerticle(
            Journal journal, PrometheusMeterRegistry meters, Supplier<List<HealthCheck>> checks, Clock clock) {
        this.journal = journal;
        this.meters = meters;
        this.journalHealth = new JournalHealth(clock, meters);
        this.checks = checks;
    }

    @Override
    public Future<?> start() {
        ChangeLog.follow(vertx.eventBus());
        count();
        vertx.setPeriodic(COUNT_EVERY_MILLISECONDS, tick -> count());
        return Future.succeededFuture();
    }

    /** Answers a request below {@code /metrics} or {@code /health/}, on any event loop. */
    public Handler<HttpServerRequest> handler() {
        return this::answer;
    }

    /** The parts of the service, the journal among them. */
    public List<HealthCheck> health() {
        List<HealthCheck> all = new ArrayList<>(checks.get());
        all.add(journalHealth);
        return all;
    }

    /** One count at a time: a slow disk must not pile them up. */
    private void count() {
        if (!counting) {
            counting = true;
            journal.statistics()
                    .compose(statistics -> journal.holds().onSuccess(holds -> journalHealth.counted(statistics, holds)))
                    .onFailure(journalHealth::failed)
                    .onComplete(counted -> counting = false);
        }
    }

    private void answer(HttpServerRequest request) {
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
        for (HealthCheck check : health()) {
            HealthStatus status = check.status();
            if (status.state().compareTo(worst) > 0) {
                worst = status.state();
            }
            JsonObject part = new JsonObject().put("state", word(status.state()));
            if (!status.publicCause().isEmpty()) {
                part.put("cause", status.publicCause());
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
