package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            help foo                        | there is no command foo; there are run, demo, | adsync --help
            help dc foo                     | there is no command dc foo; there are add, list, revoke | adsync dc --help
            foo                             | there is no command foo; there are run, demo, | adsync --help
            stauts                          | there is no command stauts; did you mean adsync status? | adsync --help
            dc invite x                     | there is no command dc invite; there are add, list, revoke | adsync dc --help
            dc invite --help                | there is no command dc invite; there are add, list, revoke | adsync dc --help
            stauts --help                   | there is no command stauts; did you mean adsync status? | adsync --help
            dc ad --help                    | there is no command dc ad; did you mean adsync dc add? | adsync dc --help
            status --jsn                    | there is no option --jsn; did you mean --json? | adsync status --help
            why Ada Adler                   | 'Adler' is one argument too many | adsync why --help
            tail -n abc                     | --lines: 'abc' is no whole number | adsync tail --help
            approve abc                     | HOLD: 'abc' is no whole number | adsync approve --help
            demo --rate x                   | --rate: 'x' is no number | adsync demo --help
            tail --kind hired               | --kind: 'hired' is none of created | adsync tail --help
            status --json=perhaps           | --json: 'perhaps' is neither true nor false | adsync status --help
            setup --web --web-port 99999    | --web-port must be from 0 to 65535 | adsync setup --help
            demo --listen 127.0.0.1:99999   | --listen: '127.0.0.1:99999' is no place to listen; write host:port | adsync demo --help
            why ''                          | WHO must not be empty | adsync why --help
            why                             | WHO is missing | adsync why --help
            tail --lines                    | --lines needs COUNT | adsync tail --help
            """)
    void a_slip_is_told_in_words_of_ours(String typed, String told, String help) {
        String[] words = typed.split(" +", -1);
        words[words.length - 1] = words[words.length - 1].replace("''", "");

        DeskFixture.Ended ended = DeskFixture.run(words);

        assertThat(ended.err())
                .startsWith("adsync: " + told)
                .endsWith(" Help: " + help + System.lineSeparator())
                .doesNotContain("index", "Invalid", "Unmatched", "positional")
                .hasLineCount(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    }
}
