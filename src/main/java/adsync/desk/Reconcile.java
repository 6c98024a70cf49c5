package adsync.desk;

import adsync.journal.Journal;
import adsync.listener.ReconcileRequested;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Asks for a comparison of everything with the directory. */
public final class Reconcile implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "reconcile";

    private final Journal journal;
    private final Consumer<ReconcileRequested> told;

    Reconcile(Journal journal, Consumer<ReconcileRequested> told) {
        this.journal = journal;
        this.told = told;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return journal.requestReconcile().map(kept -> {
            told.accept(new ReconcileRequested());
            return Answer.done("asked for a comparison with the directory; status shows how far it is");
        });
    }
}
