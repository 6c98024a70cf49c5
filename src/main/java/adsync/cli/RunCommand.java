package adsync.cli;

import adsync.app.Daemon;
import adsync.config.Configuration;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync run}: the service, until it is told to stop. */
@Command(
        name = "run",
        description = "Runs the service until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync run --config conf/adsync.yaml"})
final class RunCommand implements Callable<Integer> {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--yes", description = "approves the first load into a provider that holds accounts already")
    private boolean yes;

    @Option(names = "--preview", description = "says what would be done, as adsync preview does, and does nothing")
    private boolean preview;

    @Mixin
    private PreviewOutput output = new PreviewOutput();

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.load();
        if (preview) {
            return output.preview(configuration, specification);
        }
        Logging.service(configuration.log());
        var running = new AtomicReference<@Nullable Daemon>();
        var stop = new Thread(() -> stop(running), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Daemon daemon = start(configuration, stop);
        running.set(daemon);
        LOGGER.atInfo()
                .addKeyValue("version", VersionCommand.version())
                .addKeyValue("organization", configuration.organization())
                .addKeyValue("listen", configuration.listenHost() + ":" + daemon.port())
                .log("started");
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private Daemon start(Configuration configuration, Thread stop) {
        boolean started = false;
        try {
            Daemon daemon = Daemon.start(configuration, yes, Clock.systemUTC(), settled -> {});
            started = true;
            return daemon;
        } finally {
            if (!started) {
                Runtime.getRuntime().removeShutdownHook(stop); // it would end the process well
            }
        }
    }

    /** Being told to stop is no failure: without the halt the exit code would be 143. A start that is cut short is like a kill: the journal holds. */
    private static void stop(AtomicReference<@Nullable Daemon> running) {
        Daemon daemon = running.get();
        if (daemon != null) {
            LOGGER.atInfo().log("stopping");
            daemon.close();
            LOGGER.atInfo().log("stopped");
        }
        Logging.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
