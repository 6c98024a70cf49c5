package adsync.app;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Answers {@code /health/} while the set-up is in the place of the service: the process lives, and is not ready. Anybody may ask;
 * names of what could not be reached are for whoever signs in.
 */
final class SetupHealth implements Handler<HttpServerRequest> {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final String cause;

    /**
     * Tells of it.
     *
     * @param failed whether a start was tried, and failed
     */
    SetupHealth(boolean failed) {
        this.cause = failed
                ? "the service could not start as it is configured; to mend it: adsync web leads to the page that tells why"
                : "the service waits for the end of its set-up; adsync web leads to its page";
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/health/live" -> respond(request, OK, new JsonObject().put("state", "up"));
            case "/health/ready" -> respond(request, UNAVAILABLE, notReady());
            default ->
                respond(request, NOT_FOUND, new JsonObject().put("error", "there are /health/live and /health/ready"));
        }
    }

    private JsonObject notReady() {
        JsonObject setup =
                new JsonObject().put("state", "down").put("cause", cause).put("details", new JsonObject());
        return new JsonObject().put("state", "down").put("parts", new JsonObject().put("setup", setup));
    }

    private static void respond(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.encode());
    }
}
