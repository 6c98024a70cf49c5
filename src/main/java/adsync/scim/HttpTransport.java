package adsync.scim;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Sends one request and tells apart what was never sent from what was. On the core HTTP client, since only that keeps
 * the two apart: obtaining a connection is one step and sending on it another.
 */
final class HttpTransport {

    static final int MAX_BODY = 16 * 1024 * 1024;

    static final int CONNECT_MILLIS = 5_000;

    private static final int CONNECTIONS = 64;

    /**
     * A connection that was idle for longer is not used again: Node closes after 5 s, and a request that meets the
     * close is lost. Vert.x's own limit does not do, since the server's {@code Keep-Alive: timeout=5} overrides it.
     */
    static final Duration STALE = Duration.ofMillis(3_500);

    private final Vertx vertx;
    private final HttpClient client;
    private final String userAgent;
    private final long staleNanos;
    private final Consumer<Instant> certificateEnds;

    /** When a connection was last given back, by {@link System#nanoTime}. */
    private final Map<HttpConnection, Long> idleSince = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Connects when it is first used.
     *
     * @param stale how long a connection may be idle and still be used
     * @param certificateEnds told, of each new connection, until when the server's certificate is valid
     */
    HttpTransport(
            Vertx vertx,
            Optional<PemTrustOptions> trust,
            String userAgent,
            Duration stale,
            Consumer<Instant> certificateEnds) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(true)
                .setKeepAliveTimeout(3)
                .setPipelining(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setTcpNoDelay(true);
        trust.ifPresent(options::setTrustOptions);
        client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
                .build();
        this.vertx = vertx;
        this.userAgent = userAgent;
        this.certificateEnds = certificateEnds;
        staleNanos = stale.toNanos();
    }

    /** Never fails. A request that a reused connection lost is repeated once if that does no harm. */
    Future<Reply> send(HttpCall call) {
        Promise<Reply> reply = Promise.promise();
        // On one context from the start: on any other thread an answer may have ended before we listen to it.
        vertx.getOrCreateContext()
                .runOnContext(start -> attempt(call)
                        .compose(first -> first instanceof Reply.Lost lost && lost.stale() && call.repeatable()
                                ? attempt(call)
                                : Future.succeededFuture(first))
                        .onComplete(reply));
        return reply.future();
    }

    /** Closes the connections, whatever is under way on them. */
    Future<Void> close() {
        return client.close();
    }

    private Future<Reply> attempt(HttpCall call) {
        return Future.succeededFuture(call)
                .compose(this::connect) // inside a compose, where a throw becomes a failure
                .transform(line -> line.succeeded()
                        ? exchange(call, line.result())
                        : Future.succeededFuture(new Reply.NotSent(Unsent.outcome(call.url(), line.cause()))));
    }

    private record Line(HttpClientRequest request, boolean used) {}

    private Future<Line> connect(HttpCall call) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(call.url())
                .setMethod(call.method())
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT_MILLIS + call.timeout().toMillis()) // includes the wait for a free one
                .putHeader("Accept", HttpCall.SCIM_JSON + ", application/json")
                .putHeader("User-Agent", userAgent);
        call.headers().forEach(options::putHeader);
        return client.request(options).compose(request -> fresh(call, request));
    }

    private Future<Line> fresh(HttpCall call, HttpClientRequest request) {
        request.exceptionHandler(
                failure -> {}); // the future of its answer fails too; without it the library logs an ERROR
        try {
            validate(request.connection());
        } catch (SSLException | CertificateException e) {
            return request.connection().close().transform(closed -> Future.failedFuture(e));
        }
        Long since = idleSince.remove(request.connection());
        if (since == null || System.nanoTime() - since < staleNanos) {
            return Future.succeededFuture(new Line(request, since != null));
        }
        return request.connection().close().transform(closed -> connect(call));
    }

    /** Java's own trust manager looks no further where that very certificate is the trusted one. */
    private void validate(HttpConnection connection) throws SSLException, CertificateException {
        if (connection.isSsl()) {
            var certificate = (X509Certificate) connection.peerCertificates().getFirst();
            certificateEnds.accept(certificate.getNotAfter().toInstant());
            certificate.checkValidity();
        }
    }

    private Future<Reply> exchange(HttpCall call, Line line) {
        HttpClientRequest request = line.request();
        HttpConnection connection = request.connection();
        Buffer body = call.body();
        return (body == null ? request.send() : request.send(body))
                .compose(HttpTransport::collect)
                .onSuccess(answer -> idleSince.put(connection, System.nanoTime()))
                .timeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    connection.close(); // whatever still comes on it belongs to nobody
                    boolean timedOut = cause instanceof TimeoutException;
                    String detail =
                            timedOut ? "no answer within " + call.timeout().toMillis() + " ms" : lost(cause);
                    return Future.succeededFuture(new Reply.Lost(detail, line.used() && !timedOut));
                });
    }

    private static String lost(Throwable cause) {
        return cause instanceof TooLong
                ? "the answer is longer than " + MAX_BODY + " octets"
                : "the connection was lost: " + cause.getMessage();
    }

    private static Future<Reply> collect(HttpClientResponse response) {
        Promise<Reply> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            } else {
                whole.tryFail(new TooLong());
            }
        });
        response.endHandler(
                end -> whole.tryComplete(new Reply.Answer(response.statusCode(), response.headers(), body)));
        return whole.future();
    }

    /** An answer that is not read to its end. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
