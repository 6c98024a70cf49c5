package adsync.embedded;

import static adsync.embedded.Lab.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write makes of the directory, and which writes are refused; the codes are those of Samba and MS-ADTS. */
class ChangingTest {

    private Lab lab;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.unit("OU=Staff");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private ResultCode adding(String path, Attribute... attributes) {
        return refusal(() -> lab.administrator().add(lab.dn(path), attributes));
    }

    private static Attribute objectClass(String name) {
        return new Attribute("objectClass", name);
    }

    @Test
    void a_user_gets_what_the_directory_makes_itself() throws LDAPException {
        lab.administrator().add(lab.dn("CN=alice,OU=Staff"), objectClass("user"));

        SearchResultEntry alice = lab.entry(
                "CN=alice,OU=Staff", "*", "parentGUID", "canonicalName", "msDS-User-Account-Control-Computed");

        assertThat(alice.getObjectClassValues()).containsExactly("top", "person", "organizationalPerson", "user");
        assertThat(alice.getAttributeValue("userAccountControl")).isEqualTo("546");
        assertThat(alice.getAttributeValue("sAMAccountType")).isEqualTo("805306368");
        assertThat(alice.getAttributeValue("primaryGroupID")).isEqualTo("513");
        assertThat(alice.getAttributeValue("pwdLastSet")).isEqualTo("0");
        assertThat(alice.getAttributeValue("accountExpires")).isEqualTo("9223372036854775807");
        assertThat(alice.getAttributeValue("sAMAccountName")).startsWith("$");
        assertThat(alice.getAttributeValue("objectCategory"))
                .isEqualTo("CN=Person,CN=Schema,CN=Configuration," + lab.base());
        assertThat(alice.getAttributeValue("distinguishedName")).isEqualTo(alice.getDN());
        assertThat(alice.getAttributeValue("whenCreated")).isEqualTo(alice.getAttributeValue("whenChanged"));
        assertThat(alice.getAttributeValue("uSNCreated")).isEqualTo(alice.getAttributeValue("uSNChanged"));
        assertThat(alice.getAttributeValueBytes("objectGUID")).hasSize(16);
        assertThat(alice.getAttributeValueBytes("objectSid")).hasSize(28);
        assertThat(alice.getAttributeValueBytes("parentGUID"))
                .isEqualTo(lab.entry("OU=Staff").getAttributeValueBytes("objectGUID"));
        assertThat(alice.getAttributeValue("canonicalName")).isEqualTo("corp.example/Staff/alice");
        assertThat(alice.getAttributeValue("msDS-User-Account-Control-Computed"))
                .isEqualTo("8388608");
    }

    @Test
    void a_group_is_a_global_security_group() throws LDAPException {
        lab.group("CN=team,OU=Staff");

        SearchResultEntry team = lab.entry("CN=team,OU=Staff");

        assertThat(team.getAttributeValue("groupType")).isEqualTo("-2147483646");
        assertThat(team.getAttributeValue("sAMAccountType")).isEqualTo("268435456");
    }

    @Test
    void what_does_not_fit_the_schema_is_not_added() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        Attribute user = objectClass("user");

