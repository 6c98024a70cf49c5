package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What DirSync tells of changes, in the shapes that MS-ADTS and observation give. */
class DirSyncTest {

    private static final String[] SIGNALS = {
        "name",
        "isDeleted",
        "isRecycled",
        "lastKnownParent",
        "objectClass",
        "sAMAccountName",
        "mail",
        "title",
        "manager",
        "member",
        "pwdLastSet",
        "unicodePwd",
        "objectCategory",
        "userAccountControl"
    };

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

    private Lab.Reader caughtUp() throws LDAPException {
        Lab.Reader reader = lab.reader(Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
        reader.cycle();
        return reader;
    }

    private static List<String> attributes(SearchResultEntry entry) {
        return entry.getAttributes().stream().map(Attribute::getName).sorted().toList();
    }

    @Test
    void a_new_object_comes_with_what_it_has_and_its_parent() throws LDAPException {
        Lab.Reader reader = caughtUp();
        lab.user("CN=alice,OU=Staff", new Attribute("mail", "alice@corp.example"));

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(1);
        assertThat(attributes(entries.get(0)))
                .containsExactly(
                        "instanceType",
                        "mail",
                        "name",
                        "objectCategory",
                        "objectClass",
                        "objectGUID",
                        "parentGUID",
                        "pwdLastSet",
                        "sAMAccountName",
                        "userAccountControl");
        assertThat(entries.get(0).getDN()).isEqualTo(lab.dn("CN=alice,OU=Staff"));
    }

    @Test
    void a_modified_object_comes_with_what_changed_only() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        Lab.Reader reader = caughtUp();
        lab.set("CN=alice,OU=Staff", "title", "Director");

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(1);
        assertThat(attributes(entries.get(0))).containsExactly("instanceType", "objectGUID", "title");
        assertThat(entries.get(0).getAttributeValue("title")).isEqualTo("Director");
    }

    @Test
    void nothing_changed_is_no_entry_and_the_same_value_written_again_is_nothing() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        Lab.Reader reader = caughtUp();
        assertThat(reader.cycle()).isEmpty();

        lab.set("CN=alice,OU=Staff", "title", "Engineer");

