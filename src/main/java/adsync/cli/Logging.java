package adsync.cli;

import adsync.config.LogFormat;
import adsync.ops.ChangeLog;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which log a command writes: short commands log warnings to standard error, the service logs for machines. Set up in code, because
 * reading it from XML took longer than all the rest of a short command.
 */
final class Logging {

    /** A file that wins over all this. */
    private static final String FILE = "logback.configurationFile";

    private static final Map<String, Level> OTHERS = Map.of(
            // Vert.x registers its own gauges anew with each client; that is no news to an administrator.
            "io.micrometer.core.instrument.MeterRegistry", Level.ERROR,
            // A connection that breaks, without a word of whose it is; whoever used it tells.
            "io.vertx.core.net.impl.ConnectionBase", Level.OFF,
            // Who is just being undeployed need not be woken.
            "io.vertx.core.eventbus.impl.MessageConsumerImpl", Level.ERROR);

    private static final int LINES = 8192;
    private static final int LAST_LINES_MILLISECONDS = 2000;
    private static final int DEEPEST_TRACE = 20;
    private static final int LONGEST_TRACE = 8192;

    private Logging() {}

    /** The service's log, to standard output; a file named by {@code -Dlogback.configurationFile} wins. */
    static void service(LogFormat format) {
        if (System.getProperty(FILE) == null) {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.reset();
            service(context, format);
        }
    }

    /** Writes what is still queued. Nothing is logged afterwards. */
    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** The log of short commands. */
    static void commands(LoggerContext context) {
        String trace = System.getProperty("adsync.log.stack", "1");
        Encoder<ILoggingEvent> lines = lines(context, "%-5level %msg %kvp%n%nopex%rEx{" + trace + "}");
        use(context, console(context, "System.err", lines), Level.WARN);
        // The service logs elsewhere; the screen of the demo has a line for each change.
        context.getLogger(ChangeLog.NAME).setLevel(Level.OFF);
    }

    /** The log of the service. */
    static void service(LoggerContext context, LogFormat format) {
        ConsoleAppender<ILoggingEvent> output = console(
                context,
                "System.out",
                switch (format) {
                    case JSON -> objects(context);
                    case CONSOLE -> lines(context, "%d{HH:mm:ss.SSS} %-5level %-22logger{0} %msg  %kvp{NONE}%n");
                });
        // An event loop must not wait for a slow reader of the log. Nothing is left out: a full queue does make it
        // wait.
        var queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("queue");
        queue.setQueueSize(LINES);
        queue.setDiscardingThreshold(0);
        queue.setMaxFlushTime(LAST_LINES_MILLISECONDS);
        queue.addAppender(output);
        queue.start();
        use(context, queue, Level.toLevel(System.getProperty("adsync.log.level"), Level.INFO));
    }

    private static void use(LoggerContext context, Appender<ILoggingEvent> appender, Level lowest) {
        OTHERS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(lowest);
        root.addAppender(appender);
    }

    private static ConsoleAppender<ILoggingEvent> console(
            LoggerContext context, String target, Encoder<ILoggingEvent> encoder) {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setName(target);
        console.setTarget(target);
        console.setEncoder(encoder);
        return begin(context, console);
    }

    private static Encoder<ILoggingEvent> lines(LoggerContext context, String pattern) {
        var lines = new PatternLayoutEncoder();
        lines.setPattern(pattern);
        return begin(context, lines);
    }

    /** One JSON object a line in the Logstash schema; a key-value of a log statement is a field of its own. */
    private static Encoder<ILoggingEvent> objects(LoggerContext context) {
        var trace = new ShortenedThrowableConverter();
        trace.setMaxDepthPerThrowable(DEEPEST_TRACE);
        trace.setMaxLength(LONGEST_TRACE);
        trace.setRootCauseFirst(true);
        trace.start();
        var objects = new LogstashEncoder();
        objects.setTimeZone("UTC");
        objects.setIncludeContext(false);
        objects.setShortenedLoggerNameLength(-1);
        objects.setThrowableConverter(trace);
        return begin(context, objects);
    }

    private static <T extends ContextAware & LifeCycle> T begin(LoggerContext context, T part) {
        part.setContext(context);
        part.start();
        return part;
    }
}
