package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.journal.Journals;
import adsync.journal.ProviderIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would keep a service from its next start is not saved by the page unless somebody insists. */
class RefusedTest {

    private static final String BEFORE = "http://127.0.0.1:1/scim";
    private static final String WRITTEN = """
            organization: contoso
            directory:
              servers: ["ldaps://127.0.0.1:1"]
              root: OU=Staff,DC=lab,DC=test
              user: svc@lab.test
              password: secret
            provider: {url: "http://127.0.0.1:1/scim", user: contoso, password: secret}
            state: var
            """;

    @TempDir
    Path folder;

    private Path file;
    private SetupQuestions questions;
    private String refusal = "";

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("adsync.yaml"), WRITTEN);
        questions = new SetupQuestions(
                () -> Setup.begin(file, Map.of(), this::foretell),
                new SetupQuestions.End(false, "", new SetupFixture.Itself(), () -> {}));
    }

    private Forecaster.Forecast foretell(Object configuration, Object told, Object progress) {
        if (!refusal.isEmpty()) {
            throw new IllegalStateException(refusal);
        }
        return SetupFixture.NOTHING;
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

    private void set(String key, String value) {
        ask("setup-answer", new JsonObject().put("set", new JsonObject().put(key, value)));
    }

    private JsonObject save(boolean force) {
        return ask("setup-save", force ? new JsonObject().put("force", true) : new JsonObject());
    }

    private void preview() {
        ask("setup-preview", new JsonObject().put("start", true));
        await().until(() ->
                !"running".equals(ask("setup-preview", new JsonObject()).getString("state")));
    }

    private void refused(String cause) throws IOException {
        String before = Files.readString(file);
        JsonObject told = save(false);
        assertThat(told.getBoolean("saved")).isFalse();
        assertThat(told.getString("refused")).contains(cause);
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void what_the_preview_refuses_is_saved_only_by_force() throws IOException {
        ask("setup", new JsonObject());
        set("directory.root", "OU=Other,DC=lab,DC=test");
        refusal = "the provider cannot be asked: 404";
        preview();

        refused("the provider cannot be asked: 404");
        set("directory.poll", "15s");
        refused("the provider cannot be asked: 404");
        assertThat(save(true).getBoolean("saved")).isTrue();
        assertThat(file).content().contains("OU=Other");
    }

    @Test
    void a_refused_preview_is_forgotten_once_the_answers_are_others() {
        ask("setup", new JsonObject());
        set("directory.root", "OU=Other,DC=lab,DC=test");
        refusal = "the provider cannot be asked: 404";
        preview();
        set("directory.root", "OU=Third,DC=lab,DC=test");

        assertThat(ask("setup-preview", new JsonObject()).getString("state")).isEqualTo("none");
        assertThat(save(false).getBoolean("saved")).isTrue();
    }

    @Test
    void another_provider_than_that_of_the_journal_is_saved_only_by_force() throws IOException {
        known("contoso");
        ask("setup", new JsonObject());
        set("organization", "fabrikam");

        refused("knows the accounts of contoso at " + BEFORE);
        JsonObject tried = ask("setup-try", new JsonObject().put("part", "provider"));
        assertThat(tried.getJsonArray("steps").encode()).contains("journal: provider");
        assertThat(tried.getJsonArray("failures").encode()).contains("fabrikam at", "--same-provider");
        assertThat(save(true).getBoolean("saved")).isTrue();
    }

    @Test
    void the_same_provider_is_told_and_saved() {
        known("contoso");
        ask("setup", new JsonObject());
        set("directory.poll", "15s");

        assertThat(ask("setup-try", new JsonObject().put("part", "provider"))
                        .getJsonArray("failures")
                        .encode())
                .doesNotContain("knows the accounts");
        assertThat(save(false).getBoolean("saved")).isTrue();
    }

    private void known(String organization) {
        Vertx vertx = Vertx.vertx();
        var journal = Journals.open(vertx, folder.resolve("var"), Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
        journal.rememberProvider(ProviderIdentity.of(URI.create(BEFORE), organization))
                .await();
        journal.rememberProviderHeldAccounts(false).await();
        journal.close().await();
        vertx.close().await();
    }

    @Test
    void a_bad_organization_keeps_nobody_from_trying_address_and_login() {
        ask("setup", new JsonObject());
        set("organization", "con toso");

        JsonObject tried = ask("setup-try", new JsonObject().put("part", "provider"));

        assertThat(tried.getJsonArray("steps").encode()).contains("provider: connection");
        assertThat(tried.getJsonArray("failures").encode())
                .contains("\"key\":\"organization\"", "use the name the provider gave you");
    }

    @Test
    void a_secret_that_does_not_go_to_another_address_is_asked_for_again() {
        ask("setup", new JsonObject());
        set("provider.url", "http://127.0.0.1:2/scim");
        assertThat(ask("setup", new JsonObject()).getJsonArray("withheld")).containsExactly("provider.password");

        set("provider.url", BEFORE);
        assertThat(ask("setup", new JsonObject()).getJsonArray("withheld"))
                .as("it is not there although it was")
                .containsExactly("provider.password");

        ask("setup-answer", new JsonObject().put("secrets", new JsonObject().put("provider.password", "given anew")));
        assertThat(ask("setup", new JsonObject()).getJsonArray("withheld")).isEmpty();
    }
}
