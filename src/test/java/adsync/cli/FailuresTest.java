package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the terminal shows of a command that fails. */
class FailuresTest {

    @Command(name = "broken")
    private static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("the cart is before the horse");
        }
    }

    @Test
    void an_error_of_our_own_is_one_line_and_its_stack_trace_is_in_the_log() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(Failures.class);
        logger.addAppender(log);
        var err = new StringWriter();

        int code = new CommandLine(new Broken())
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new Failures())
                .execute();

        logger.detachAppender(log);
        assertThat(code).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString())
                .startsWith("adsync: an error of ADSync itself: java.lang.IllegalStateException: the cart is before")
                .contains("please report it")
                .hasLineCount(1);
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).hasToString("ERROR");
            assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                    .isNotEmpty();
        });
    }
}
