package adsync.desk;

import adsync.audit.AuditReader;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What happened to one person, or became of one change, from the audit log, the newest first. Reads {@code who} or
 * {@code correlationId}, and {@code limit}. Looks for a bounded time, and says if that was not enough for the whole log.
 */
public final class History implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "history";

    private static final String PERSON = "objectGUID";
    private static final String CHANGE = "correlationId";
    private static final int FIRST = 50;
    private static final int MOST = 500;
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private final Journal journal;
    private final Path state;
    private final Vertx vertx;

    /** Reads the audit log below a state folder, on a worker thread. */
    public History(Journal journal, Path state, Vertx vertx) {
        this.journal = journal;
        this.state = state;
        this.vertx = vertx;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        int limit = Math.min(MOST, Asked.limit(asked, FIRST));
        if (asked.containsKey(CHANGE)) {
            String id = Asked.text(asked, CHANGE);
            return vertx.executeBlocking(() -> read(CHANGE, id, limit)).map(Objects::requireNonNull);
        }
        String who = Asked.text(asked, "who");
        return Person.find(journal, who).compose(found -> switch (found.size()) {
            case 0 -> Future.succeededFuture(Person.nobody(who));
            case 1 -> vertx.executeBlocking(() -> read(PERSON, found.getFirst().toString(), limit));
            default -> Future.succeededFuture(Person.several(who, found));
        });
    }

    private Answer read(String key, String value, int limit) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        long end = System.nanoTime() + WITHIN.toNanos();
        boolean[] late = {false};
        // A line that is wanted ends the look: there are enough, or there was no more time.
        Predicate<JsonObject> enough = line -> {
            if (value.equals(line.getValue(key))) {
                lines.add(line);
            }
            late[0] = System.nanoTime() > end;
            return late[0] || lines.size() > limit;
        };
        new AuditReader(state).last(1, enough);
        var told = new JsonArray();
        lines.stream().limit(limit).map(History::entry).forEach(told::add);
        return Answer.of(new JsonObject()
                .put(key, value)
                .put("entries", told)
                .put("more", lines.size() > limit)
                .put("unread", late[0]));
    }

    /** Without its place in the chain. */
    private static JsonObject entry(JsonObject line) {
        line.remove("previous");
        line.remove("sequence");
        return line;
    }
}
