package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.People;
import adsync.testing.ScimProbe;
import adsync.testing.ScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Attribute;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody changes accounts at a real SCIM server by hand; the administrator has them compared. */
abstract class ProviderComparisonSuite {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVERYBODY = 40;
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";

    private StaffedDirectory directory;
    private ScimServer provider;
    private Service service;
    private Path configuration;

    @TempDir
    private Path folder;

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

    private String dn(int person) {
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

    private String id(int person) {
        return provider.probe()
                .find("/Users", "userName eq \"p%05d@lab.test\"".formatted(person))
                .getFirst()
                .getString("id");
    }

    private JsonObject compare(String... more) {
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
        ScimProbe probe = provider.probe();
        probe.patch("/Users/" + id(1), ScimProbe.operation("replace", "title", "By hand"));
        probe.patch("/Users/" + id(2), ScimProbe.operation("replace", "active", false));
        probe.patch("/Users/" + id(3), ScimProbe.operation("replace", "phoneNumbers", new JsonArray()));
        probe.delete("/Users/" + id(4));
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

    @Test
    void groups_that_were_changed_by_hand_are_found_and_put_right() throws LDAPException {
        startWithGroups();
        Map<String, Set<String>> right = groups();
        assertThat(groupCounts(compare())).isEqualTo("2 listed, 0 missing, 0 drifted, 0 foreign, 0 orphaned");
        byHand();
        Map<String, Set<String>> wrong = groups();

        JsonObject report = compare("--report");

        assertThat(groupCounts(report)).isEqualTo("2 listed, 1 missing, 1 drifted, 1 foreign, 0 orphaned");
        assertThat(report.getJsonArray("foundGroups").encode())
                .contains("displayName", "members: 1 missing", "members: 1 more");
        assertThat(groups()).isEqualTo(wrong);
        compare();
        await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        Map<String, Set<String>> now = groups();
        assertThat(now.remove("Foreign")).isEmpty();
        assertThat(now).isEqualTo(right);
        assertThat(groupCounts(compare())).isEqualTo("3 listed, 0 missing, 0 drifted, 1 foreign, 0 orphaned");
        assertThat(service.statistics().outbox()).isZero();
    }

    private void startWithGroups() throws LDAPException {
        String staff = "CN=Staff," + directory.root();
        directory
                .administrator()
                .add(staff, new Attribute("objectClass", "group"), new Attribute("member", dn(1), dn(2), dn(3)));
        directory
                .administrator()
                .add(
                        "CN=Team," + directory.root(),
                        new Attribute("objectClass", "group"),
                        new Attribute("member", dn(1)));
        service.close();
        configuration = Service.configuration(
                folder,
                directory.settings(folder),
                provider,
                provider.url(),
                "reconcile: off",
                "services: {mailbox: {groups: [\"" + staff + "\"]}}",
                "groups: {ship: true}");
        service = Service.start(configuration);
        await().atMost(SOON)
                .until(() -> groups().size() == 2 && service.statistics().outbox() == 0);
    }

    /** Renames one, changes its members, deletes the other, and adds a third. */
    private void byHand() {
        ScimProbe probe = provider.probe();
        String id = group("Staff");
        probe.patch("/Groups/" + id, ScimProbe.operation("replace", "displayName", "By hand"));
        probe.patch(
                "/Groups/" + id,
                new JsonObject().put("op", "remove").put("path", "members[value eq \"" + id(1) + "\"]"));
        probe.patch(
                "/Groups/" + id,
                ScimProbe.operation("add", "members", new JsonArray().add(new JsonObject().put("value", id(9)))));
        probe.delete("/Groups/" + group("Team"));
        assertThat(probe.post(
                                "/Groups",
                                new JsonObject()
                                        .put("schemas", new JsonArray().add(CORE.replace("User", "Group")))
                                        .put("displayName", "Foreign"))
                        .status())
                .isEqualTo(201);
    }

    private String group(String name) {
        return provider.probe()
                .find("/Groups", "displayName eq \"" + name + "\"")
                .getFirst()
                .getString("id");
    }

    /** Members by the names of the groups. */
    private Map<String, Set<String>> groups() {
        Map<String, Set<String>> groups = new TreeMap<>();
        provider.groups()
                .forEach(group -> groups.put(
                        group.getString("displayName"),
                        group.getJsonArray("members", new JsonArray()).stream()
                                .map(member -> ((JsonObject) member).getString("value"))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return groups;
    }

    private static String groupCounts(JsonObject answer) {
        JsonObject groups = answer.getJsonObject("groups");
        return "%d listed, %d missing, %d drifted, %d foreign, %d orphaned"
                .formatted(
                        groups.getInteger("listed"),
                        groups.getInteger("missing"),
                        groups.getInteger("drifted"),
                        groups.getInteger("foreign"),
                        groups.getInteger("orphaned"));
    }
}
