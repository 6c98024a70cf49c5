package adsync.desk;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Parks what a hold holds: each object is looked at again at its next change. Reads {@code hold}. */
public final class Reject implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "reject";

    private final Journal journal;

    Reject(Journal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return new Decision(journal)
                .on(
                        Asked.number(asked, "hold"),
                        hold -> journal.reject(hold.id())
                                .map(done -> done ? Optional.of(rejected(hold)) : Optional.empty()));
    }

    private static Answer rejected(Hold hold) {
        String then = hold.kind() == HazardKind.FIRST_LOAD
                ? "nothing is shipped until adsync approve " + hold.id() + ", or a start with --yes"
                : Decision.what(hold) + " are parked until the next change of each, or adsync retry of that one";
        return Decision.answer(hold, "rejected hold " + hold.id() + ": " + then);
    }
}
