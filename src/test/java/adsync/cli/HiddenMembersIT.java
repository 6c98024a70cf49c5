package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.e2e.SambaSuite;
import adsync.testing.SambaRights;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** To an account that may not read who is in a group, the group looks empty. */
class HiddenMembersIT extends SambaSuite {

    private static final String MEMBER = "bf9679c0-0de6-11d0-a285-00aa003049e2";
    private static final String TITLE = "bf967a55-0de6-11d0-a285-00aa003049e2";
    private static final String MEMBER_OF = "bf967991-0de6-11d0-a285-00aa003049e2";

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String poll() {
        return "1s";
    }

    private String group(String member) throws LDAPException {
        String dn = "CN=Mail " + root.replaceAll("\\D", "") + "," + root;
        administrator.add(
                dn,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail" + root.replaceAll("\\D", "")),
                new Attribute("member", member));
        return dn;
    }

    private void change(ModificationType type, String group, String member) throws LDAPException {
        administrator.modify(group, new Modification(type, "member", member));
    }

    private Service startWithServices(String group) {
        return start("""
                services:
                  mailbox: {groups: ["%s"]}""".formatted(group));
    }

    private static boolean hasMailbox(JsonObject account) {
        return account.getJsonArray("entitlements", new JsonArray()).stream()
                .anyMatch(entitlement -> "mailbox".equals(((JsonObject) entitlement).getString("value")));
    }

    private void awaitMailbox(String dn, boolean has) throws LDAPException {
        awaitAccount(guid(dn), account -> hasMailbox(account) == has);
    }

    /** As the account that runs the service. */
    private String status() {
        return DeskFixture.run(
                        "status", "--config", folder.resolve("adsync.yaml").toString())
                .out();
    }

    private String check() {
        var said = new StringWriter();
        assertThat(Main.run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "check",
                        "--config",
                        folder.resolve("adsync.yaml").toString()))
                .isNotZero();
        return said.toString();
    }

    private void reconcile() {
        var out = new PrintWriter(new StringWriter());
        assertThat(Main.run(
                        out,
                        out,
                        "reconcile",
                        "--config",
                        folder.resolve("adsync.yaml").toString()))
                .isZero();
    }

    @Test
    void a_group_whose_members_may_not_be_read_any_more_keeps_them_until_they_can_be_read_again() throws LDAPException {
        String ada = hire(person(), root);
        String bob = hire(person(), root);
        String mail = group(ada);
        Service service = startWithServices(mail);
        awaitMailbox(ada, true);
        awaitMailbox(bob, false);

        var rights = new SambaRights(samba, administrator);
        byte[] before = rights.denyReading(mail, MEMBER);
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == 1);
        awaitQuiet(service);
        assertThat(check()).contains("the account may not read who is in " + mail);
        assertThat(account(guid(ada)))
                .hasValueSatisfying(account -> assertThat(hasMailbox(account)).isTrue());
        assertThat(service.ready().toString())
                .contains("give the account the right to read member")
                .doesNotContain(mail);
        assertThat(status()).contains(mail).contains("give the account the right to read member");

        change(ModificationType.DELETE, mail, ada);
        change(ModificationType.ADD, mail, bob);
        rights.giveBack(mail, before);

        awaitMailbox(bob, true);
        awaitMailbox(ada, false);
        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == 0);
    }

    @Test
    void a_group_that_was_emptied_meanwhile_is_believed_once_it_may_be_read() throws LDAPException {
        String ada = hire(person(), root);
        String mail = group(ada);
        Service service = startWithServices(mail);
        awaitMailbox(ada, true);
        var rights = new SambaRights(samba, administrator);
        byte[] before = rights.denyReading(mail, MEMBER);
        reconcile();
        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == 1);

        change(ModificationType.DELETE, mail, ada);
        rights.giveBack(mail, before);

        awaitMailbox(ada, false);
        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == 0);
    }

    @Test
    void attributes_of_users_that_may_not_be_read_are_told_by_the_check() throws LDAPException {
        String ada = hire(person(), root);
        configuration(provider.url());
        var rights = new SambaRights(samba, administrator);
        byte[] before = rights.denyReading(ada, TITLE);

        assertThat(check()).contains("the account may not read title of users in " + root);
        rights.giveBack(ada, before); // for whoever follows the whole domain
    }

    @Test
    void a_user_who_comes_back_and_may_not_tell_his_groups_is_asked_for_in_them() throws LDAPException {
        String elsewhere = unit("Elsewhere " + root.replaceAll("\\D", ""), samba.baseDn());
        String ada = hire(person(), root);
        ObjectGuid guid = guid(ada);
        String mail = group(ada);
        Service service = startWithServices(mail);
        awaitMailbox(ada, true);

        var rights = new SambaRights(samba, administrator);
        byte[] before = rights.denyReading(ada, MEMBER_OF);
        String rdn = ada.substring(0, ada.indexOf(','));
        administrator.modifyDN(new ModifyDNRequest(ada, rdn, true, elsewhere));
        awaitAccount(guid, account -> Boolean.FALSE.equals(account.getBoolean("active")));
        administrator.modifyDN(new ModifyDNRequest(rdn + "," + elsewhere, rdn, true, root));
        awaitAccount(guid, account -> Boolean.TRUE.equals(account.getBoolean("active")));

        awaitQuiet(service);
        assertThat(account(guid))
                .hasValueSatisfying(account -> assertThat(hasMailbox(account)).isTrue());
        rights.giveBack(ada, before);
    }
}
