package adsync.control;

import adsync.desk.Answer;
import adsync.desk.BadQuestionException;
import adsync.desk.Question;
import adsync.journal.JournalException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code POST /control/<question>}, a JSON object, to whoever has the token. Anybody else gets 401 before anything of
 * the request is looked at. Runs on an event loop.
 */
public final class ControlHandler implements Handler<HttpServerRequest> {

    /** Where all of it lies. */
    public static final String PATH = "/control/";

    private static final Logger LOGGER = LoggerFactory.getLogger(ControlHandler.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private static final int LARGEST_BODY = 16 * 1024;
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Map<String, Question> questions;

    /**
     * For the holder of a token.
     *
     * @param questions by name
     */
    public ControlHandler(String token, Map<String, Question> questions) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.questions = Map.copyOf(questions);
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
                body(request).onSuccess(body -> ask(request, question, body));
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

    private static void ask(HttpServerRequest request, Question question, Buffer body) {
        Future.succeededFuture()
                .compose(begin -> question.ask(body.length() == 0 ? new JsonObject() : new JsonObject(body)))
                .onSuccess(answer -> respond(request, OK, json(answer)))
                .onFailure(failure -> fail(request, question, failure));
    }

    private static JsonObject json(Answer answer) {
        return new JsonObject().put("found", answer.found()).put("answer", answer.body());
    }

    private static void fail(HttpServerRequest request, Question question, Throwable failure) {
        int status = switch (failure) {
            case BadQuestionException bad -> BAD_REQUEST;
            case DecodeException bad -> BAD_REQUEST;
            case JournalException busy -> UNAVAILABLE;
            default -> INTERNAL;
        };
        if (status == INTERNAL) {
            LOGGER.atError()
                    .setCause(failure)
                    .addKeyValue("question", question.name())
                    .log("a question failed");
        }
        String message = failure instanceof DecodeException ? "a JSON object is needed" : failure.getMessage();
        respond(request, status, error(String.valueOf(message)));
    }

    /** Whatever is still to come is not read. */
    private static void refuse(HttpServerRequest request, int status, String error) {
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        respond(request, status, error(error))
                .onComplete(told -> request.connection().close());
    }

    private static JsonObject error(String message) {
        return new JsonObject().put("error", message);
    }

    private static Future<Void> respond(HttpServerRequest request, int status, JsonObject body) {
        return request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.encode());
    }
}
