package adsync.app;

import adsync.config.Configuration;
import adsync.config.ConfigurationException;
import adsync.config.Difference;
import adsync.config.Difference.Effect;
import adsync.config.EffectiveConfiguration;
import adsync.config.Problem;
import adsync.desk.Answer;
import adsync.desk.Question;
import adsync.journal.JournalException;
import adsync.observe.LogKeys;
import adsync.shipper.GroupCounts;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.Rehearsed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a changed configuration file into the running service: all of it or, if a part cannot be taken, nothing. One at a time.
 * As a question it begins a reload and answers its {@code number}; asked with that {@code number}, it answers {@code running} or
 * what came of it.
 */
public final class Reload implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "reload";

    private static final Logger LOGGER = LoggerFactory.getLogger(Reload.class);

    private final Daemon daemon;
    private final Supplier<EffectiveConfiguration> source;
    private final Consumer<Configuration> applied;
    private final Consumer<ReplacementException> broken;
    private final Clock clock;
    private EffectiveConfiguration current;
    private long number;
    private boolean running;
    private Answer last = new Answer(false, new JsonObject().put("message", "nothing was reloaded yet"));

    /**
     * For a service that was started.
     *
     * @param current what it was started with
     * @param source reads the file again; throws {@link ConfigurationException} if it cannot be used
     * @param applied told of the configuration that is used now, for what lies outside the service
     * @param broken told when neither the new nor the old configuration can be used: the process should end
     */
    public Reload(
            Daemon daemon,
            EffectiveConfiguration current,
            Supplier<EffectiveConfiguration> source,
            Consumer<Configuration> applied,
            Consumer<ReplacementException> broken,
            Clock clock) {
        this.daemon = daemon;
        this.current = current;
        this.source = source;
        this.applied = applied;
        this.broken = broken;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized Future<Answer> ask(JsonObject asked) {
        if (asked.getValue("number") instanceof Number about && about.longValue() == number) {
            return Future.succeededFuture(running ? running() : last);
        }
        begin();
        return Future.succeededFuture(running());
    }

    /** Begins, unless one is under way. Returns at once; what comes of it is logged. */
    public synchronized void begin() {
        if (!running) {
            running = true;
            number++;
            Thread.ofPlatform().name("reload").start(this::run);
        }
    }

    private Answer running() {
        return new Answer(true, new JsonObject().put("running", true).put("number", number));
    }

    private void run() {
        Answer answer = answer();
        synchronized (this) {
            running = false;
            last = answer;
        }
    }

    private Answer answer() {
        try {
            return reload();
        } catch (ConfigurationException e) {
            return refused(e.problems().stream().map(Problem::toString).toList());
        } catch (StartException | JournalException e) {
            return refused(List.of(String.valueOf(e.getMessage())));
        } catch (ReplacementException e) {
            broken.accept(e);
            return refused(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("the configuration could not be reloaded");
            return refused(List.of("an error of ADSync itself: " + e));
        }
    }

    private Answer reload() {
        EffectiveConfiguration next = source.get();
        List<Difference> differences = current.differences(next);
        List<Difference> late = differences.stream()
                .filter(one -> one.effect() == Effect.RESTART)
                .toList();
        if (!late.isEmpty()) {
            return refused(late.stream()
                    .map(one -> one + "; this needs a restart of the service, or put it back as it was")
                    .toList());
        }
        if (differences.isEmpty()) {
            return told(differences, new JsonObject(), "nothing is different in the configuration");
        }
        JsonObject preview = new JsonObject();
        if (differences.stream().anyMatch(one -> one.effect() == Effect.SHIPPING)) {
            preview = preview(next.configuration());
        }
        daemon.replace(next.configuration());
        current = next;
        applied.accept(next.configuration());
        return told(differences, preview, "the changed configuration is used from now on");
    }

    /** So that the log says what the change was expected to do. What of it is too much is held, as always. */
    private JsonObject preview(Configuration next) {
        Consumer<Rehearsed> nobody = one -> {};
        RehearsalSummary summary = Preview.make(next, clock, nobody).summary();
        JsonObject counts = new JsonObject();
        summary.counts().forEach((kind, count) -> counts.put(kind.word(), count));
        long held = summary.held().values().stream().mapToLong(Long::longValue).sum();
        counts.put("held", held).put("unchanged", summary.unchanged());
        return summary.groups().any() ? counts.put("groups", groups(summary.groups())) : counts;
    }

    private static JsonObject groups(GroupCounts groups) {
        JsonObject counts = new JsonObject();
        groups.counts().forEach((kind, count) -> counts.put(kind.word(), count));
        long held = groups.held().values().stream().mapToLong(Long::longValue).sum();
        return counts.put("held", held).put("unchanged", groups.unchanged());
    }

    private Answer told(List<Difference> differences, JsonObject preview, String message) {
        String what = differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DETAIL, what)
                .addKeyValue("preview", preview.encode())
                .log("configuration reloaded: " + message);
        JsonArray changes = new JsonArray();
        differences.forEach(one -> changes.add(new JsonObject()
                .put("key", one.key())
                .put("before", one.before())
                .put("after", one.after())));
        return new Answer(
                true,
                new JsonObject().put("message", message).put("changes", changes).put("preview", preview));
    }

    private Answer refused(List<String> problems) {
        LOGGER.atError()
                .addKeyValue(LogKeys.DETAIL, String.join("; ", problems))
                .log("the changed configuration is not used, the service goes on as it was");
        return new Answer(
                false,
                new JsonObject()
                        .put(
                                "message",
                                "the changed configuration is not used, the service goes on as it was: "
                                        + String.join("; ", problems))
                        .put("problems", new JsonArray(problems)));
    }
}
