package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How DirSync tells of links, and what the recycle bin does to them. */
class DirSyncLinksTest {

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
    void links_come_as_added_and_removed_values() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        String bob = lab.user("CN=bob,OU=Staff");
        lab.group("CN=team,OU=Staff");
        lab.add("CN=team,OU=Staff", "member", alice);
        Lab.Reader reader = caughtUp();
        lab.add("CN=team,OU=Staff", "member", bob);
        lab.remove("CN=team,OU=Staff", "member", alice);
        lab.set("CN=bob,OU=Staff", "manager", alice);

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(2);
        SearchResultEntry team = entries.get(0);
        assertThat(team.getAttributeValues("member;range=1-1")).containsExactly(bob);
        assertThat(team.getAttributeValues("member;range=0-0")).containsExactly(alice);
        assertThat(entries.get(1).getAttributeValue("manager;range=1-1")).isEqualTo(alice);
    }

    @Test
    void without_incremental_values_a_link_comes_whole_and_once() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        String bob = lab.user("CN=bob,OU=Staff");
        lab.group("CN=team,OU=Staff");
        Lab.Reader reader = lab.reader(0, "(objectClass=*)", SIGNALS);
        reader.cycle();
        lab.add("CN=team,OU=Staff", "member", alice, bob);

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getAttributeValues("member")).containsExactlyInAnyOrder(alice, bob);
    }

    @Test
    void added_and_removed_and_added_again_is_one_value() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        lab.group("CN=team,OU=Staff");
        Lab.Reader reader = caughtUp();
        lab.add("CN=team,OU=Staff", "member", alice);
        lab.remove("CN=team,OU=Staff", "member", alice);
        lab.add("CN=team,OU=Staff", "member", alice);

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(1);
        assertThat(attributes(entries.get(0))).containsExactly("instanceType", "member;range=1-1", "objectGUID");
    }

    @Test
    void a_deleted_member_leaves_its_group_in_silence() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        lab.group("CN=team,OU=Staff");
        lab.add("CN=team,OU=Staff", "member", alice);
        Lab.Reader reader = caughtUp();
        lab.administrator().delete(alice);

        List<SearchResultEntry> entries = reader.cycle();

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getAttributeValue("isDeleted")).isEqualTo("TRUE");
        assertThat(lab.entry("CN=team,OU=Staff").hasAttribute("member")).isFalse();
    }

    @Test
    void attributes_and_links_of_one_object_are_two_entries_on_windows_and_one_on_samba() throws LDAPException {
        for (DirectoryProfile profile : List.of(DirectoryProfile.windows(), DirectoryProfile.samba())) {
            try (Lab other = new Lab(profile)) {
                String alice = other.user("CN=alice");
                other.group("CN=team");
                Lab.Reader reader = other.reader(Lab.INCREMENTAL, "(objectClass=*)", "member", "description");
                reader.cycle();
                other.add("CN=team", "member", alice);
                other.set("CN=team", "description", "ours");

                List<SearchResultEntry> entries = reader.cycle();

                assertThat(entries).hasSize(profile.equals(DirectoryProfile.windows()) ? 2 : 1);
                assertThat(entries).extracting(SearchResultEntry::getDN).containsOnly(other.dn("CN=team"));
            }
        }
    }

    @Test
    void the_extended_form_brings_identifiers_of_members_and_entries() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        lab.group("CN=team,OU=Staff");
        Lab.Reader reader = caughtUp()
                .with(new Control("1.2.840.113556.1.4.529", false, new ASN1OctetString(new byte[] {0x30, 3, 2, 1, 1})));
        lab.add("CN=team,OU=Staff", "member", alice);

        SearchResultEntry team = reader.cycle().get(0);

        assertThat(team.getDN()).matches("<GUID=[0-9a-f-]{36}>;<SID=S-1-5-21-[0-9-]+>;CN=team,OU=Staff,.*");
        assertThat(team.getAttributeValue("member;range=1-1"))
                .matches("<GUID=[0-9a-f-]{36}>;<SID=S-1-5-21-[0-9-]+>;CN=alice,OU=Staff,.*");
    }

    @Test
    void the_recycle_bin_keeps_attributes_and_brings_links_back() throws LDAPException {
        try (Lab bin = new Lab(DirectoryProfile.windows().with(Behaviour.RECYCLE_BIN))) {
            String alice = bin.user("CN=alice", new Attribute("mail", "alice@corp.example"));
            bin.group("CN=team");
            bin.add("CN=team", "member", alice);
            Lab.Reader reader = bin.reader(Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
            reader.cycle();
            bin.administrator().delete(alice);

            SearchResultEntry deleted = reader.cycle().get(0);
            assertThat(attributes(deleted)).doesNotContain("mail", "isRecycled").contains("isDeleted");
            assertThat(bin.entry("CN=team").hasAttribute("member")).isFalse();

            bin.restore(bin.tombstone("alice").getDN(), "CN=alice");
            assertThat(reader.cycle()).hasSize(1);
            assertThat(bin.entry("CN=alice").getAttributeValue("mail")).isEqualTo("alice@corp.example");
            assertThat(bin.entry("CN=team").getAttributeValue("member")).isEqualTo(alice);
        }
    }

    @Test
    void what_leaves_the_recycle_bin_is_a_second_entry_for_the_same_object() throws LDAPException {
        try (Lab bin = new Lab(DirectoryProfile.windows().with(Behaviour.RECYCLE_BIN))) {
            String alice = bin.user("CN=alice", new Attribute("mail", "alice@corp.example"));
            Lab.Reader reader = bin.reader(Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
            bin.administrator().delete(alice);
            reader.cycle();
            bin.faults().emptyRecycleBin();

            List<SearchResultEntry> entries = reader.cycle();

            assertThat(entries).hasSize(1);
            assertThat(entries.get(0).getAttributeValue("isRecycled")).isEqualTo("TRUE");
            assertThat(Lab.count(entries.get(0), "mail")).isZero();
        }
    }
}
