package adsync.desk;

import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.IntConsumer;

/** Lets what a hold holds pass. Reads {@code hold}. */
public final class Approve implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "approve";

    private final Journal journal;
    private final IntConsumer released;

    /** Tells how many rows became due. */
    Approve(Journal journal, IntConsumer released) {
        this.journal = journal;
        this.released = released;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return new Decision(journal).on(Asked.number(asked, "hold"), journal::approve, this::approved);
    }

    private Answer approved(Hold hold) {
        released.accept(Math.max(1, Math.toIntExact(hold.objects())));
        return Decision.answer(hold, "approved hold " + hold.id() + ": " + Decision.what(hold) + " go on");
    }
}
