package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Groups of the selected root are at the provider as they are in the directory, with the members that are there too. */
abstract class ShippedGroupsSuite extends SambaSuite {

    private static final String SHIP = "groups: {ship: true}";

    private String group(String name, String parent) throws LDAPException {
        String number = root.replaceAll("\\D", "");
        String dn = "CN=" + name + " " + number + "," + parent;
        administrator.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", name + number));
        return dn;
    }

    private void add(String group, String... members) throws LDAPException {
        administrator.modify(group, new Modification(ModificationType.ADD, "member", members));
    }

    private void remove(String group, String... members) throws LDAPException {
        administrator.modify(group, new Modification(ModificationType.DELETE, "member", members));
    }

    private Optional<JsonObject> atProvider(ObjectGuid group) {
        List<JsonObject> found = provider.probe().find("/Groups", "externalId eq \"" + group + "\"");
        assertThat(found).as("two groups of one").hasSizeLessThan(2);
        return found.stream().findFirst();
    }

    private static List<String> members(JsonObject group) {
        return group.getJsonArray("members", new JsonArray()).stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList();
    }

    /** With exactly these members, each once. */
    private void awaitGroup(ObjectGuid guid, String name, ObjectGuid... members) {
        await().atMost(SOON).ignoreException(NoSuchElementException.class).untilAsserted(() -> {
            JsonObject group = atProvider(guid).orElseThrow();
            assertThat(group.getString("displayName")).isEqualTo(name);
            Set<String> wanted = new HashSet<>();
            for (ObjectGuid member : members) {
                wanted.add(account(member)
                        .or(() -> atProvider(member))
                        .orElseThrow()
                        .getString("id"));
            }
            assertThat(members(group)).containsExactlyInAnyOrderElementsOf(wanted);
        });
    }

    private String named(String name) {
        return name + " " + root.replaceAll("\\D", "");
    }

    @Test
    void groups_and_their_members_follow_the_directory() throws LDAPException {
        String ada = hire(person(), root);
        String staff = group("Staff", root);
        add(staff, ada);
        Service service = start(SHIP);
        ObjectGuid guid = guid(staff);
        awaitGroup(guid, named("Staff"), guid(ada));

        String bob = hire(person(), root);
        add(staff, bob); // who has no account yet
        awaitGroup(guid, named("Staff"), guid(ada), guid(bob));
        remove(staff, ada);
        awaitGroup(guid, named("Staff"), guid(bob));
        String team = group("Team", root);
        add(staff, team);
        add(team, ada);
        awaitGroup(guid(team), named("Team"), guid(ada));
        awaitGroup(guid, named("Staff"), guid(bob), guid(team));

        administrator.modifyDN(staff, "CN=Everybody " + root.replaceAll("\\D", ""), true);
        awaitGroup(guid, named("Everybody"), guid(bob), guid(team));
        ObjectGuid gone = guid(bob);
        administrator.delete(bob);
        awaitAccount(gone, account -> !account.getBoolean("active"));
        awaitGroup(guid, named("Everybody"), guid(team));
        ObjectGuid teamGuid = guid(team);
        administrator.delete(team);
        await().atMost(SOON).until(() -> atProvider(teamGuid).isEmpty());
        awaitGroup(guid, named("Everybody"));
        awaitQuiet(service);
        assertThat(service.statistics().parked()).isZero();
    }

    @Test
    void a_group_moves_in_and_out_of_the_root_with_its_container() throws LDAPException {
        String ada = hire(person(), root);
        String outside = "OU=Outside " + root.replaceAll("\\D", "") + "," + samba.baseDn();
        administrator.add(outside, new Attribute("objectClass", "organizationalUnit"));
        String unit = unit("Unit", outside);
        String staff = group("Staff", unit);
        add(staff, ada);
        start(SHIP);
        awaitAccount(guid(ada), account -> true);
        ObjectGuid guid = guid(staff);
        assertThat(atProvider(guid)).isEmpty();

        administrator.modifyDN(unit, "OU=Unit", true, root);
        awaitGroup(guid, named("Staff"), guid(ada));

        administrator.modifyDN("OU=Unit," + root, "OU=Unit", true, outside);
        await().atMost(SOON).until(() -> atProvider(guid).isEmpty());
    }

    @Test
    void a_restart_and_a_lost_journal_change_nothing_and_add_nobody_twice() throws LDAPException {
        String ada = hire(person(), root);
        String bob = hire(person(), root);
        String staff = group("Staff", root);
        add(staff, ada);
        start(SHIP);
        ObjectGuid guid = guid(staff);
        awaitGroup(guid, named("Staff"), guid(ada));
        String id = atProvider(guid).orElseThrow().getString("id");
        stop();
        add(staff, bob);

        start(SHIP);
        awaitGroup(guid, named("Staff"), guid(ada), guid(bob));
        stop();
        folder.resolve("state").toFile().renameTo(folder.resolve("lost").toFile());
        remove(staff, ada);

        Service service = start(SHIP);
        awaitQuiet(service);

        JsonObject group = atProvider(guid).orElseThrow();
        assertThat(group.getString("id")).isEqualTo(id);
        assertThat(members(group)).doesNotHaveDuplicates();
        assertThat(members(group)).contains(account(guid(bob)).orElseThrow().getString("id"));
    }

    @Test
    void without_the_key_no_group_is_shipped() throws LDAPException {
        String ada = hire(person(), root);
        String staff = group("Staff", root);
        add(staff, ada);

        Service service = start();
        awaitAccount(guid(ada), account -> true);
        awaitQuiet(service);

        assertThat(provider.groups().stream()
                        .map(group -> group.getString("displayName"))
                        .collect(Collectors.toSet()))
                .doesNotContain(named("Staff"));
    }
}
