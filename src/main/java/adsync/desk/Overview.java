package adsync.desk;

import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.JournalStatistics;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How the service is, in plain words, what it did in the last hour, and how much waits for a person. */
public final class Overview implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "overview";

    /** Fewer than these are shipped before anybody has looked. */
    private static final long MANY = 100;

    private final Supplier<List<HealthCheck>> health;
    private final Activity activity;
    private final Journal journal;

    /**
     * Knows these.
     *
     * @param health tells the parts of the service
     */
    public Overview(Supplier<List<HealthCheck>> health, Activity activity, Journal journal) {
        this.health = health;
        this.activity = activity;
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return journal.statistics()
                .compose(counts -> journal.holds().map(holds -> {
                    JsonObject waiting = new JsonObject()
                            .put("objects", counts.objects())
                            .put("accounts", counts.links())
                            .put("outbox", counts.outbox())
                            .put("parked", counts.parked())
                            .put("held", counts.held())
                            .put(
                                    "holds",
                                    holds.stream()
                                            .filter(hold -> hold.state() == Hold.State.OPEN)
                                            .count());
                    counts.oldest().ifPresent(oldest -> waiting.put("oldestSince", oldest.toString()));
                    JsonObject told = state(health.get(), counts);
                    shipping(counts, told.getJsonArray("loads"));
                    return Answer.of(told.put("counts", waiting).put("activity", activity.json()));
                }));
    }

    private static JsonObject state(List<HealthCheck> checks, JournalStatistics counts) {
        var worst = HealthStatus.State.UP;
        var parts = new JsonArray();
        var loads = new JsonArray();
        for (HealthCheck check : checks) {
            HealthStatus status =
                    check.name().equals(PartWords.JOURNAL) ? counted(check.status(), counts) : check.status();
            if (status.state().compareTo(worst) > 0) {
                worst = status.state();
            }
            parts.add(part(check.name(), status));
            if (check.name().startsWith(PartWords.DIRECTORY)) {
                parts.add(PartWords.bell(check.name(), status));
                load(check.name(), status.details(), loads);
            }
        }
        return new JsonObject()
                .put("state", worst.name().toLowerCase(Locale.ROOT))
                .put("parts", parts)
                .put("loads", loads);
    }

    /** The journal's part counts every few seconds, and stands beside figures of now. */
    private static HealthStatus counted(HealthStatus before, JournalStatistics now) {
        Map<String, Object> details = new HashMap<>(before.details());
        details.put("objects", now.objects());
        details.put("accounts", now.links());
        details.put("outbox", now.outbox());
        details.put("parked", now.parked());
        details.put("held", now.held());
        return new HealthStatus(before.state(), before.cause(), before.publicCause(), details);
    }

    private static JsonObject part(String name, HealthStatus status) {
        return new JsonObject()
                .put("name", name)
                .put("title", PartWords.title(name))
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("sentence", PartWords.sentence(name, status))
                .put("cause", status.cause())
                .put("details", new JsonObject(status.details()));
    }

    /** An enumeration that is under way. */
    private static void load(String name, Map<String, Object> details, JsonArray loads) {
        if (details.get("enumerated") instanceof Number done) {
            JsonObject load = new JsonObject()
                    .put("title", PartWords.title(name) + ": everybody is read")
                    .put("done", done.longValue());
            if (details.get("total") instanceof Number total) {
                load.put("total", total.longValue()).put("remainingSeconds", details.get("remainingSeconds"));
            }
            loads.add(load);
        }
    }

    /** Many users without an account: a first load is being shipped. */
    private void shipping(JournalStatistics counts, JsonArray loads) {
        if (counts.outbox() >= MANY && counts.links() < counts.objects()) {
            double perSecond = activity.shippedPerSecond();
            loads.add(new JsonObject()
                    .put("title", "Provider: accounts are made")
                    .put("done", counts.links())
                    .put("total", counts.objects())
                    .put("remainingSeconds", perSecond > 0 ? (long) (counts.outbox() / perSecond) : 0));
        }
    }
}
