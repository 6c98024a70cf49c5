package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.intake.Coverage;
import adsync.journal.Journal;
import adsync.journal.PasswordStatistics;
import adsync.journal.UnsyncedUser;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has the same login at the provider: how many domain controllers report, users without a password there, gaps, and what waits
 * and why. Reads {@code limit}, and {@code all} for those whose password is older than the installation too.
 */
public final class Passwords implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "passwords";

    private static final int FIRST = 20;
    private static final Duration GAP_AFTER = Duration.ofMinutes(5);

    private final Journal journal;
    private final AskedCoverage coverage;
    private final Clock clock;

    Passwords(Journal journal, AskedCoverage coverage, Clock clock) {
        this.journal = journal;
        this.coverage = coverage;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        int limit = Asked.limit(asked, FIRST);
        boolean all = Asked.flag(asked, "all");
        Instant before = clock.instant().minus(GAP_AFTER);
        return coverage.now()
                .compose(now -> journal.passwords()
                        .statistics(before)
                        .compose(statistics -> journal.passwords()
                                .unsynced(before, !all, limit)
                                .compose(users -> answer(now, statistics, users, limit))));
    }

    private Future<Answer> answer(Coverage now, PasswordStatistics statistics, List<UnsyncedUser> users, int limit) {
        return coverage.origins(users)
                .compose(origins -> OpenPasswords.of(journal, limit)
                        .map(open ->
                                Answer.of(tell(now, statistics, users, origins).put("waiting", open))));
    }

    private JsonObject tell(
            Coverage now, PasswordStatistics statistics, List<UnsyncedUser> users, Map<ObjectGuid, String> origins) {
        JsonObject told = new JsonObject()
                .put("taken", coverage.taken())
                .put("controllers", now.expected())
                .put("reporting", now.reporting())
                .put("missing", new JsonArray(now.missing()))
                .put("users", statistics.users())
                .put("synced", statistics.synced())
                .put("gaps", statistics.gaps())
                .put("mustChange", statistics.mustChange())
                .put("older", statistics.older())
                .put("open", statistics.open())
                .put("parked", statistics.parked())
                .put("held", statistics.held());
        now.unasked().ifPresent(why -> told.put("unasked", why));
        statistics.oldest().ifPresent(oldest -> told.put("oldest", oldest.toString()));
        JsonArray unsynced = new JsonArray();
        users.forEach(user -> unsynced.add(tell(user, origins.get(user.objectGuid()))));
        return told.put("unsynced", unsynced);
    }

    private static JsonObject tell(UnsyncedUser user, @Nullable String origin) {
        JsonObject told = new JsonObject()
                .put("objectGUID", user.objectGuid().toString())
                .put("dn", user.dn())
                .put("sid", user.sid())
                .put("kind", word(user.kind()));
        user.passwordSet().ifPresent(at -> told.put("passwordSet", at.toString()));
        user.sent().ifPresent(at -> told.put("sent", at.toString()));
        user.missed().ifPresent(why -> told.put("missed", why));
        if (origin != null) {
            told.put("controller", origin);
        }
        return told;
    }

    private static String word(UnsyncedUser.Kind kind) {
        return switch (kind) {
            case GAP -> "gap";
            case MUST_CHANGE -> "mustChange";
            case OLDER -> "older";
        };
    }
}
