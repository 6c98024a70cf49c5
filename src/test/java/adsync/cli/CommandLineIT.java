package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a person types them. */
class CommandLineIT extends CommandLineSuite {

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo", "check", "status", "why", "parked", "retry", "holds", "approve", "version"})
    void each_command_explains_itself_with_an_example(String command) {
        Ended ended = Adsync.run(command, "--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .anyMatch(line -> line.startsWith("Usage: adsync " + command))
                .anyMatch(line -> line.startsWith("Example: adsync " + command));
    }

    @Test
    void help_names_every_command_and_exit_code() {
        Ended ended = Adsync.run("--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(String.join(" ", ended.out()))
                .contains("adsync demo", "adsync check", "adsync run", "adsync status")
                .contains("Exit codes: 0 well or done, 1 ", "2 unusable", "3 directory or provider refuse");
    }

    @Test
    void the_version_is_one_line() {
        for (String form : List.of("version", "--version")) {
            Ended ended = Adsync.run(form);

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).singleElement().asString().matches("adsync \\S+ \\(Java [0-9].*\\)");
            assertThat(ended.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rnu, , did you mean, adsync run?",
        "run, --confg=x, did you mean, --config?",
        "status, --jsn, did you mean, --json?",
        "check, more, 'more', adsync check --help",
        "demo, --users=many, --users, adsync demo --help",
        "demo, --users=0, --users must be from 1 to 100000, adsync demo --help",
        ", , a command is needed, adsync --help"
    })
    void a_slip_is_answered_with_what_may_have_been_meant(String command, String option, String told, String hint) {
        Ended ended = Adsync.run(
                Stream.of(command, option).filter(word -> word != null).toArray(String[]::new));

        refused(ended, ExitCode.UNUSABLE, told, hint);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void a_check_of_a_good_configuration_prints_every_step() {
        Ended ended = start("check").end(SOON);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).allMatch(line -> line.startsWith("ok "));
        assertThat(ended.out())
                .extracting(line -> line.substring(7, 37).strip())
                .containsExactly(
                        "state",
                        "listen",
                        "directory: DNS",
                        "directory: TCP",
                        "directory: TLS",
                        "directory: login",
                        "directory: root",
                        "directory: replication right",
                        "directory: deleted objects",
                        "directory: notification",
                        "provider: name",
                        "provider: connection",
                        "provider: certificate",
                        "provider: discovery",
                        "provider: login");
        assertThat(sample.state()).doesNotExist();
    }

    @Test
    void status_tells_how_a_running_service_is() throws IOException {
        sample.with("listen", "127.0.0.1:" + FreePort.draw());
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"change\""));

        Ended words = start("status").end(SOON);
        Ended json = closing(Adsync.start(
                        ENVIRONMENT,
                        "status",
                        "--json",
                        "--config",
                        sample.file().toString()))
                .end(SOON);

        assertThat(words.exitCode()).as(words.toString()).isZero();
        assertThat(words.err()).isEmpty();
        assertThat(words.out())
                .anyMatch(line -> line.matches("service +(up|degraded)"))
                .anyMatch(line -> line.matches("directory +(up|degraded).*"))
                .anyMatch(line -> line.matches("provider +(up|degraded).*"))
                .anyMatch(line -> line.matches("journal +(up|degraded).*"));
        assertThat(json.exitCode()).as(json.toString()).isZero();
        assertThat(new JsonObject(String.join("\n", json.out()))
                        .getJsonObject("parts")
                        .fieldNames())
                .contains("directory", "provider", "journal");
    }

    @Test
    void status_without_a_service_says_how_to_start_it() throws IOException {
        int port = FreePort.draw();
        sample.with("listen", "127.0.0.1:" + port);

        refused(start("status").end(SOON), ExitCode.NOT_WELL, "127.0.0.1:" + port, "no service answers", "adsync run");
    }

    @Test
    void status_of_something_else_says_so() {
        String authority = URI.create(provider.url()).getAuthority();
        sample.with("listen", authority);

        refused(start("status").end(SOON), ExitCode.NOT_WELL, authority, "is not ADSync");
    }
}
