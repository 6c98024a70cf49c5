package adsync.embedded;

import static adsync.embedded.Lab.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ordinary searches: bases, filters, attributes, pages and limits. */
class PlainSearchTest {

    private Lab lab;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.unit("OU=Staff");
        lab.user(
                "CN=alice,OU=Staff",
                new Attribute("mail", "alice@corp.example"),
                new Attribute("title", "Ärztin"),
                new Attribute("userAccountControl", "512"));
        lab.user(
                "CN=bob,OU=Staff",
                new Attribute("manager", lab.dn("CN=alice,OU=Staff")),
                new Attribute("userAccountControl", "514"));
        lab.group("CN=team,OU=Staff");
        lab.add("CN=team,OU=Staff", "member", lab.dn("CN=alice,OU=Staff"));
        lab.group("CN=all,OU=Staff");
        lab.add("CN=all,OU=Staff", "member", lab.dn("CN=team,OU=Staff"));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<String> search(SearchScope scope, String filter) throws LDAPException {
        return Lab.names(lab.administrator().search(lab.dn("OU=Staff"), scope, filter)).stream()
                .map(dn -> dn.substring(3, dn.indexOf(',')))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(objectClass=USER) | alice bob",
                "(objectCategory=person) | alice bob",
                "(&(objectCategory=group)(cn=t*)) | team",
                "(mail=ALICE@corp.example) | alice",
                "(title=äRZTIN) | alice",
                "(title=Ä*t*n) | alice",
                "(mail=*@corp*) | alice",
                "(!(mail=*)) | Staff all bob team",
                "(!(nonsense=1)) | ''",
                "(userAccountControl:1.2.840.113556.1.4.803:=2) | bob",
                "(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))) | alice",
                "(userAccountControl:1.2.840.113556.1.4.804:=3) | bob",
                "(memberOf=CN=team,OU=Staff,DC=corp,DC=example) | alice",
                "(memberOf:1.2.840.113556.1.4.1941:=CN=all,OU=Staff,DC=corp,DC=example) | alice team",
                "(member:1.2.840.113556.1.4.1941:=CN=alice,OU=Staff,DC=corp,DC=example) | all team",
                "(manager=cn=ALICE,ou=staff,dc=corp,dc=example) | bob",
                "(directReports=*) | alice",
                "(unicodePwd=*) | ''",
                "(sAMAccountName=Bob) | bob",
                "(anr=ali) | alice",
                "(primaryGroupID>=513) | alice bob",
                "(whenCreated<=19990101000000.0Z) | ''",
            })
    void filters_find_what_they_say(String filter, String expected) throws LDAPException {
        assertThat(String.join(" ", search(SearchScope.SUB, filter))).isEqualTo(expected);
    }

    @Test
    void scopes_are_the_object_its_children_and_all_below() throws LDAPException {
        lab.unit("OU=Sales,OU=Staff");
        lab.user("CN=carol,OU=Sales,OU=Staff");

        assertThat(search(SearchScope.BASE, "(objectClass=*)")).containsExactly("Staff");
        assertThat(search(SearchScope.ONE, "(objectClass=*)")).containsExactly("Sales", "alice", "all", "bob", "team");
        assertThat(search(SearchScope.SUB, "(objectClass=*)"))
                .containsExactly("Sales", "Staff", "alice", "all", "bob", "carol", "team");
    }

    @Test
    void objects_are_found_by_guid_and_sid_in_each_written_form() throws LDAPException {
        SearchResultEntry alice = lab.entry("CN=alice,OU=Staff");
        byte[] guid = Objects.requireNonNull(alice.getAttributeValueBytes("objectGUID"));
        byte[] sid = Objects.requireNonNull(alice.getAttributeValueBytes("objectSid"));
        String dashed = Guid.ofOctets(guid).toString();

        for (String base : List.of(
                "<GUID=" + dashed + ">",
                "<GUID=" + HexFormat.of().formatHex(guid) + ">",
                "<SID=" + Sid.text(sid) + ">",
                "<SID=" + HexFormat.of().formatHex(sid) + ">")) {
            assertThat(Lab.names(lab.administrator().search(base, SearchScope.BASE, "(objectClass=*)")))
                    .containsExactly(alice.getDN());
        }
        assertThat(Lab.names(lab.administrator()
                        .search(lab.base(), SearchScope.SUB, Filter.createEqualityFilter("objectGUID", guid))))
                .containsExactly(alice.getDN());
        assertThat(Lab.names(
                        lab.administrator().search(lab.base(), SearchScope.SUB, "(objectSid=" + Sid.text(sid) + ")")))
                .containsExactly(alice.getDN());
    }

    @Test
    void identifiers_that_differ_in_one_octet_are_different() throws LDAPException {
        byte[] guid = Objects.requireNonNull(lab.entry("CN=alice,OU=Staff").getAttributeValueBytes("objectGUID"));
        for (int at = 0; at < guid.length; at++) {
            byte[] other = guid.clone();
            other[at] ^= 0x20;
            assertThat(Lab.names(lab.administrator()
                            .search(lab.base(), SearchScope.SUB, Filter.createEqualityFilter("objectGUID", other))))
                    .isEmpty();
        }
    }

    @Test
    void a_base_that_is_nothing_is_refused() {
        assertThat(refusal(() -> lab.administrator().search(lab.dn("OU=x"), SearchScope.SUB, "(objectClass=*)")))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(refusal(() -> lab.administrator()
                        .search("<GUID=00000000-0000-0000-0000-000000000001>", SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(refusal(() -> lab.administrator().search("nonsense", SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.INVALID_DN_SYNTAX);
    }

    @Test
    void attributes_come_as_asked_for() throws LDAPException {
        assertThat(lab.entry("CN=alice,OU=Staff", "1.1").getAttributes()).isEmpty();
        assertThat(lab.entry("CN=alice,OU=Staff", "MAIL", "nonsense").getAttributes())
                .extracting(Attribute::getName)
                .containsExactly("mail");
        assertThat(lab.entry("CN=alice,OU=Staff", "*").getAttributes())
                .extracting(Attribute::getName)
                .contains("memberOf", "directReports", "objectGUID", "uSNChanged")
                .doesNotContain("parentGUID", "canonicalName");
    }

    @Test
    void deleted_objects_show_to_those_who_ask_and_may() throws LDAPException {
        lab.administrator().delete(lab.dn("CN=bob,OU=Staff"));
        SearchRequest request =
                new SearchRequest(lab.base(), SearchScope.SUB, "(&(isDeleted=TRUE)(sAMAccountName=bob))", "*");
        assertThat(Lab.names(lab.administrator().search(request))).isEmpty();
        request.addControl(Lab.SHOW_DELETED);

        assertThat(Lab.names(lab.administrator().search(request))).hasSize(1);
        assertThat(Lab.names(lab.service().search(request.duplicate()))).hasSize(1);
        assertThat(Lab.names(lab.reader().search(request.duplicate()))).isEmpty();
        SearchResultEntry bob = lab.tombstone("bob", "*");
        assertThat(bob.getAttributeValue("lastKnownParent")).isEqualTo(lab.dn("OU=Staff"));
        assertThat(bob.getAttributeValue("objectSid")).isNotNull();
        assertThat(bob.hasAttribute("manager")).isFalse();
        assertThat(bob.hasAttribute("objectCategory")).isFalse();
    }

    @Test
    void a_thousand_entries_are_the_most_without_pages() throws LDAPException {
        lab.directory().seedPeople(1200);

        LDAPSearchException cut = Objects.requireNonNull(Assertions.catchThrowableOfType(
                LDAPSearchException.class,
                () -> lab.administrator().search(lab.base(), SearchScope.SUB, "(objectClass=user)", "1.1")));

        assertThat(cut.getResultCode()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
        assertThat(cut.getEntryCount()).isEqualTo(1000);
        SearchRequest three = new SearchRequest(lab.base(), SearchScope.SUB, "(objectClass=user)", "1.1");
        three.setSizeLimit(3);
        assertThat(refusal(() -> lab.administrator().search(three))).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
    }

    @Test
    void pages_lead_through_everything_on_their_own_connection() throws LDAPException {
        lab.directory().seedPeople(1200);
        SearchRequest request = new SearchRequest(lab.base(), SearchScope.SUB, "(objectClass=user)", "1.1");
        List<String> all = new ArrayList<>();
        ASN1OctetString cookie = null;
        int pages = 0;
        do {
            request.setControls(new SimplePagedResultsControl(5000, cookie, true));
            SearchResult page = lab.administrator().search(request);
            all.addAll(Lab.names(page));
            cookie = Objects.requireNonNull(SimplePagedResultsControl.get(page)).getCookie();
            pages++;
            if (pages == 1) {
                SearchRequest stolen = request.duplicate();
                stolen.setControls(new SimplePagedResultsControl(10, cookie, true));
                assertThat(refusal(() -> lab.service().search(stolen))).isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
            }
        } while (cookie.getValueLength() > 0);

        assertThat(pages).isEqualTo(2);
        assertThat(all).hasSize(1200 + 2 + 4).doesNotHaveDuplicates();
    }

    @Test
    void many_values_come_in_ranges_and_the_plain_attribute_is_empty() throws LDAPException {
        lab.directory().seedPeople(3200);
        SearchRequest people =
                new SearchRequest(lab.base(), SearchScope.SUB, "(&(objectClass=user)(employeeID=*))", "1.1");
        people.addControl(new SimplePagedResultsControl(1000, null, true));
        ASN1OctetString cookie = null;
        do {
            people.setControls(new SimplePagedResultsControl(1000, cookie, true));
            SearchResult page = lab.administrator().search(people);
            lab.add("CN=all,OU=Staff", "member", Lab.names(page).toArray(String[]::new));
            cookie = Objects.requireNonNull(SimplePagedResultsControl.get(page)).getCookie();
        } while (cookie.getValueLength() > 0);

        SearchResultEntry first = lab.entry("CN=all,OU=Staff", "member");
        assertThat(Lab.count(first, "member")).isZero();
        assertThat(first.getAttributeValues("member;range=0-1499")).hasSize(1500);
        assertThat(lab.entry("CN=all,OU=Staff", "member;range=1500-2999").getAttributeValues("member;range=1500-2999"))
                .hasSize(1500);
        assertThat(lab.entry("CN=all,OU=Staff", "member;range=3000-*").getAttributeValues("member;range=3000-*"))
                .hasSize(201);
    }

    @Test
    void the_extended_form_is_hexadecimal_unless_asked_otherwise() throws LDAPException {
        SearchRequest request =
                new SearchRequest(lab.dn("CN=team,OU=Staff"), SearchScope.BASE, "(objectClass=*)", "member");
        request.addControl(new Control("1.2.840.113556.1.4.529", true));

        SearchResultEntry team =
                Lab.entries(lab.administrator().search(request)).get(0);

        assertThat(team.getDN()).matches("<GUID=[0-9a-f]{32}>;<SID=[0-9a-f]{56}>;CN=team,OU=Staff,.*");
        assertThat(team.getAttributeValue("member")).endsWith(";" + lab.dn("CN=alice,OU=Staff"));
    }

    @Test
    void a_search_of_the_whole_domain_is_referred_to_the_configuration() throws LDAPException {
        SearchRequest request = new SearchRequest(lab.base(), SearchScope.SUB, "(cn=alice)");
        assertThat(lab.administrator().search(request).getReferenceCount()).isEqualTo(1);
        request.addControl(new Control("1.2.840.113556.1.4.1339", true));

        assertThat(lab.administrator().search(request).getReferenceCount()).isZero();
    }

    @Test
    void an_unknown_critical_control_is_refused_and_an_uncritical_one_passed_over() throws LDAPException {
        SearchRequest request = new SearchRequest(lab.base(), SearchScope.BASE, "(objectClass=*)");
        request.setControls(new Control("1.2.3.4", true));
        assertThat(refusal(() -> lab.administrator().search(request)))
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        request.setControls(new Control("1.2.3.4", false));

        assertThat(lab.administrator().search(request).getEntryCount()).isEqualTo(1);
    }

    @Test
    void compare_says_yes_and_no() throws LDAPException {
        String alice = lab.dn("CN=alice,OU=Staff");

        assertThat(lab.administrator()
                        .compare(alice, "mail", "ALICE@corp.example")
                        .compareMatched())
                .isTrue();
        assertThat(lab.administrator()
                        .compare(alice, "mail", "bob@corp.example")
                        .compareMatched())
                .isFalse();
    }

    @Test
    void searches_are_counted_and_nothing_else() throws LDAPException {
        long before = lab.directory().searches();

        search(SearchScope.SUB, "(objectClass=user)");
        lab.administrator().compare(lab.dn("CN=alice,OU=Staff"), "title", "Pilot");
        lab.administrator().getRootDSE();

        assertThat(lab.directory().searches() - before).isEqualTo(2);
    }
}
