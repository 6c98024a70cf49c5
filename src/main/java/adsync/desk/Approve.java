package adsync.desk;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Lets what a hold holds now pass; what joins it later is judged anew. Reads {@code hold}, and {@code count} if there is one: how many
 * had joined it, as {@link Holds} told whoever decides. If more have by now, nothing is done.
 */
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
        Optional<Long> count =
                asked.containsKey("count") ? Optional.of(Asked.number(asked, "count")) : Optional.empty();
        return new Decision(journal).on(Asked.number(asked, "hold"), hold -> approve(hold, count));
    }

    private Future<Optional<Answer>> approve(Hold hold, Optional<Long> count) {
        boolean grown = count.filter(seen -> seen != hold.joined()).isPresent();
        return hold.state() == Hold.State.OPEN && hold.kind() != HazardKind.FIRST_LOAD && grown
                ? Future.succeededFuture(Optional.of(Decision.grown(hold)))
                : journal.approve(hold).map(done -> done ? Optional.of(approved(hold)) : Optional.empty());
    }

    private Answer approved(Hold hold) {
        released.accept(Math.max(1, Math.toIntExact(hold.objects())));
        return Decision.answer(hold, "approved hold " + hold.id() + ": " + Decision.what(hold) + " go on");
    }
}
