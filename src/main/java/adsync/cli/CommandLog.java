package adsync.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/** How Logback begins, unless a file says otherwise: Logback looks for one first. Found by it as a service. */
@ConfiguratorRank(CommandLog.AFTER_FILES)
public final class CommandLog extends ContextAwareBase implements Configurator {

    static final int AFTER_FILES = ConfiguratorRank.NOMINAL - 5;

    /** For the service loader. */
    public CommandLog() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.commands(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
