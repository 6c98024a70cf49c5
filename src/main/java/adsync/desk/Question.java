package adsync.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** One thing an administrator asks or decides. Asked from any thread; never blocks. */
public interface Question {

    /** How it is called on the control channel. */
    String name();

    /**
     * Answers it.
     *
     * @param asked what it is about; each question says what it reads
     * @return fails with a {@link BadQuestionException} if that is not usable, and with the journal's exceptions
     */
    Future<Answer> ask(JsonObject asked);
}
