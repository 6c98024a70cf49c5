package adsync.desk;

import adsync.directory.Directories;
import adsync.directory.DirectoryOptions;
import adsync.directory.Selection;
import adsync.observe.CheckStep;
import adsync.scim.ScimClients;
import adsync.scim.ScimOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tries everything that the service needs, without changing anything anywhere. */
public final class Check {

    private Check() {}

    /**
     * Tries the directory, then the provider; one does not need the other. Blocks.
     *
     * @param told of each step as soon as it was tried
     */
    public static void run(
            DirectoryOptions directory, Selection selection, ScimOptions provider, Consumer<CheckStep> told) {
        Directories.check(directory, selection).forEach(told);
        provider(provider).forEach(told);
    }

    /** Tries the provider alone. Blocks. */
    public static List<CheckStep> provider(ScimOptions provider) {
        return with(vertx -> ScimClients.check(vertx, provider, new SimpleMeterRegistry(), Clock.systemUTC()));
    }

    /** Tries whether the provider is where its address says; its login is not tried. Blocks. */
    public static List<CheckStep> address(ScimOptions provider) {
        return with(vertx -> ScimClients.reach(vertx, provider, new SimpleMeterRegistry(), Clock.systemUTC()));
    }

    private static List<CheckStep> with(Function<Vertx, Future<List<CheckStep>>> trial) {
        Vertx vertx = Vertx.vertx();
        try {
            return trial.apply(vertx).await();
        } finally {
            vertx.close().await();
        }
    }
}
