package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.ScimProbe;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same with groups, where the provider lets their members be changed. */
abstract class GroupComparisonSuite extends ProviderComparisonSuite {

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
