package adsync.desk;

import io.vertx.core.json.JsonObject;

/**
 * What there is to say to a question; the same whether the running service says it or the journal was opened for it.
 *
 * @param found whether there was what was asked for; if not, {@code message} in the body says so in a sentence
 * @param body the answer; instants are in ISO 8601
 */
public record Answer(boolean found, JsonObject body) {

    static Answer of(JsonObject body) {
        return new Answer(true, body);
    }

    /** Done, with a sentence about what was done. */
    static Answer done(String message) {
        return new Answer(true, new JsonObject().put("message", message));
    }

    /** There is no such thing. */
    static Answer nothing(String message) {
        return new Answer(false, new JsonObject().put("message", message));
    }
}
