package adsync.control;

import adsync.desk.Question;
import adsync.desk.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Answers {@code POST /control/<question>}, a JSON object, to whoever has the token. Anybody else gets 401 before anything of
 * the request is looked at. Runs on an event loop.
 */
public final class ControlHandler implements Handler<HttpServerRequest> {

    /** Where all of it lies. */
    public static final String PATH = "/control/";

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;

    private static final int LARGEST_BODY = 16 * 1024;
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Map<String, Question> questions;

    /**
     * For the holder of a token.
     *
     * @param questions by name; they may come to be others
     */
    public ControlHandler(String token, Map<String, Question> questions) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.questions = questions;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!authorized(request)) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(request, UNAUTHORIZED, "the token of control.json is needed");
        } else if (!HttpMethod.POST.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            refuse(request, NOT_ALLOWED, "only POST");
        } else {
            Question question = questions.get(String.valueOf(request.path()).substring(PATH.length()));
            if (question == null) {
                refuse(request, NOT_FOUND, "there are " + String.join(", ", questions.keySet()));
            } else {
                body(request).compose(body -> Reply.to(question, body)).onSuccess(reply -> respond(request, reply));
            }
        }
    }

    /** In a time that does not tell how much of the token was right. */
    private boolean authorized(HttpServerRequest request) {
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        return given != null
                && given.startsWith(SCHEME)
                && MessageDigest.isEqual(token, given.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** The body, or nothing more if it was too large and has been refused. */
    private static Future<Buffer> body(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        boolean[] refused = {false};
        request.handler(part -> {
            if (!refused[0] && body.length() + part.length() > LARGEST_BODY) {
                refused[0] = true;
                refuse(request, TOO_LARGE, "at most " + LARGEST_BODY + " octets");
            } else if (!refused[0]) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            if (!refused[0]) {
                whole.complete(body);
            }
        });
        request.exceptionHandler(whole::tryFail);
        return whole.future();
    }

    /** Whatever is still to come is not read. */
    private static void refuse(HttpServerRequest request, int status, String error) {
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        respond(request, Reply.refused(status, error))
                .onComplete(told -> request.connection().close());
    }

    private static Future<Void> respond(HttpServerRequest request, Reply reply) {
        return request.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(reply.body().encode());
    }
}
