package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.People;
import adsync.testing.ScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody changes accounts at a real SCIM server by hand; the administrator has them compared. */
abstract class ProviderComparisonSuite {

    static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVERYBODY = 40;
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";

    StaffedDirectory directory;
    ScimServer provider;
    Service service;
    Path configuration;

    @TempDir
    Path folder;

    abstract ScimServer provider();

    @BeforeEach
    void begin() throws LDAPException, IOException {
        provider = provider();
        directory = StaffedDirectory.start(EVERYBODY);
        configuration =
                Service.configuration(folder, directory.settings(folder), provider, provider.url(), "reconcile: off");
        service = Service.start(configuration);
        await().atMost(SOON)
                .until(() -> provider.users().size() == EVERYBODY
                        && service.statistics().outbox() == 0);
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    String dn(int person) {
        return People.entries(person, directory.root()).getLast().getDN();
    }

    private Map<String, JsonObject> accounts() {
        Map<String, JsonObject> accounts = new TreeMap<>();
        provider.users().forEach(user -> {
            JsonObject content = user.copy();
            content.remove("meta");
            content.remove("id");
            accounts.put(user.getString("userName"), content);
        });
        return accounts;
    }

    String id(int person) {
        return provider.probe()
                .find("/Users", "userName eq \"p%05d@lab.test\"".formatted(person))
                .getFirst()
                .getString("id");
    }

    JsonObject compare(String... more) {
        var out = new StringWriter();
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"reconcile", "--provider", "--json", "--config", configuration.toString()},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), arguments))
                .as(out.toString())
                .isZero();
        return new JsonObject(out.toString());
    }

    private static String counts(JsonObject answer) {
        return "%d listed, %d missing, %d drifted, %d unkept, %d foreign, %d duplicate"
                .formatted(
                        answer.getInteger("listed"),
                        answer.getInteger("missing"),
                        answer.getInteger("drifted"),
                        answer.getInteger("unkept"),
                        answer.getInteger("foreign"),
                        answer.getInteger("duplicate"));
    }

    @Test
    void what_was_done_by_hand_at_the_provider_is_found_and_put_right() {
        assertThat(counts(compare("--report")))
                .isEqualTo("40 listed, 0 missing, 0 drifted, 0 unkept, 0 foreign, 0 duplicate");
        Map<String, JsonObject> right = accounts();
        byHand(1, account -> account.put("title", "By hand"));
        byHand(2, account -> account.put("active", false));
        byHand(3, account -> account.remove("phoneNumbers"));
        provider.probe().delete("/Users/" + id(4));
        String shadow = Objects.requireNonNull(right.get("p00005@lab.test")).getString("externalId");
        stranger("stranger@lab.test", "");
        stranger("double@lab.test", shadow);
        Map<String, JsonObject> wrong = accounts();

        JsonObject report = compare("--report");

        assertThat(counts(report)).isEqualTo("41 listed, 1 missing, 3 drifted, 0 unkept, 1 foreign, 1 duplicate");
        assertThat(report.getJsonArray("accounts").encode())
                .contains("phoneNumbers")
                .contains("CN=Emil");
        assertThat(accounts()).isEqualTo(wrong);

        assertThat(counts(compare())).isEqualTo("41 listed, 1 missing, 3 drifted, 0 unkept, 1 foreign, 1 duplicate");
        await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        Map<String, JsonObject> now = accounts();
        assertThat(now.remove("stranger@lab.test")).isEqualTo(wrong.get("stranger@lab.test"));
        assertThat(now.remove("double@lab.test")).isEqualTo(wrong.get("double@lab.test"));
        assertThat(now).isEqualTo(right);

        assertThat(counts(compare())).isEqualTo("42 listed, 0 missing, 0 drifted, 0 unkept, 1 foreign, 1 duplicate");
        assertThat(service.statistics().outbox()).isZero();
        JsonObject part = service.ready().getJsonObject("parts").getJsonObject("comparison");
        assertThat(part.getJsonObject("details").getInteger("foreign")).isEqualTo(1);
        assertThat(service.meter("adsync_shipper_comparison_foreign_accounts")).isEqualTo(1);
        assertThat(service.meter("adsync_shipper_comparison_completed_time_seconds"))
                .isPositive();
    }

    private void byHand(int person, Consumer<JsonObject> change) {
        String path = "/Users/" + id(person);
        JsonObject account = provider.probe().get(path).json();
        change.accept(account);
        assertThat(provider.probe().put(path, account).status()).isEqualTo(200);
    }

    private void stranger(String login, String externalId) {
        JsonObject account = new JsonObject()
                .put("schemas", new JsonArray().add(CORE))
                .put("userName", login)
                .put("active", true);
        if (!externalId.isEmpty()) {
            account.put("externalId", externalId);
        }
        assertThat(provider.probe().post("/Users", account).status()).isEqualTo(201);
    }
}
