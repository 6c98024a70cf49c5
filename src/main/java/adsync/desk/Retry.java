package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.IntConsumer;

/** Tries parked or postponed users again, now. Reads {@code who}, or {@code all}: all who are parked, but for those that were rejected. */
public final class Retry implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "retry";

    private final Journal journal;
    private final IntConsumer released;

    /** Tells how many rows became due. */
    Retry(Journal journal, IntConsumer released) {
        this.journal = journal;
        this.released = released;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return Asked.flag(asked, "all") ? all() : one(Asked.text(asked, "who"));
    }

    private Future<Answer> all() {
        return journal.releaseParked().compose(count -> {
            released.accept(count);
            return journal.statistics().map(left -> answer(count, left.parked()));
        });
    }

    /** What is still parked then was rejected, or has just been parked anew. */
    private static Answer answer(int count, long left) {
        String rest = left == 0 ? "" : "; " + left + " stay parked: who was rejected is tried again only by name";
        return count == 0
                ? Answer.nothing("nobody is parked" + (left == 0 ? "" : " who was not rejected") + rest)
                : new Answer(
                        true,
                        new JsonObject()
                                .put("message", "released " + count + " parked, they are tried again" + rest)
                                .put("released", count));
    }

    private Future<Answer> one(String who) {
        return Person.find(journal, who).compose(found -> switch (found.size()) {
            case 0 -> Future.succeededFuture(Person.nobody(who));
            case 1 -> release(who, found);
            default -> Future.succeededFuture(Person.several(who, found));
        });
    }

    private Future<Answer> release(String who, List<ObjectGuid> found) {
        return journal.release(found.getFirst()).map(waited -> {
            if (!waited) {
                return Answer.nothing(who + " is neither parked nor postponed: there is nothing to try again");
            }
            released.accept(1);
            return new Answer(
                    true,
                    new JsonObject()
                            .put("message", "released " + who + ", it is tried again")
                            .put("released", 1)
                            .put("objectGUID", found.getFirst().toString()));
        });
    }
}
