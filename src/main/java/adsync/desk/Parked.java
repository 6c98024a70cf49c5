package adsync.desk;

import adsync.journal.Journal;
import adsync.journal.ParkedObject;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Who cannot be shipped until a person or their next change mends them; the oldest first. Reads {@code limit}. */
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
        return journal.statistics()
                .compose(counts -> journal.parked(limit).map(parked -> {
                    var objects = new JsonArray();
                    parked.forEach(one -> objects.add(json(one)));
                    return Answer.of(
                            new JsonObject().put("total", counts.parked()).put("parked", objects));
                }));
    }

    private static JsonObject json(ParkedObject parked) {
        return new JsonObject()
                .put("objectGUID", parked.objectGuid().toString())
                .put("dn", parked.dn())
                .put("cause", parked.cause())
                .put("since", parked.since().toString())
                .put("correlationId", parked.correlationId().value());
    }
}
