package adsync.app;

import adsync.desk.Answer;
import adsync.desk.Question;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Whether a set-up is in the place of the service, and why; for the commands that ask for the service. */
public final class WaitingStart implements Question {

    /** How it is asked. */
    public static final String NAME = "waiting-start";

    private final SetupService.Ending ending;

    WaitingStart(SetupService.Ending ending) {
        this.ending = ending;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** {@code trouble} is why it could not start; empty if it was not tried. */
    @Override
    public Future<Answer> ask(JsonObject asked) {
        return Future.succeededFuture(new Answer(ending.starts(), new JsonObject().put("trouble", ending.trouble())));
    }
}
