package adsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is told of single changes by the log. */
class ChangeLogTest {

    private static LoggerContext configured(String resource) throws JoranException {
        var context = new LoggerContext();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(ChangeLogTest.class.getResource(resource), resource));
        return context;
    }

    @Test
    void the_screen_of_the_demo_is_not_told_a_second_time() throws JoranException {
        LoggerContext commands = configured("/logback.xml");

        assertThat(commands.getLogger(ChangeLog.NAME).isErrorEnabled()).isFalse();
        assertThat(commands.getLogger("adsync.app.Daemon").isWarnEnabled()).isTrue();
        commands.stop();
    }

    @Test
    void the_service_tells_of_each() throws JoranException {
        for (String format : new String[] {"json", "console"}) {
            LoggerContext service = configured("/adsync/cli/log-" + format + ".xml");

            assertThat(service.getLogger(ChangeLog.NAME).isInfoEnabled())
                    .as(format)
                    .isTrue();
            service.stop();
        }
    }
}
