package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {

    private static final String SECRET = "n0-one-may-see-this";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        Path secret = Files.writeString(folder.resolve("provider.secret"), SECRET + "\n");
        file = Files.writeString(folder.resolve("adsync.yaml"), """
                organization: contoso
                directory:
                  servers: ["ldaps://dc1.contoso.com"]
                  root: OU=Staff,DC=contoso,DC=com
                  user: svc-adsync@contoso.com
                  password: %s
                provider:
                  url: https://scim.example.net/scim/v2
                  user: contoso-sync
                  password: ${file:%s}
                """.formatted(SECRET, secret));
    }

    @Test
    void a_good_file_is_valid_and_what_is_unwise_is_told() {
        DeskFixture.Ended ended = DeskFixture.run("config", "validate", "--config", file.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains("warning: " + file + ":6: directory.password")
                .contains("is valid.");
    }

    @Test
    void all_that_is_wrong_is_told_with_file_line_and_key() throws IOException {
        Files.writeString(
                file, Files.readString(file).replace("user: contoso-sync", "usr: contoso-sync") + "poll: 1s\n");

        DeskFixture.Ended ended = DeskFixture.run("config", "validate", "--json", "--config", file.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.json().getBoolean("valid")).isFalse();
        assertThat(ended.json().getJsonArray("problems"))
                .extracting(problem -> ((JsonObject) problem).getString("key"))
                .contains("provider.usr", "poll");
        assertThat(ended.out()).doesNotContain(SECRET);
    }

    @Test
    void every_value_is_shown_with_its_origin_and_no_secret() {
        DeskFixture.Ended ended = DeskFixture.run("config", "show", "--config", file.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .containsPattern("organization +adsync.yaml:1 +contoso")
                .containsPattern("directory.password +adsync.yaml:6 +\\[secret]")
                .containsPattern("provider.password +adsync.yaml:10, file .*provider.secret +\\[secret]")
                .containsPattern("directory.poll +default +60s")
                .doesNotContain(SECRET);
    }

    @Test
    void the_same_as_json() {
        JsonArray values = DeskFixture.run("config", "show", "--json", "--config", file.toString())
                .json()
                .getJsonArray("values");

        assertThat(values)
                .contains(new JsonObject()
                        .put("key", "directory.root")
                        .put("value", "OU=Staff,DC=contoso,DC=com")
                        .put("default", false)
                        .put("line", 4))
                .contains(new JsonObject()
                        .put("key", "provider.concurrency")
                        .put("value", "16")
                        .put("default", true));
        assertThat(values.encode()).doesNotContain(SECRET);
    }

    /** In the form of config validate, so that whoever reads one reads all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "config validate",
                "config show",
                "check",
                "check --provider",
                "preview",
                "browse",
                "support-bundle"
            })
    void a_program_is_told_in_json_what_is_wrong_with_the_file(String command) throws IOException {
        Files.writeString(file, Files.readString(file) + "poll: 1s\n");
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--json", "--config", file.toString()));

        DeskFixture.Ended ended = DeskFixture.run(words.toArray(String[]::new));

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.json().getBoolean("valid")).isFalse();
        assertThat(ended.json().getJsonArray("warnings")).isEmpty();
        JsonArray problems = ended.json().getJsonArray("problems");
        assertThat(problems).hasSize(1);
        assertThat(problems.getJsonObject(0).getString("file")).isEqualTo(file.toString());
        assertThat(problems.getJsonObject(0).getInteger("line")).isPositive();
        assertThat(problems.getJsonObject(0).getString("key")).isEqualTo("poll");
        assertThat(problems.getJsonObject(0).getString("text")).contains("unknown key");
    }

    @Test
    void a_person_is_told_in_a_line_each() throws IOException {
        Files.writeString(file, Files.readString(file) + "poll: 1s\nwink: 2s\n");

        DeskFixture.Ended ended = DeskFixture.run("check", "--config", file.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasLineCount(2).contains(file + ":11: poll: ", file + ":12: wink: ");
    }
}
