package adsync.desk;

import adsync.journal.HazardKind;
import adsync.journal.HeldObject;
import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What waits for an approval because there was too much of it at once. Reads {@code hold}, to tell of one only, and of the accounts of
 * each {@code offset} and {@code limit}. Of a first load it tells how many wait; what becomes of them, and of whom, is found out at the
 * provider.
 */
public final class Holds implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "holds";

    private static final int FIRST = 5;

    private final Journal journal;

    Holds(Journal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        int offset = Asked.offset(asked);
        int limit = Asked.limit(asked, FIRST);
        Optional<Long> only = asked.containsKey("hold") ? Optional.of(Asked.number(asked, "hold")) : Optional.empty();
        return journal.holds().compose(holds -> {
            List<Future<JsonObject>> told = holds.stream()
                    .filter(hold -> only.filter(id -> id != hold.id()).isEmpty())
                    .map(hold -> tell(hold, offset, limit))
                    .toList();
            if (only.isPresent() && told.isEmpty()) {
                return Future.succeededFuture(Answer.nothing("there is no hold " + only.get()));
            }
            return Future.all(told)
                    .map(all -> Answer.of(new JsonObject()
                            .put("open", holds.stream().filter(Holds::open).count())
                            .put("holds", new JsonArray(all.list()))));
        });
    }

    private static boolean open(Hold hold) {
        return hold.state() == Hold.State.OPEN;
    }

    private Future<JsonObject> tell(Hold hold, int offset, int limit) {
        JsonObject told = new JsonObject()
                .put("hold", hold.id())
                .put("kind", hold.kind().word())
                .put("state", hold.state().word())
                .put("objects", hold.objects())
                .put("count", hold.joined())
                .put("limit", hold.limit())
                .put("openedAt", hold.openedAt().toString());
        hold.root().ifPresent(root -> told.put("root", root));
        hold.closedAt().ifPresent(at -> told.put("closedAt", at.toString()));
        if (!open(hold)) {
            return Future.succeededFuture(told);
        }
        if (hold.kind() == HazardKind.FIRST_LOAD) {
            return journal.outboxSize().map(waiting -> told.put("objects", waiting)); // it holds them all
        }
        return journal.held(hold.id(), offset, limit).map(held -> {
            var accounts = new JsonArray();
            held.forEach(one -> accounts.add(json(one)));
            return told.put("offset", offset).put("accounts", accounts);
        });
    }

    private static JsonObject json(HeldObject held) {
        return new JsonObject()
                .put("objectGUID", held.objectGuid().toString())
                .put("dn", held.dn())
                .put("kind", held.kind().word())
                .put("since", held.since().toString())
                .put("correlationId", held.correlationId().value());
    }
}
