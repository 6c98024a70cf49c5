package adsync.web;

import adsync.desk.Question;
import adsync.desk.Reply;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one server on {@code listen}: it passes on what other rooms answer, and serves the administrator's page to whoever is
 * signed in. Runs on an event loop.
 */
public final class WebVerticle extends VerticleBase {

    static final int LARGEST_BODY = 64 * 1024;

    private static final long FINISH_MILLISECONDS = 2_000;
    private static final int IDLE_SECONDS = 120;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ALLOWED = 405;
    private static final int WRONG_TYPE = 415;
    private static final int MISDIRECTED = 421;

    /** Nothing from anywhere else, nothing inline, and nowhere in a frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final WebOptions options;
    private final List<Mount> mounts;
    private final Reach reach;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Api api;
    private final ChangeFeed feed;
    private volatile @Nullable HttpServer server;

    /**
     * Serves these.
     *
     * @param mounts what other rooms answer
     * @param questions by name; they may come to be others. Only those that the page needs are asked
     */
    public WebVerticle(WebOptions options, List<Mount> mounts, Map<String, Question> questions, Clock clock) {
        this.options = options;
        this.mounts = List.copyOf(mounts);
        this.reach = new Reach(options);
        this.signIn = new SignIn(clock, () -> reach.page(port()));
        this.sessions = new Sessions(clock);
        this.api = new Api(questions, signIn, sessions, clock);
        this.feed = new ChangeFeed(sessions);
    }

    /** Draws the links by which one signs in; for the control channel. */
    public Question signIn() {
        return signIn;
    }

    /** Whoever is signed in at another one, which this comes after, stays signed in. */
    public void comesAfter(WebVerticle former) {
        sessions.adopt(former.sessions);
    }

    @Override
    public Future<?> start() {
        feed.follow(vertx);
        HttpServer created = vertx.createHttpServer(new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false)); // nobody needs it; a refused request ends its connection
        server = created;
        return vertx.<Assets>executeBlocking(Assets::new)
                .compose(assets -> created.requestHandler(router(Objects.requireNonNull(assets)))
                        .listen());
    }

    /** Takes no more requests; those that are under way are answered, unless that takes more than a moment. */
    public Future<Void> finish() {
        HttpServer listening = server;
        return listening == null
                ? Future.succeededFuture()
                : listening.shutdown(FINISH_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    /** How many pages follow the changes. */
    int followers() {
        return feed.size();
    }

    /** How many events wait for the page that is furthest behind. */
    int waiting() {
        return feed.waiting();
    }

    /** How many events pages were not given, as far as they have not been told. */
    long missed() {
        return feed.missed();
    }

    private Router router(Assets assets) {
        Router router = Router.router(vertx);
        for (Mount mount : mounts) {
            router.route(mount.path()).handler(context -> mount.handler().handle(context.request()));
        }
        var body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        router.route().handler(this::admit);
        router.post("/session").handler(body).handler(api::signIn);
        router.route("/api/*").handler(api::authenticate);
        router.delete("/api/session").handler(api::signOut);
        router.post("/api/*").handler(body);
        router.post("/api/session").handler(api::tell);
        router.post("/api/changes").handler(feed::serve);
        router.post("/api/:question").handler(api::ask);
        router.get().handler(assets::serve);
        router.head().handler(assets::serve);
        router.route().handler(context -> Api.respond(context, Reply.refused(NOT_FOUND, "there is nothing here")));
        router.route().failureHandler(Api::fail);
        return router;
    }

    /** Whoever may not see the page gets to know nothing of it but why. */
    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        protect(context);
        if (!reach.from(request)) {
            Api.refuse(
                    context,
                    NOT_FOUND,
                    "there are /metrics, /health/live and /health/ready; the page is served to this machine only,"
                            + " see web in docs/configuration.md");
        } else if (!reach.known(request)) {
            Api.refuse(context, MISDIRECTED, "the page is not called so; if it should be, set web.url");
        } else if (HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method())) {
            context.next();
        } else if (!Reach.sameOrigin(request)) {
            Api.refuse(context, FORBIDDEN, "this comes from another page");
        } else if (HttpMethod.POST.equals(request.method())) {
            String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
            if ("application/json".equals(type)) { // no form of another page can send that
                context.next();
            } else {
                Api.refuse(context, WRONG_TYPE, "application/json is needed");
            }
        } else if (HttpMethod.DELETE.equals(request.method())) {
            context.next();
        } else {
            Api.refuse(context, NOT_ALLOWED, "only GET, HEAD, POST and DELETE");
        }
    }

    private static void protect(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), clipboard-read=()");
    }
}
