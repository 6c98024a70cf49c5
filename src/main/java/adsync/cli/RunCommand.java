package adsync.cli;

import adsync.app.Daemon;
import adsync.config.Configuration;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.load();
        Logging.service(configuration.log());
        Daemon daemon = Daemon.start(configuration, Clock.systemUTC(), settled -> {});
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOGGER.atInfo().log("stopping");
                            daemon.close();
                            LOGGER.atInfo().log("stopped");
                            // Being told to stop is no failure: without this the exit code would be 143.
                            Runtime.getRuntime().halt(ExitCode.OK);
                        },
                        "stop"));
        LOGGER.atInfo()
                .addKeyValue("version", VersionCommand.version())
                .addKeyValue("organization", configuration.organization())
                .addKeyValue("listen", configuration.listenHost() + ":" + daemon.port())
                .log("started");
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }
}
