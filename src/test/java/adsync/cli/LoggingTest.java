package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.config.LogFormat;
import adsync.ops.ChangeLog;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.status.Status;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void the_screen_of_the_demo_is_not_told_of_single_changes_a_second_time() {
        Logging.commands(context);

        assertThat(context.getLogger(ChangeLog.NAME).isErrorEnabled()).isFalse();
        assertThat(context.getLogger("adsync.app.Daemon").isWarnEnabled()).isTrue();
        assertThat(context.getLogger("adsync.app.Daemon").isInfoEnabled()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void the_service_tells_of_each(LogFormat format) {
        Logging.service(context, format);

        assertThat(context.getLogger(ChangeLog.NAME).isInfoEnabled()).isTrue();
        assertThat(context.getLogger("adsync.app.Daemon").isDebugEnabled()).isFalse();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .allMatch(status -> status.getLevel() == Status.INFO);
    }

    /** Without it each command would log debug lines to standard output. */
    @Test
    void logback_finds_it_as_a_service_that_comes_after_files() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(CommandLog.class);
        assertThat(CommandLog.AFTER_FILES).isBetween(-9, -1);
    }
}
