package adsync.desk;

import adsync.journal.Journal;
import adsync.journal.UnshippedObject;
import adsync.journal.UnshippedObject.State;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Who cannot be shipped until a person or their next change mends them; the oldest first. With {@code postponed}, instead: who could not
 * be shipped and is tried again by itself; the next first. Reads {@code limit}.
 */
public final class Parked implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "parked";

    private static final int FIRST = 100;

    private final Journal journal;

    Parked(Journal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        int limit = Asked.limit(asked, FIRST);
        boolean postponed = Asked.flag(asked, "postponed");
        return journal.unshipped(postponed ? State.POSTPONED : State.PARKED, limit)
                .map(unshipped -> {
                    var objects = new JsonArray();
                    unshipped.first().forEach(one -> objects.add(json(one)));
                    return Answer.of(new JsonObject()
                            .put("total", unshipped.total())
                            .put(postponed ? "postponed" : "parked", objects));
                });
    }

    private static JsonObject json(UnshippedObject one) {
        JsonObject json = new JsonObject()
                .put("objectGUID", one.objectGuid().toString())
                .put("dn", one.dn())
                .put("cause", one.cause())
                .put("since", one.since().toString())
                .put("correlationId", one.correlationId().value());
        one.nextTry().ifPresent(next -> json.put("nextTry", next.toString()));
        return json;
    }
}