        assertThat(adding("CN=x,OU=Staff", user, new Attribute("nonsense", "1")))
                .isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(adding("CN=x,OU=Staff", new Attribute("sn", "x"))).isEqualTo(ResultCode.OBJECT_CLASS_VIOLATION);
        assertThat(adding("CN=x,OU=Staff", objectClass("nonsense"))).isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(adding("CN=x,CN=alice,OU=Staff", user)).isEqualTo(ResultCode.NAMING_VIOLATION);
        assertThat(adding("OU=x,OU=Staff", user)).isEqualTo(ResultCode.NAMING_VIOLATION);
        assertThat(adding("CN=x,OU=Nowhere", user)).isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(adding("cn=ALICE,ou=staff", user)).isEqualTo(ResultCode.ENTRY_ALREADY_EXISTS);
        assertThat(adding("CN=x,OU=Staff", user, new Attribute("mail", "1", "2")))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        assertThat(adding("CN=x,OU=Staff", user, new Attribute("memberOf", lab.dn("CN=alice,OU=Staff"))))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
    }

    @Test
    void account_names_and_principal_names_are_of_one_account_only() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("userPrincipalName", "alice@corp.example"));

        assertThat(adding("CN=x,OU=Staff", objectClass("user"), new Attribute("sAMAccountName", "ALICE")))
                .isEqualTo(ResultCode.ENTRY_ALREADY_EXISTS);
        assertThat(adding(
                        "CN=x,OU=Staff", objectClass("user"), new Attribute("userPrincipalName", "Alice@CORP.example")))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);

        lab.administrator().delete(lab.dn("CN=alice,OU=Staff"));
        assertThat(adding("CN=x,OU=Staff", objectClass("user"), new Attribute("sAMAccountName", "alice")))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(refusal(() -> lab.restore(lab.tombstone("alice").getDN(), "CN=alice,OU=Staff")))
                .isEqualTo(ResultCode.ENTRY_ALREADY_EXISTS);
    }

    @Test
    void what_the_directory_keeps_to_itself_is_not_modified() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        String alice = "CN=alice,OU=Staff";

        assertThat(refusal(() -> lab.set(alice, "objectGUID", "abcdefghabcdefgh")))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        assertThat(refusal(() -> lab.set(alice, "whenCreated", "20200101000000.0Z")))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        assertThat(refusal(() -> lab.set(alice, "distinguishedName", lab.dn("CN=x"))))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        assertThat(refusal(() -> lab.set(alice, "cn", "x"))).isEqualTo(ResultCode.NOT_ALLOWED_ON_RDN);
        assertThat(refusal(() -> lab.set(alice, "name", "x"))).isEqualTo(ResultCode.NOT_ALLOWED_ON_RDN);
        assertThat(refusal(() -> lab.set(alice, "objectClass", "contact")))
                .isEqualTo(ResultCode.OBJECT_CLASS_VIOLATION);
        assertThat(refusal(() -> lab.set(alice, "nonsense", "x"))).isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(refusal(() -> lab.set("CN=nobody", "mail", "x"))).isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }

    @Test
    void values_are_added_and_removed_once() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("mail", "a@x"), new Attribute("proxyAddresses", "SMTP:a@x"));
        String alice = "CN=alice,OU=Staff";

        assertThat(refusal(() -> lab.add(alice, "mail", "b@x"))).isEqualTo(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS);
        assertThat(refusal(() -> lab.add(alice, "proxyAddresses", "smtp:A@X")))
                .isEqualTo(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS);
        assertThat(refusal(() -> lab.remove(alice, "mail", "b@x"))).isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(refusal(() -> lab.remove(alice, "title"))).isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(refusal(() -> lab.set(alice, "title"))).isEqualTo(ResultCode.SUCCESS);
        assertThat(refusal(() -> lab.set(alice, "mail", ""))).isEqualTo(ResultCode.INVALID_ATTRIBUTE_SYNTAX);
        lab.add(alice, "proxyAddresses", "smtp:b@x");
        assertThat(lab.entry(alice).getAttributeValues("proxyAddresses")).hasSize(2);
    }

    @Test
    void a_refused_modify_changes_nothing() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        long before = lab.directory().highestUsn();

        ResultCode code = refusal(() -> lab.administrator()
                .modify(
                        lab.dn("CN=alice,OU=Staff"),
                        new Modification(ModificationType.REPLACE, "title", "Director"),
                        new Modification(ModificationType.DELETE, "mail")));

        assertThat(code).isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(lab.entry("CN=alice,OU=Staff").getAttributeValue("title")).isEqualTo("Engineer");
        assertThat(lab.directory().highestUsn()).isEqualTo(before);
    }

    @Test
    void members_are_objects_once_and_show_on_both_sides() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        lab.group("CN=team,OU=Staff");
        String team = "CN=team,OU=Staff";

        assertThat(refusal(() -> lab.add(team, "member", lab.dn("CN=nobody")))).isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(refusal(() -> lab.add(team, "member", "nonsense"))).isEqualTo(ResultCode.INVALID_DN_SYNTAX);
        assertThat(refusal(() -> lab.remove(team, "member", alice))).isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        lab.add(team, "member", alice);
        assertThat(refusal(() -> lab.add(team, "member", alice))).isEqualTo(ResultCode.ENTRY_ALREADY_EXISTS);
        assertThat(lab.entry(team).getAttributeValue("member")).isEqualTo(alice);
        assertThat(lab.entry("CN=alice,OU=Staff").getAttributeValue("memberOf")).isEqualTo(lab.dn(team));

        ModifyRequest again = new ModifyRequest(lab.dn(team), new Modification(ModificationType.ADD, "member", alice));
        again.addControl(new Control("1.2.840.113556.1.4.1413", true));
        assertThat(refusal(() -> lab.administrator().modify(again))).isEqualTo(ResultCode.SUCCESS);

        lab.administrator().modifyDN(alice, "CN=alicia", true);
        assertThat(lab.entry(team).getAttributeValue("member")).isEqualTo(lab.dn("CN=alicia,OU=Staff"));
    }

    @Test
    void a_manager_must_exist_and_there_is_one() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        String bob = lab.user("CN=bob,OU=Staff", new Attribute("manager", alice));

        assertThat(lab.entry("CN=alice,OU=Staff").getAttributeValue("directReports"))
                .isEqualTo(bob);
        assertThat(refusal(() -> lab.add("CN=bob,OU=Staff", "manager", bob)))
                .isEqualTo(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS);
        assertThat(refusal(() -> lab.set("CN=bob,OU=Staff", "manager", lab.dn("CN=nobody"))))
                .isEqualTo(ResultCode.CONSTRAINT_VIOLATION);
        lab.set("CN=bob,OU=Staff", "manager", bob);
        assertThat(lab.entry("CN=bob,OU=Staff").getAttributeValue("manager")).isEqualTo(bob);
    }

    @Test
    void renames_and_moves_that_cannot_be_are_refused() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        lab.user("CN=bob,OU=Staff");
        String alice = lab.dn("CN=alice,OU=Staff");

        assertThat(refusal(() -> lab.administrator().modifyDN(alice, "CN=a", false)))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(refusal(() -> lab.administrator().modifyDN(alice, "CN=Bob", true)))
                .isEqualTo(ResultCode.ENTRY_ALREADY_EXISTS);
        assertThat(refusal(() -> lab.administrator().modifyDN(alice, "OU=a", true)))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(refusal(() -> lab.administrator().modifyDN(alice, "CN=a", true, lab.dn("OU=Nowhere"))))
                .isEqualTo(ResultCode.OTHER);
        assertThat(refusal(
                        () -> lab.administrator().modifyDN(lab.dn("OU=Staff"), "OU=Staff", true, lab.dn("OU=Staff"))))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(refusal(() -> lab.administrator().modifyDN(lab.dn("CN=nobody"), "CN=a", true)))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }

    @Test
    void names_with_special_characters_are_escaped_as_on_the_wire() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        lab.administrator().modifyDN(lab.dn("CN=alice,OU=Staff"), "CN=O'Neil\\, Ann \\+ Co", true);

        SearchResultEntry entry = lab.entry("CN=o'neil\\2c ann \\+ co,ou=STAFF");

        assertThat(entry.getDN()).isEqualTo(lab.dn("CN=O'Neil\\, Ann \\+ Co,OU=Staff"));
        assertThat(entry.getAttributeValue("name")).isEqualTo("O'Neil, Ann + Co");
    }

    @Test
    void what_holds_the_domain_together_is_not_deleted() {
        assertThat(refusal(() -> lab.administrator().delete(lab.dn("CN=Users"))))
                .isIn(ResultCode.UNWILLING_TO_PERFORM, ResultCode.NOT_ALLOWED_ON_NONLEAF);
        assertThat(refusal(() -> lab.administrator().delete(lab.dn("CN=Domain Users,CN=Users"))))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(refusal(() -> lab.administrator().delete(lab.dn("CN=nobody"))))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }
}