        assertThat(reader.cycle()).isEmpty();
    }

    @Test
    void a_change_of_an_attribute_that_was_not_asked_for_is_no_entry() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        Lab.Reader reader = caughtUp();
        lab.set("CN=alice,OU=Staff", "description", "new");

        assertThat(reader.cycle()).isEmpty();
    }

    @Test
    void a_cleared_attribute_comes_without_values() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        Lab.Reader reader = caughtUp();
        lab.set("CN=alice,OU=Staff", "title");

        SearchResultEntry entry = reader.cycle().get(0);

        assertThat(entry.hasAttribute("title")).isTrue();
        assertThat(Lab.count(entry, "title")).isZero();
    }

    @Test
    void an_attribute_cleared_long_ago_is_no_news_to_a_new_reader() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        lab.set("CN=alice,OU=Staff", "title");

        List<SearchResultEntry> entries =
                lab.reader(0, "(sAMAccountName=alice)", SIGNALS).cycle();

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).hasAttribute("title")).isFalse();
    }

    @Test
    void a_rename_shows_as_name_and_never_as_the_naming_attribute() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        Lab.Reader reader = lab.reader(0, "(objectClass=*)", "*");
        reader.cycle();
        lab.administrator().modifyDN(lab.dn("CN=alice,OU=Staff"), "CN=alicia", true);

        SearchResultEntry entry = reader.cycle().get(0);

        assertThat(attributes(entry)).containsExactly("instanceType", "name", "objectGUID", "parentGUID");
        assertThat(entry.getDN()).isEqualTo(lab.dn("CN=alicia,OU=Staff"));
    }

    @Test
    void a_move_shows_as_name_with_another_parent() throws LDAPException {
        lab.unit("OU=Sales,OU=Staff");
        lab.user("CN=alice,OU=Staff");
        Lab.Reader reader = caughtUp();
        lab.administrator().modifyDN(lab.dn("CN=alice,OU=Staff"), "CN=alice", true, lab.dn("OU=Sales,OU=Staff"));

        SearchResultEntry entry = reader.cycle().get(0);

        assertThat(attributes(entry)).containsExactly("instanceType", "name", "objectGUID", "parentGUID");
        assertThat(entry.getAttributeValueBytes("parentGUID"))
                .isEqualTo(lab.entry("OU=Sales,OU=Staff").getAttributeValueBytes("objectGUID"));
    }

    @Test
    void a_renamed_unit_is_one_entry_however_many_are_below_it() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        lab.user("CN=bob,OU=Staff");
        Lab.Reader reader = caughtUp();
        lab.administrator().modifyDN(lab.dn("OU=Staff"), "OU=People", true);

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).extracting(SearchResultEntry::getDN).containsExactly(lab.dn("OU=People"));
        assertThat(lab.entry("CN=alice,OU=People").getDN()).isEqualTo(lab.dn("CN=alice,OU=People"));
    }

    @Test
    void a_deleted_object_becomes_a_tombstone_with_empty_attributes() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("mail", "alice@corp.example"));
        byte[] guid = lab.entry("CN=alice,OU=Staff").getAttributeValueBytes("objectGUID");
        Lab.Reader reader = caughtUp();
        lab.administrator().delete(lab.dn("CN=alice,OU=Staff"));

        SearchResultEntry entry = reader.cycle().get(0);

        assertThat(entry.getDN()).startsWith("CN=alice\\0ADEL:").endsWith(",CN=Deleted Objects," + lab.base());
        assertThat(entry.getAttributeValueBytes("objectGUID")).isEqualTo(guid);
        assertThat(entry.getAttributeValue("isDeleted")).isEqualTo("TRUE");
        assertThat(entry.getAttributeValue("isRecycled")).isEqualTo("TRUE");
        assertThat(entry.getAttributeValue("name")).startsWith("alice\nDEL:");
        assertThat(entry.getAttributeValue("lastKnownParent")).isEqualTo(lab.dn("OU=Staff"));
        assertThat(List.of("mail", "objectCategory", "pwdLastSet"))
                .allSatisfy(name -> assertThat(Lab.count(entry, name)).isZero());
        assertThat(attributes(entry)).doesNotContain("sAMAccountName", "objectClass", "userAccountControl");
    }

    @Test
    void a_filter_on_the_category_never_sees_a_deletion() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        Lab.Reader byCategory = lab.reader(0, "(&(objectCategory=person)(objectClass=user))", SIGNALS);
        Lab.Reader byClass = lab.reader(0, "(objectClass=user)", SIGNALS);
        byCategory.cycle();
        byClass.cycle();
        lab.administrator().delete(lab.dn("CN=alice,OU=Staff"));

        assertThat(byCategory.cycle()).isEmpty();
        assertThat(byClass.cycle()).hasSize(1);
    }

    @Test
    void an_undeleted_object_comes_with_an_empty_isDeleted() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("mail", "alice@corp.example"));
        lab.administrator().delete(lab.dn("CN=alice,OU=Staff"));
        Lab.Reader reader = caughtUp();
        lab.restore(lab.tombstone("alice").getDN(), "CN=alice,OU=Staff");

        SearchResultEntry entry = reader.cycle().get(0);

        assertThat(entry.getDN()).isEqualTo(lab.dn("CN=alice,OU=Staff"));
        assertThat(entry.hasAttribute("isDeleted")).isTrue();
        assertThat(Lab.count(entry, "isDeleted")).isZero();
        assertThat(Lab.count(entry, "isRecycled")).isZero();
        assertThat(entry.getAttributeValue("name")).isEqualTo("alice");
        assertThat(lab.entry("CN=alice,OU=Staff").hasAttribute("mail")).isFalse();
    }

    @Test
    void a_password_shows_without_value_beside_the_time_it_was_set() throws LDAPException {
        try (Lab open = new Lab(DirectoryProfile.windows().with(Behaviour.PASSWORDS_IN_CLEAR))) {
            open.user("CN=alice");
            Lab.Reader reader = open.reader(0, "(objectClass=*)", SIGNALS);
            reader.cycle();
            open.administrator()
                    .modify(new ModifyRequest(
                            open.dn("CN=alice"),
                            new Modification(ModificationType.REPLACE, "unicodePwd", Lab.quoted("Secret.1"))));

            SearchResultEntry entry = reader.cycle().get(0);

            assertThat(Lab.count(entry, "unicodePwd")).isZero();
            assertThat(entry.getAttributeValueAsLong("pwdLastSet")).isPositive();
            assertThat(open.entry("CN=alice", "unicodePwd", "*").hasAttribute("unicodePwd"))
                    .isFalse();
        }
    }

    @Test
    void a_tree_delete_is_a_tombstone_for_each() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        Lab.Reader reader = caughtUp();
        assertThatThrownBy(() -> lab.administrator().delete(lab.dn("OU=Staff")))
                .extracting(error -> ((LDAPException) error).getResultCode())
                .isEqualTo(ResultCode.NOT_ALLOWED_ON_NONLEAF);
        lab.administrator()
                .delete(new DeleteRequest(
                        lab.dn("OU=Staff"), new Control[] {new Control("1.2.840.113556.1.4.805", true)}));

        assertThat(reader.cycle())
                .hasSize(2)
                .allSatisfy(entry ->
                        assertThat(entry.getAttributeValue("isDeleted")).isEqualTo("TRUE"));
    }
}
