package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service runs well while its file has a fault, or names a variable that the person at the terminal has not. */
class FaultyFileTest extends DeskFixture {

    @ParameterizedTest
    @ValueSource(strings = {"unknown: x\n", "log: ${env:NOBODY_SETS_THIS}\n", "organization: [\n"})
    void day_to_day_commands_need_to_know_only_where_the_service_is(String fault) throws IOException {
        try (Service service = started()) {
            Path file = folder.resolve("adsync.yaml");
            String good = Files.readString(file);
            await().atMost(SOON)
                    .until(() -> adsync("tail", "--json").out().lines().count() == PEOPLE);
            Files.writeString(file, fault + good);

            for (String command : new String[] {"status", "web", "tail", "holds", "parked", "passwords"}) {
                works(adsync(command));
            }
            works(adsync("why", unlucky("sAMAccountName")));
            works(adsync("retry", "--all"));

            Ended reload = adsync("reload");
            assertThat(reload.exitCode()).as(reload.toString()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(reload.err()).as("what is wrong is told once").hasLineCount(1);
            assertThat(adsync("check").exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(service.statistics().objects()).isEqualTo(PEOPLE);
        }
    }

    private static void works(Ended ended) {
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out()).isNotBlank();
        assertThat(ended.err()).hasLineCount(1).startsWith("adsync: warning: ").contains("adsync.yaml:");
    }

    @Test
    void without_a_service_the_journal_answers() throws IOException {
        started().close();
        Files.writeString(folder.resolve("adsync.yaml"), "\nunknown: x\n", StandardOpenOption.APPEND);

        works(adsync("parked"));
    }

    @Test
    void a_state_that_is_none_is_refused() throws IOException {
        Path file = folder.resolve("adsync.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^state: .*$", "state: [x]"));

        Ended ended = adsync("parked");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).contains("state: ");
    }

    @Test
    void without_a_file_status_says_how_to_make_one() throws IOException {
        Files.delete(folder.resolve("adsync.yaml"));

        Ended words = adsync("status");

        assertThat(words.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(words.err()).contains("there is no configuration yet", "adsync setup");
        assertThat(adsync("status", "--json").json().getString("state")).isEqualTo("unconfigured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "parked", "holds"})
    void without_a_file_questions_say_the_same(String command) throws IOException {
        Files.delete(folder.resolve("adsync.yaml"));

        Ended ended = adsync(command);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.err()).isEqualTo(adsync("status").err());
        assertThat(ended.out()).isEmpty();
        assertThat(adsync(command, "--json").json().getString("message")).contains("adsync setup --web");
    }
}
