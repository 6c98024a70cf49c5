package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.desk.Answer;
import adsync.desk.BadQuestionException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupQuestionsTest {

    @TempDir
    Path folder;

    private Setup setup;
    private SetupQuestions questions;
    private boolean ended;

    @BeforeEach
    void begin() {
        setup = SetupFixture.begin(folder.resolve("adsync.yaml"));
        questions = new SetupQuestions(setup, new SetupQuestions.End(true, "", new Nobody(), () -> ended = true));
    }

    @AfterEach
    void end() {
        questions.close();
    }

    /** No service runs. */
    private record Nobody() implements SetupQuestions.Reloading {
        @Override
        public boolean runs() {
            return false;
        }

        @Override
        public boolean own() {
            return false;
        }

        @Override
        public Answer ask(JsonObject asked) {
            throw new AssertionError("nobody is to be asked");
        }
    }

    private JsonObject ask(String name, JsonObject asked) {
        return Objects.requireNonNull(questions.all().get(name))
                .ask(asked)
                .await()
                .body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            setup-answer   | {"set": {"nothing": "x"}}
            setup-answer   | {"set": {"guard.window": "1h"}}
            setup-answer   | {"set": {"organization": 5}}
            setup-answer   | {"secrets": {"organization": "x"}}
            setup-answer   | {"secrets": {"directory.password": 5}}
            setup-answer   | {"certificates": {"mapping": "x"}}
            setup-answer   | {"remove": ["state"]}
            setup-answer   | {"set": {"groups.ship": "true"}}
            setup-try      | {"part": "all"}
            setup-try      | {}
            setup-browse   | {"limit": 100000}
            setup-browse   | {"offset": -1}
            setup-discover | {"domain": " "}
            setup-trust    | {}
            setup-reload   | {}
            setup-end      | {}
            """)
    void what_cannot_be_asked_is_refused(String name, String asked) {
        assertThatThrownBy(() -> ask(name, new JsonObject(asked))).isInstanceOf(BadQuestionException.class);
        assertThat(ended).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_not_answered_yet_is_told_and_another_key_may_answer_it() {
        assertThat(ask("setup", new JsonObject()).getJsonArray("unanswered"))
                .contains("organization", "directory.servers", "directory.password", "provider", "provider.url");

        JsonObject answers = new JsonObject()
                .put("directory.domain", "contoso.com")
                .put("provider.url", "https://scim.example.net/scim/v2");
        assertThat(ask("setup-answer", new JsonObject().put("set", answers)).getJsonArray("unanswered"))
                .contains("organization", "provider")
                .doesNotContain("directory.servers", "provider.url");
        answers = new JsonObject().put("provider.user", "scim");
        assertThat(ask("setup-answer", new JsonObject().put("set", answers)).getJsonArray("unanswered"))
                .contains("provider.password")
                .doesNotContain("provider");
    }

    @Test
    void an_address_is_taken_as_a_server_and_dns_is_not_asked() {
        JsonObject found = ask("setup-discover", new JsonObject().put("domain", "127.0.0.51"));

        assertThat(found.getJsonArray("addresses")).containsExactly("ldaps://127.0.0.51");
        assertThat(found.fieldNames()).containsExactly("addresses");
    }

    @Test
    void what_was_pasted_has_no_name_of_ours() {
        ask(
                "setup-answer",
                new JsonObject()
                        .put("set", new JsonObject().put("directory.servers", new JsonArray().add("ldaps://127.0.0.1")))
                        .put("certificates", new JsonObject().put("directory.trust", "no certificate")));

        String failures = ask("setup-try", new JsonObject().put("part", "servers"))
                .getJsonArray("failures")
                .encode();

        assertThat(failures).contains("directory.trust", "in what was given").doesNotContain("adsync-trust");
    }

    @Test
    void no_command_is_named_above_the_button_that_does_it() {
        try (var lab = new SetupFixture()) {
            lab.answerDirectory(setup);
            setup.remove("directory.trust");

            assertThat(setup.tryServers().failures().getFirst().remedy()).contains("openssl");
            JsonObject tried = ask("setup-try", new JsonObject().put("part", "servers"));
            assertThat(tried.getJsonArray("failures").encode())
                    .contains("directory.trust", "the certificate must name")
                    .doesNotContain("openssl");
        }
    }

    @Test
    void a_secret_is_taken_and_never_told() {
        JsonObject state = ask(
                "setup-answer", new JsonObject().put("secrets", new JsonObject().put("directory.password", "hunter2")));

        assertThat(state.getJsonArray("secrets")).isEqualTo(new JsonArray().add("directory.password"));
        assertThat(state.encode()).doesNotContain("hunter2");
        assertThat(ask("setup", new JsonObject()).encode()).doesNotContain("hunter2");
    }

    @Test
    void what_is_incomplete_is_told_at_its_answers_and_not_saved() {
        JsonObject told = ask("setup-save", new JsonObject());

        assertThat(told.getBoolean("saved")).isFalse();
        assertThat(told.getJsonArray("failures").encode()).contains("organization", "directory.root", "provider.url");
        assertThat(ask("setup-browse", new JsonObject()).getJsonArray("failures"))
                .hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }
}
