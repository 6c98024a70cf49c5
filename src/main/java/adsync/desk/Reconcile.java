package adsync.desk;

import adsync.listener.ReconcileRequested;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Asks for a comparison of everything with the directory. */
public final class Reconcile implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "reconcile";

    private final Consumer<ReconcileRequested> request;

    Reconcile(Consumer<ReconcileRequested> request) {
        this.request = request;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        request.accept(new ReconcileRequested());
        return Future.succeededFuture(
                Answer.done("asked for a comparison with the directory; status shows how far it is"));
    }
}
