package adsync.setup;

import adsync.desk.Answer;
import adsync.desk.Question;
import adsync.observe.Progress;
import adsync.setup.Forecaster.Forecast;
import adsync.shipper.Rehearsed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What a running service would do if it were started anew, above all if nothing held it up: what is asked before a first load is
 * approved. Reads {@code start}, which makes the preview unless there is a fresh one; {@code again}, which makes it anyway; and
 * {@code text}, {@code kind}, {@code offset} and {@code limit} for the accounts and groups in it.
 */
public final class ForecastQuestion implements Question, AutoCloseable {

    /** How it is called on the control channel. */
    public static final String NAME = "forecast";

    /** It reads directory and provider, so not everybody who looks has it made anew. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final BiFunction<Consumer<Rehearsed>, Progress, Forecast> forecaster;
    private final Clock clock;
    private final PreviewRun preview = new PreviewRun();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("forecast").factory());
    private final Question asking = new Working(NAME, this::answer, threads);

    private volatile Instant madeAt = Instant.EPOCH;

    /** Foretold by this, which blocks. */
    public ForecastQuestion(BiFunction<Consumer<Rehearsed>, Progress, Forecast> forecaster, Clock clock) {
        this.forecaster = forecaster;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return asking.ask(asked);
    }

    private JsonObject answer(JsonObject asked) {
        int limit = Looking.number(asked, "limit", 0, Looking.LARGEST_PAGE);
        int offset = Looking.number(asked, "offset", 0, Integer.MAX_VALUE);
        boolean fresh = clock.instant().isBefore(madeAt.plus(FRESH));
        boolean wanted = Boolean.TRUE.equals(asked.getValue("again"))
                || (Boolean.TRUE.equals(asked.getValue("start")) && !(fresh && preview.made()));
        if (wanted && preview.begin()) {
            threads.execute(this::make);
        }
        JsonObject status = preview.status();
        if (preview.made()) {
            status.put("madeAt", madeAt.toString());
        }
        return limit == 0
                ? status
                : status.mergeIn(preview.find(
                        String.valueOf(asked.getValue("text", "")),
                        String.valueOf(asked.getValue("kind", "")),
                        offset,
                        limit));
    }

    /** It is as of its beginning: what happens meanwhile may be in it, or not. */
    private void make() {
        madeAt = clock.instant();
        preview.make(forecaster);
    }

    /** Waits for nothing: a preview under way is given up. */
    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        preview.close();
    }
}
