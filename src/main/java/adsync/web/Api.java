package adsync.web;

import adsync.desk.Question;
import adsync.desk.Reply;
import adsync.web.Sessions.Opened;
import adsync.web.Sessions.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs in and out, and answers the page's questions to whoever is signed in. Runs on an event loop. */
final class Api {

    /** The questions that the page asks; the others are for the commands only. */
    static final Set<String> QUESTIONS =
            Set.of("overview", "holds", "forecast", "approve", "reject", "parked", "retry", "search", "why", "history");

    /** And all of the set-up, where there is one. */
    private static final String SETUP = "setup";

    /** Those of them that decide something. */
    private static final Set<String> DECISIONS =
            Set.of("approve", "reject", "retry", "setup-save", "setup-reload", "setup-end");

    /** What the page adds to each request. */
    static final String TOKEN = "X-ADSync-Token";

    /** Says that nobody touched the page: it asks by itself. */
    static final String BY_ITSELF = "X-ADSync-Unattended";

    private static final Logger LOGGER = LoggerFactory.getLogger(Api.class);

    private static final String SESSION = "session";
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private static final int MOST_FAILURES = 10;
    private static final Duration FAILURES_WITHIN = Duration.ofMinutes(1);

    private final Map<String, Question> questions;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Clock clock;
    private final RateLimit failures;

    /**
     * Answers these.
     *
     * @param questions by name; they may come to be others
     */
    Api(Map<String, Question> questions, SignIn signIn, Sessions sessions, Clock clock) {
        this.questions = questions;
        this.signIn = signIn;
        this.sessions = sessions;
        this.clock = clock;
        this.failures = new RateLimit(MOST_FAILURES, FAILURES_WITHIN, clock);
    }

    /** Opens a session for a code that was not used yet. */
    void signIn(RoutingContext context) {
        HttpServerRequest request = context.request();
        String address = String.valueOf(request.remoteAddress().hostAddress());
        if (failures.exceeded(address)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(FAILURES_WITHIN.toSeconds()));
            respond(context, Reply.refused(TOO_MANY, "too many links that are no good; wait a minute"));
            return;
        }
        Optional<String> code = code(context.body().buffer());
        if (code.isEmpty() || !signIn.redeem(code.get())) {
            failures.failed(address);
            LOGGER.atWarn().addKeyValue("address", address).log("a sign-in to the page was refused");
            respond(
                    context,
                    Reply.refused(UNAUTHORIZED, "this link is no good any more; make a new one with: adsync web"));
            return;
        }
        Opened opened = sessions.open();
        LOGGER.atInfo().addKeyValue("address", address).log("signed in to the page");
        context.response().addCookie(cookie(opened.cookie()).setSecure(Reach.encrypted(request)));
        respond(context, new Reply(200, new JsonObject().put("token", opened.token())));
    }

    private static Optional<String> code(@Nullable Buffer body) {
        try {
            return body != null && new JsonObject(body).getValue("code") instanceof String code
                    ? Optional.of(code)
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(sessions.cookieName(), value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/");
    }

    /** Lets only those pass who are signed in. */
    void authenticate(RoutingContext context) {
        HttpServerRequest request = context.request();
        Cookie cookie = request.getCookie(sessions.cookieName());
        Optional<Session> session = sessions.find(
                cookie == null ? null : cookie.getValue(),
                request.getHeader(TOKEN),
                request.getHeader(BY_ITSELF) == null);
        if (session.isPresent()) {
            context.put(SESSION, session.get());
            context.next();
        } else {
            refuse(context, UNAUTHORIZED, "not signed in; make a link with: adsync web");
        }
    }

    /** Of a request that was let pass. */
    static Session session(RoutingContext context) {
        return Objects.requireNonNull(context.<Session>get(SESSION));
    }

    /** Says how long the session still lasts, and what can be asked. */
    void tell(RoutingContext context) {
        Session session = session(context);
        respond(
                context,
                new Reply(
                        200,
                        new JsonObject()
                                .put(
                                        "questions",
                                        new JsonArray(questions.keySet().stream()
                                                .filter(Api::ofPage)
                                                .sorted()
                                                .toList()))
                                .put("now", clock.instant().toString())
                                .put("idleAt", session.idleAt().toString())
                                .put("endsAt", session.endsAt().toString())));
    }

    void signOut(RoutingContext context) {
        sessions.close(session(context));
        context.response().addCookie(cookie("").setMaxAge(0));
        context.response()
                .setStatusCode(NO_CONTENT)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    private static boolean ofPage(String name) {
        return QUESTIONS.contains(name) || name.equals(SETUP) || name.startsWith(SETUP + "-");
    }

    /** Asks what the path names. */
    void ask(RoutingContext context) {
        String name = String.valueOf(context.pathParam("question"));
        Question question = ofPage(name) ? questions.get(name) : null;
        if (question == null) {
            respond(context, Reply.refused(NOT_FOUND, "there is no such question"));
            return;
        }
        Buffer body = context.body().buffer();
        Reply.to(question, body == null ? Buffer.buffer() : body).onSuccess(reply -> {
            if (DECISIONS.contains(name)) {
                LOGGER.atInfo()
                        .addKeyValue("question", name)
                        .addKeyValue("status", reply.status())
                        .addKeyValue(
                                "address",
                                String.valueOf(context.request().remoteAddress().hostAddress()))
                        .log("decided on the page");
            }
            respond(context, reply);
        });
    }

    /** A body that could not be taken, or a failure of ours. */
    static void fail(RoutingContext context) {
        int status = context.statusCode() < BAD_REQUEST ? 500 : context.statusCode();
        Throwable failure = context.failure();
        if (failure != null && status >= 500) {
            LOGGER.atError().setCause(failure).log("a request to the page failed");
        }
        refuse(context, status, "the request was not taken, status " + status);
    }

    /** Refuses a request without reading what is still to come of it. */
    static void refuse(RoutingContext context, int status, String error) {
        if (!context.response().ended()) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            respond(context, Reply.refused(status, error))
                    .onComplete(told -> context.request().connection().close());
        }
    }

    static Future<Void> respond(RoutingContext context, Reply reply) {
        if (context.response().closed()) {
            return Future.succeededFuture();
        }
        return context.response()
                .setStatusCode(reply.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(reply.body().encode());
    }
}
