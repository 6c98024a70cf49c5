package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What DirSync accepts, refuses, and how it divides its answer. */
class DirSyncRequestTest {

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

    @Test
    void what_domain_controllers_keep_to_themselves_is_never_told() throws LDAPException {
        String alice = lab.user("CN=alice,OU=Staff");
        lab.group("CN=team,OU=Staff");
        lab.add("CN=team,OU=Staff", "member", alice);

        Lab.Reader reader = lab.reader(
                0,
                "(sAMAccountName=alice)",
                "cn",
                "distinguishedName",
                "memberOf",
                "uSNChanged",
                "whenChanged",
                "lastLogon",
                "canonicalName",
                "objectGUID",
                "parentGUID",
                "instanceType");

        assertThat(reader.cycle()).isEmpty();
    }

    @Test
    void pages_hold_a_hundred_at_least_and_lead_to_everything() throws LDAPException {
        lab.directory().seedPeople(450);
        Lab.Reader reader = lab.reader(0, "(objectClass=user)", "name").limitedTo(1);

        List<SearchResultEntry> first = reader.page();
        assertThat(first).hasSize(100);
        assertThat(reader.more()).isTrue();
        List<SearchResultEntry> rest = reader.cycle();

        assertThat(first.size() + rest.size()).isEqualTo(450 + 4);
        assertThat(reader.cycle()).isEmpty();
    }

    @Test
    void a_change_between_two_pages_is_in_the_same_cycle() throws LDAPException {
        lab.directory().seedPeople(250);
        Lab.Reader reader = lab.reader(0, "(objectClass=user)", "name", "title").limitedTo(100);
        SearchResultEntry early = reader.page().get(5);
        lab.administrator().modify(early.getDN(), new Modification(ModificationType.REPLACE, "title", "Changed"));

        List<SearchResultEntry> rest = reader.cycle();

        assertThat(rest.get(rest.size() - 1).getDN()).isEqualTo(early.getDN());
        assertThat(rest.get(rest.size() - 1).getAttributeValue("title")).isEqualTo("Changed");
    }

    @Test
    void samba_answers_everything_at_once() throws LDAPException {
        try (Lab samba = new Lab(DirectoryProfile.samba())) {
            samba.directory().seedPeople(1500);
            Lab.Reader reader = samba.reader(0, "(objectClass=user)", "name").limitedTo(100);

            assertThat(reader.page()).hasSizeGreaterThan(1500);
            assertThat(reader.more()).isFalse();
        }
    }

    @Test
    void it_must_be_critical_and_without_paged_results() {
        assertThat(Lab.refusal(() -> lab.reader(0, "(objectClass=*)", "name")
                        .with(new SimplePagedResultsControl(10))
                        .page()))
                .isEqualTo(ResultCode.OPERATIONS_ERROR);
        assertThat(Lab.refusal(() -> {
                    var request = new SearchRequest(lab.base(), SearchScope.SUB, "(objectClass=*)");
                    request.addControl(new ActiveDirectoryDirSyncControl(false, 0, 0, null));
                    lab.administrator().search(request);
                }))
                .isEqualTo(ResultCode.OPERATIONS_ERROR);
    }

    @Test
    void it_is_asked_of_a_naming_context() throws LDAPException {
        String unit = lab.dn("OU=Staff");
        String all = "(objectClass=*)";

        assertThat(Lab.refusal(() -> new Lab.Reader(lab.administrator(), unit, 0, all, "name").page()))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(Lab.refusal(() -> new Lab.Reader(lab.administrator(), unit, 1, all, "name").page()))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(Lab.refusal(() -> new Lab.Reader(lab.administrator(), "DC=elsewhere", 0, all, "name").page()))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(new Lab.Reader(lab.administrator(), "CN=Configuration," + lab.base(), 0, all, "name").page())
                .isNotEmpty();
    }

    @Test
    void without_the_right_only_object_security_works_and_shows_no_deletions() throws LDAPException {
        lab.user("CN=alice,OU=Staff");
        lab.administrator().delete(lab.dn("CN=alice,OU=Staff"));
        lab.user("CN=bob,OU=Staff");
        String people = "(sAMAccountName=*)";

        assertThat(Lab.refusal(() -> new Lab.Reader(lab.reader(), lab.base(), 0, people, "name").page()))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(new Lab.Reader(lab.reader(), lab.base(), 1, people, "name", "isDeleted").page())
                .extracting(SearchResultEntry::getDN)
                .contains(lab.dn("CN=bob,OU=Staff"))
                .noneMatch(dn -> dn.contains("DEL:"));
        assertThat(new Lab.Reader(lab.service(), lab.base(), 0, people, "name", "isDeleted").page())
                .extracting(SearchResultEntry::getDN)
                .anyMatch(dn -> dn.contains("DEL:"));
    }

    @Test
    void a_cookie_that_is_none_is_refused_by_each_server_in_its_way() throws LDAPException {
        ASN1OctetString nonsense = new ASN1OctetString("nonsense");
        assertThat(Lab.refusal(() ->
                        lab.reader(0, "(objectClass=*)", "name").from(nonsense).page()))
                .isEqualTo(ResultCode.PROTOCOL_ERROR);
        try (Lab samba = new Lab(DirectoryProfile.samba())) {
            assertThat(Lab.refusal(() -> samba.reader(0, "(objectClass=*)", "name")
                            .from(nonsense)
                            .page()))
                    .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        }
    }

    @Test
    void only_windows_looks_at_the_signature_of_a_cookie() throws LDAPException {
        for (DirectoryProfile profile : List.of(DirectoryProfile.windows(), DirectoryProfile.samba())) {
            try (Lab other = new Lab(profile)) {
                Lab.Reader reader = other.reader(0, "(objectClass=*)", "name");
                reader.cycle();
                byte[] cookie = reader.cookieOctets();
                byte[] forged = Arrays.copyOf(cookie, cookie.length);
                forged[0] = 'X';

                ResultCode code = Lab.refusal(
                        () -> reader.from(new ASN1OctetString(forged)).page());

                assertThat(code)
                        .isEqualTo(
                                profile.equals(DirectoryProfile.windows())
                                        ? ResultCode.PROTOCOL_ERROR
                                        : ResultCode.SUCCESS);
            }
        }
    }

    @Test
    void a_cookie_is_a_head_and_a_vector_as_on_the_wire() throws LDAPException {
        Lab.Reader reader = caughtUp();

        byte[] cookie = reader.cookieOctets();

        assertThat(cookie).hasSize(108).startsWith('M', 'S', 'D', 'S', 3, 0, 0, 0);
        assertThat(caughtUp().from(new ASN1OctetString(cookie)).cycle()).isEmpty();
    }

    @Test
    void a_cookie_taken_with_a_filter_that_matches_nothing_is_good_for_any_other() throws LDAPException {
        Lab.Reader nobody = lab.reader(0, "(objectClass=nosuchclass)", "name");
        assertThat(nobody.cycle()).isEmpty();
        lab.user("CN=alice,OU=Staff");

        List<SearchResultEntry> entries = lab.reader(0, "(objectClass=user)", SIGNALS)
                .from(nobody.cookie())
                .cycle();

        assertThat(entries).extracting(SearchResultEntry::getDN).containsExactly(lab.dn("CN=alice,OU=Staff"));
    }
}
