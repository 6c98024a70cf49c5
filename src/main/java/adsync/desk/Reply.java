package adsync.desk;

import adsync.journal.JournalException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question asked and answered by HTTP, the same way on each channel.
 *
 * @param status of HTTP: 200 if the question was answered
 * @param body {@code found} and {@code answer}, or {@code error}
 */
public record Reply(int status, JsonObject body) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Reply.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    /**
     * Asks.
     *
     * @param body a JSON object, or nothing
     * @return never fails
     */
    public static Future<Reply> to(Question question, Buffer body) {
        return Future.succeededFuture()
                .compose(begin -> question.ask(body.length() == 0 ? new JsonObject() : new JsonObject(body)))
                .map(answer -> new Reply(
                        OK, new JsonObject().put("found", answer.found()).put("answer", answer.body())))
                .otherwise(failure -> failed(question, failure));
    }

    /** Not answered, for a reason. */
    public static Reply refused(int status, String error) {
        return new Reply(status, new JsonObject().put("error", error));
    }

    private static Reply failed(Question question, Throwable failure) {
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
        return refused(status, String.valueOf(message));
    }
}
