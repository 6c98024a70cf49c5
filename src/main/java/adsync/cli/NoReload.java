package adsync.cli;

import adsync.app.Reload;
import adsync.desk.Answer;
import adsync.desk.Question;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The demo has no configuration that somebody could have changed. */
final class NoReload implements Question {

    @Override
    public String name() {
        return Reload.NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return Future.succeededFuture(new Answer(
                false,
                new JsonObject()
                        .put(
                                "message",
                                "the demo cannot be reloaded: its configuration is made by itself; to have another one,"
                                        + " end it and start it with other options (adsync demo --help)")));
    }
}
