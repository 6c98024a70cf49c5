package adsync.app;

import adsync.config.Configuration;
import adsync.control.ControlHandler;
import adsync.desk.Activity;
import adsync.desk.History;
import adsync.desk.Overview;
import adsync.desk.Question;
import adsync.desk.Search;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.ops.OpsVerticle;
import adsync.setup.ForecastQuestion;
import adsync.web.Mount;
import adsync.web.WebOptions;
import adsync.web.WebVerticle;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is served on {@code listen}, put together. */
final class Serving {

    private static final long CAUGHT_UP_EVERY = 500;

    private Serving() {}

    /** The server of metrics, health, commands and page. */
    static WebVerticle of(
            Configuration configuration,
            OpsVerticle operations,
            ControlHandler control,
            Map<String, Question> questions,
            Clock clock) {
        var web = configuration.web();
        var options = new WebOptions(
                configuration.listenHost(), configuration.listenPort(), web.enabled(), web.url(), web.allowClearText());
        List<Mount> mounts = List.of(
                new Mount("/metrics", operations.handler()),
                new Mount("/health/*", operations.handler()),
                new Mount(ControlHandler.PATH + "*", control));
        return new WebVerticle(options, mounts, questions, clock);
    }

    /** What would be shipped by the configuration that is in use when it is asked. */
    static ForecastQuestion forecast(Supplier<Configuration> used, Clock clock) {
        return new ForecastQuestion(
                (told, progress) -> Preview.forecaster(clock).preview(used.get(), told, progress), clock);
    }

    /** The questions that only a service answers that watches itself. */
    static List<Question> watch(OpsVerticle operations, Journal journal, Path state, Vertx vertx, Clock clock) {
        var activity = new Activity(clock);
        vertx.eventBus()
                .<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> activity.accept(message.body()));
        vertx.setPeriodic(0, CAUGHT_UP_EVERY, tick -> {
            boolean complete = operations.health().stream()
                    .noneMatch(check ->
                            Boolean.FALSE.equals(check.status().details().get("caughtUp")));
            activity.caughtUp(complete);
            if (complete) {
                vertx.cancelTimer(tick);
            }
        });
        return List.of(
                new Overview(operations::health, activity, journal),
                new Search(journal),
                new History(journal, state, vertx));
    }
}
