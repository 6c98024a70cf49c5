package adsync.scim;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Answers as no provider should: one scripted answer for each request, the last one for all further requests. */
final class OddServer {

    /** What it was sent. */
    record Seen(String method, String uri, MultiMap headers, String body) {}

    private final HttpServer server;
    private final Queue<Handler<HttpServerRequest>> script = new ArrayDeque<>();
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private final Set<HttpConnection> connections = Collections.synchronizedSet(new HashSet<>());

    private OddServer(HttpServer server) {
        this.server = server;
    }

    static OddServer start(Vertx vertx) {
        return start(vertx, new HttpServerOptions());
    }

    static OddServer start(Vertx vertx, HttpServerOptions options) {
        var server = new OddServer(vertx.createHttpServer(options.setIdleTimeout(0)));
        server.server.requestHandler(server::receive);
        server.server.listen(0, "127.0.0.1").await();
        return server;
    }

    String url(String scheme, String host) {
        return scheme + "://" + host + ':' + server.actualPort() + "/scim/v2";
    }

    String url() {
        return url("http", "127.0.0.1");
    }

    /** Answers the next request so. */
    OddServer then(Handler<HttpServerRequest> answer) {
        synchronized (script) {
            script.add(answer);
        }
        return this;
    }

    OddServer then(int status, String body) {
        return then(request -> request.response().setStatusCode(status).end(body));
    }

    /** Closes the connection instead of an answer. */
    OddServer thenClose() {
        return then(request -> request.connection().close());
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    int connections() {
        return connections.size();
    }

    void close() {
        server.close().await();
    }

    private void receive(HttpServerRequest request) {
        connections.add(request.connection());
        request.body().onSuccess(body -> {
            seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body.toString()));
            next().handle(request);
        });
    }

    private Handler<HttpServerRequest> next() {
        synchronized (script) {
            return script.size() > 1 ? script.remove() : script.element();
        }
    }
}
