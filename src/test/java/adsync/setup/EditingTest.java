package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.config.Configuration;
import adsync.desk.BadQuestionException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set-up of a service that runs: begun again and again, from what the file says then. */
class EditingTest {

    private static final String WRITTEN = """
            organization: contoso
            directory:
              servers: ["ldaps://127.0.0.1:1"]
              root: OU=Staff,DC=lab,DC=test
              user: svc@lab.test
              password: secret
              poll: 45s # ours
            provider: {url: "https://127.0.0.1:1/scim", user: contoso, password: secret}
            """;

    @TempDir
    Path folder;

    private Path file;
    private SetupQuestions questions;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("adsync.yaml"), WRITTEN);
        questions = new SetupQuestions(
                () -> SetupFixture.begin(file), new SetupQuestions.End(false, "", new SetupFixture.Itself(), () -> {}));
    }

    @AfterEach
    void end() {
        questions.close();
    }

    private JsonObject ask(String name, JsonObject asked) {
        return Objects.requireNonNull(questions.all().get(name))
                .ask(asked)
                .await()
                .body();
    }

    private JsonObject ask(String name) {
        return ask(name, new JsonObject());
    }

    private JsonObject set(String key, String value) {
        return ask("setup-answer", new JsonObject().put("set", new JsonObject().put(key, value)));
    }

    @Test
    void answers_wait_for_whoever_comes_back_until_they_are_discarded() {
        ask("setup");
        set("directory.poll", "15s");

        assertThat(ask("setup").getJsonArray("changes").encode()).contains("45s", "15s");

        assertThat(ask("setup-discard").getJsonArray("changes")).isEmpty();
        assertThat(file).content().isEqualTo(WRITTEN);
    }

    @Test
    void what_somebody_changed_by_hand_meanwhile_is_begun_from() throws IOException {
        ask("setup");
        Files.writeString(file, WRITTEN.replace("45s", "50s"));

        JsonObject state = ask("setup");

        assertThat(state.getJsonObject("answers").getString("directory.poll")).isEqualTo("50s");
    }

    @Test
    void what_somebody_changes_by_hand_while_it_is_answered_is_not_overwritten() throws IOException {
        ask("setup");
        set("directory.poll", "15s");
        Files.writeString(file, WRITTEN.replace("45s", "50s"));

        JsonObject saved = ask("setup-save");

        assertThat(saved.getBoolean("saved")).isFalse();
        assertThat(saved.encode()).contains("changed by somebody else meanwhile");
        assertThat(file).content().contains("50s");
    }

    @Test
    void one_change_after_another_is_saved_and_taken_over() {
        for (int poll : new int[] {15, 20}) {
            ask("setup");
            set("directory.poll", poll + "s");
            assertThat(ask("setup-save").getBoolean("saved")).isTrue();
            assertThat(ask("setup-reload").getBoolean("reloaded")).isTrue();

            assertThat(Configuration.load(file, Map.of()).poll()).hasSeconds(poll);
        }
        assertThat(file).content().contains("# ours");
    }

    @Test
    void what_only_a_restart_takes_over_is_said() {
        ask("setup");

        String changes = set("organization", "other").getJsonArray("changes").encode();

        assertThat(changes).contains("\"key\":\"organization\"", "\"restart\":true");
    }

    @Test
    void a_file_with_faults_is_mended_by_hand() throws IOException {
        Files.writeString(file, "organization: [");

        assertThatThrownBy(() -> ask("setup"))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("adsync.yaml")
                .hasMessageContaining("by hand");
    }

    @Test
    void a_secret_goes_nowhere_else_than_before_unless_it_is_given_anew() {
        ask("setup");

        assertThat(set("directory.poll", "15s").getJsonArray("secrets"))
                .containsExactlyInAnyOrder("directory.password", "provider.password");
        JsonObject moved = set("provider.url", "https://127.0.0.1:2/scim");

        assertThat(moved.getJsonArray("secrets")).containsExactly("directory.password");
        assertThat(ask("setup-save").getBoolean("saved")).isFalse();
        assertThat(file).content().isEqualTo(WRITTEN);
        JsonObject given = ask(
                "setup-answer",
                new JsonObject().put("secrets", new JsonObject().put("provider.password", "given anew")));
        assertThat(given.getJsonArray("secrets")).containsExactlyInAnyOrder("directory.password", "provider.password");
        assertThat(set("directory.poll", "20s").getJsonArray("secrets"))
                .as("given for this place")
                .contains("provider.password");
    }

    @Test
    void a_password_of_the_directory_stays_with_its_servers() {
        ask("setup");

        JsonObject moved = ask(
                "setup-answer",
                new JsonObject()
                        .put(
                                "set",
                                new JsonObject().put("directory.servers", new JsonArray().add("ldaps://127.0.0.1:2"))));

        assertThat(moved.getJsonArray("secrets")).containsExactly("provider.password");
    }

    @Test
    void nobody_names_a_file_of_the_machine_as_a_secret_on_the_page() {
        ask("setup");
        var asked = new JsonObject().put("secrets", new JsonObject().put("provider.password", "${file:/etc/shadow}"));

        assertThatThrownBy(() -> ask("setup-answer", asked))
                .isInstanceOf(BadQuestionException.class)
                .hasMessageContaining("the secret itself");
    }
}
