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
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a changed configuration file into the running service: all of it or, if a part cannot be taken, nothing. One at a time: the
 * file may change behind the back of one that runs, so whoever asks meanwhile gets another one after it, all of them the same one.
 * As a question it answers the {@code number} of the reload that begins after it was asked; asked with that {@code number}, it
 * answers {@code running} or what came of it.
 */
public final class Reload implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "reload";

    private static final Logger LOGGER = LoggerFactory.getLogger(Reload.class);

    /** Whoever asks comes back at once for what came of it; many may have asked in between. */
    private static final int REMEMBERED = 16;

    private final Consumer<Configuration> replacing;
    private final Supplier<EffectiveConfiguration> source;
    private final Consumer<Configuration> applied;
    private final Consumer<ReplacementException> broken;
    private final Clock clock;
    private EffectiveConfiguration current;

    /** Of the one that was begun last. */
    private long number;

    private boolean running;

    /** Whether another one is to follow the one that runs. */
    private boolean another;

    /** What came of the last ones, by number. */
    private final NavigableMap<Long, Answer> outcomes = new TreeMap<>();

    /**
     * For a service that was started.
     *
     * @param replacing has the service work by another configuration, see {@link Daemon#replace}
     * @param current what it was started with
     * @param source reads the file again; throws {@link ConfigurationException} if it cannot be used
     * @param applied told of the configuration that is used now, for what lies outside the service
     * @param broken told when neither the new nor the old configuration can be used: the process should end
     */
    public Reload(
            Consumer<Configuration> replacing,
            EffectiveConfiguration current,
            Supplier<EffectiveConfiguration> source,
            Consumer<Configuration> applied,
            Consumer<ReplacementException> broken,
            Clock clock) {
        this.replacing = replacing;
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
        boolean known = asked.getValue("number") instanceof Number about && about.longValue() <= lastAsked();
        return Future.succeededFuture(known ? outcome(asked.getLong("number")) : running(request()));
    }

    /** Begins, or has another one follow the one that runs. Returns at once; what comes of it is logged. */
    public synchronized void begin() {
        request();
    }

    /** Returns the number of the one that begins from now on. */
    private long request() {
        if (running) {
            another = true;
        } else {
            running = true;
            number++;
            Thread.ofPlatform().name("reload").start(this::run);
        }
        return lastAsked();
    }

    private long lastAsked() {
        return another ? number + 1 : number;
    }

    /** Of one that is forgotten, the next one known, which began later still. */
    private Answer outcome(long about) {
        if (about > number || (about == number && running)) {
            return running(about);
        }
        Map.Entry<Long, Answer> known = outcomes.ceilingEntry(about);
        return known == null
                ? new Answer(false, new JsonObject().put("message", "nothing was reloaded yet"))
                : known.getValue();
    }

    private static Answer running(long number) {
        return new Answer(true, new JsonObject().put("running", true).put("number", number));
    }

    private void run() {
        boolean more = true;
        while (more) {
            more = over(answer());
        }
    }

    /** Returns whether another one is to follow, which has begun then. */
    private synchronized boolean over(Answer answer) {
        outcomes.put(number, answer);
        if (outcomes.size() > REMEMBERED) {
            outcomes.pollFirstEntry();
        }
        running = another;
        if (another) {
            another = false;
            number++;
        }
        return running;
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
        replacing.accept(next.configuration());
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
