package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is in which group, at any depth, and whom a filter matches, decides who has which service. */
abstract class ServicesSuite extends SambaSuite {

    private String mail;
    private String middle;
    private String lower;

    @BeforeEach
    void found() throws LDAPException {
        mail = group("Mail");
        middle = group("Middle");
        lower = group("Lower");
        add(mail, middle);
        add(middle, lower);
        add(lower, middle); // a cycle
    }

    private Service startWithServices() {
        return start("""
                services:
                  mailbox: {groups: ["%s"]}
                  chat: {filter: "(title=Analyst)"}""".formatted(mail));
    }

    private String group(String name) throws LDAPException {
        String dn = "CN=" + name + " " + root.replaceAll("\\D", "") + "," + root;
        administrator.add(
                dn,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", name + root.replaceAll("\\D", "")));
        return dn;
    }

    private void add(String group, String member) throws LDAPException {
        administrator.modify(group, new Modification(ModificationType.ADD, "member", member));
    }

    private void remove(String group, String member) throws LDAPException {
        administrator.modify(group, new Modification(ModificationType.DELETE, "member", member));
    }

    private static Set<String> services(JsonObject account) {
        Set<String> names = new TreeSet<>();
        account.getJsonArray("entitlements", new JsonArray())
                .forEach(entitlement -> names.add(((JsonObject) entitlement).getString("value")));
        return names;
    }

    private void awaitServices(ObjectGuid guid, String... names) {
        awaitAccount(guid, account -> services(account).equals(Set.of(names)));
    }

    @Test
    void a_nested_group_gives_a_service_until_the_link_in_the_middle_goes() throws LDAPException {
        String deep = hire(person().with("title", "Clerk"), root);
        String direct = hire(person().with("title", "Analyst"), root);
        startWithServices();
        awaitServices(guid(deep));
        awaitServices(guid(direct), "chat");

        add(lower, deep);
        add(mail, direct);
        awaitServices(guid(deep), "mailbox");
        awaitServices(guid(direct), "mailbox", "chat");

        remove(mail, middle);
        awaitServices(guid(deep));
        awaitServices(guid(direct), "mailbox", "chat");

        add(mail, middle);
        awaitServices(guid(deep), "mailbox");
        replace(direct, "title", "Clerk");
        awaitServices(guid(direct), "mailbox");
    }

    /** What ADSync does not map is left to whoever put it there, also where a change replaces the whole account. */
    @Test
    void services_come_and_go_beside_what_others_gave_the_account() throws LDAPException {
        String boss = hire(person(), root);
        String dn = hire(person().with("title", "Clerk").with("manager", boss), root);
        startWithServices();
        awaitAccount(guid(dn), account -> account.encode().contains("\"manager\""));
        JsonObject account = account(guid(dn)).orElseThrow();
        JsonArray photos = new JsonArray().add(new JsonObject().put("value", "https://example.net/a.png"));
        assertThat(provider.probe()
                        .put("/Users/" + account.getString("id"), account.copy().put("photos", photos))
                        .status())
                .isEqualTo(200);

        add(mail, dn);
        awaitServices(guid(dn), "mailbox");
        replace(dn, "userAccountControl", "546");
        awaitAccount(guid(dn), changed -> !changed.getBoolean("active"));
        remove(mail, dn);
        awaitServices(guid(dn));
        replace(dn, "userAccountControl", "544");
        awaitAccount(guid(dn), changed -> changed.getBoolean("active"));

        JsonObject now = account(guid(dn)).orElseThrow();
        assertThat(now.getJsonArray("photos")).isEqualTo(photos);
        assertThat(now.copy().put("meta", "").put("photos", ""))
                .isEqualTo(account.put("meta", "").put("photos", ""));
    }

    @Test
    void a_group_that_is_there_before_the_start_is_read_and_a_new_member_costs_one_request() throws LDAPException {
        String ada = hire(person(), root);
        String bob = hire(person(), root);
        add(lower, ada);

        Service service = start("""
                services:
                  mailbox: {groups: ["%s"]}""".formatted(mail));
        awaitServices(guid(ada), "mailbox");
        awaitQuiet(service);
        double before = service.meter("adsync_shipper_shipments_total");

        add(lower, bob);
        awaitServices(guid(bob), "mailbox");
        awaitQuiet(service);
        assertThat(service.meter("adsync_shipper_shipments_total")).isEqualTo(before + 1);
    }
}
