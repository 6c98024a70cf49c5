package adsync.setup;

import adsync.desk.Answer;
import adsync.desk.BadQuestionException;
import adsync.desk.Question;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** A question that is worked on by a thread that may block. */
record Working(String name, Function<JsonObject, JsonObject> work, Executor threads) implements Question {

    @Override
    public Future<Answer> ask(JsonObject asked) {
        Promise<Answer> promise = Promise.promise();
        try {
            threads.execute(() -> {
                try {
                    promise.complete(new Answer(true, work.apply(asked)));
                } catch (RuntimeException e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.fail(new BadQuestionException("too much is being tried at the same time; wait a moment"));
        }
        Context context = Vertx.currentContext();
        return context == null
                ? promise.future()
                : Future.fromCompletionStage(promise.future().toCompletionStage(), context);
    }
}
