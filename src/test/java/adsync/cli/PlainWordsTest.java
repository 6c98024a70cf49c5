package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong at the terminal is told to administrators, who know no Java. */
class PlainWordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"--password-file", "--ca", "--provider-token-file"})
    void a_file_of_the_set_up_that_is_not_there(String flag, @TempDir Path folder) {
        String missing = folder.resolve("missing").toString();
        String file = folder.resolve("adsync.yaml").toString();

        DeskFixture.Ended ended = DeskFixture.run("setup", "--non-interactive", flag, missing, "--config", file);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).hasLineCount(1).contains(missing + " cannot be read: no such file or folder");
    }

    @Test
    void a_place_of_the_demo_that_is_none() {
        DeskFixture.Ended ended = DeskFixture.run("demo", "--seconds", "1", "--listen", "foo");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).hasLineCount(1).contains("--listen", "'foo' is no place to listen");
    }

    @Test
    void more_people_than_the_memory_of_the_demo_holds() {
        DeskFixture.Ended ended = DeskFixture.run("demo", "--users", "100001");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).hasLineCount(1).contains("--users must be from 1 to 100000");
    }

    @Test
    void a_demo_that_is_to_be_reloaded() {
        assertThat(new NoReload().ask(new JsonObject()).result().body().getString("message"))
                .startsWith("the demo cannot be reloaded");
    }

    /** A package starts its service with a command of its own. */
    @Test
    void how_the_service_is_started() {
        assertThat(EnvironmentVariable.start(Map.of())).isEqualTo("adsync run");
        assertThat(EnvironmentVariable.start(Map.of("ADSYNC_START", "systemctl start adsync")))
                .isEqualTo("systemctl start adsync");
    }

    /** The service of a package has one file; a set-up may have written another. */
    @Test
    void how_the_service_is_started_by_a_file() {
        Path file = Path.of("/etc/adsync/adsync.yaml");
        Map<String, String> ofThePackage =
                Map.of("ADSYNC_CONFIG", file.toString(), "ADSYNC_START", "systemctl restart adsync");

        assertThat(EnvironmentVariable.start(ofThePackage, file)).isEqualTo("systemctl restart adsync");
        assertThat(EnvironmentVariable.start(ofThePackage, Path.of("other.yaml")))
                .isEqualTo("adsync run --config other.yaml");
        assertThat(EnvironmentVariable.start(Map.of(), file)).isEqualTo("adsync run --config " + file);
    }

    @Test
    void browse_offers_only_what_it_heeds() {
        String help = DeskFixture.run("browse", "--help").out();

        assertThat(help)
                .contains("--domain", "--server", "--user", "--password-file", "--ca", "--start-tls", "--depth");
        assertThat(help).doesNotContain("--poll", "--provider", "--organization", "--listen", "--service", "--root");
    }
}
