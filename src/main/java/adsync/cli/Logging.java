package adsync.cli;

import adsync.config.LogFormat;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Which log a command writes. Short commands log warnings to standard error (logback.xml); the service logs for machines. */
final class Logging {

    private Logging() {}

    /** The service's log, to standard output; a file named by {@code -Dlogback.configurationFile} wins. */
    static void service(LogFormat format) {
        if (System.getProperty("logback.configurationFile") == null) {
            use("/adsync/cli/log-" + format.name().toLowerCase(Locale.ROOT) + ".xml");
        }
    }

    /** Writes what is still queued. Nothing is logged afterwards. */
    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static void use(String resource) {
        URL configuration = Objects.requireNonNull(Logging.class.getResource(resource), resource);
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException e) {
            throw new IllegalStateException("the log configuration " + resource + " is broken", e);
        }
    }
}
