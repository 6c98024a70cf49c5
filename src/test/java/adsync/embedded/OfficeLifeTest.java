package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.embedded.OfficeLife.Event;
import adsync.embedded.OfficeLife.Happening;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A staff that is seeded, and a company in which something happens. */
class OfficeLifeTest {

    private Lab lab;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.directory().seedPeople(500);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<SearchResultEntry> people(String filter) throws LDAPException {
        return Lab.entries(lab.administrator()
                .search(lab.dn("OU=Staff"), SearchScope.SUB, "(&(objectClass=user)" + filter + ")", "*"));
    }

    /** With a thread of the SDK's that reads, its handshake may be cut short. */
    @Test
    void the_connection_of_the_company_is_read_by_whoever_asks() throws LDAPException {
        try (LDAPConnection connection = StaffChanges.connect(lab.directory())) {
            assertThat(connection.synchronousMode()).isTrue();
        }
    }

    @Test
    void seeded_people_have_all_that_a_company_writes_about_them() throws LDAPException {
        List<SearchResultEntry> people = people("(objectClass=*)");

        assertThat(people).hasSize(500);
        assertThat(people)
                .allSatisfy(person -> assertThat(List.of(
                                "givenName",
                                "sn",
                                "displayName",
                                "mail",
                                "userPrincipalName",
                                "sAMAccountName",
                                "title",
                                "department",
                                "telephoneNumber",
                                "mobile",
                                "streetAddress",
                                "l",
                                "postalCode",
                                "c",
                                "employeeID",
                                "proxyAddresses",
                                "objectGUID",
                                "objectSid"))
                        .allMatch(person::hasAttribute));
        assertThat(people)
                .allSatisfy(person ->
                        assertThat(person.getAttributeValue("sAMAccountName")).hasSizeLessThan(21));
        assertThat(people)
                .allSatisfy(person -> assertThat(person.getAttributeValues("proxyAddresses"))
                        .anyMatch(address -> address.startsWith("SMTP:"))
                        .anyMatch(address -> address.startsWith("smtp:")));
        assertThat(people("(manager=*)")).hasSize(450);
        assertThat(people("(userAccountControl:1.2.840.113556.1.4.803:=2)")).hasSize(10);
        assertThat(people("(department=Sales)"))
                .isNotEmpty()
                .allMatch(person -> person.getDN().contains("OU=Sales,OU=Staff"));
    }

    @Test
    void seeding_goes_on_where_it_stopped() throws LDAPException {
        lab.directory().seedPeople(300);

        assertThat(people("(objectClass=*)"))
                .hasSize(800)
                .extracting(person -> person.getAttributeValue("employeeID"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Happening.class)
    void each_thing_that_happens_is_seen_by_a_reader_of_changes(Happening happening) throws LDAPException {
        Lab.Reader reader = lab.reader(Lab.INCREMENTAL, "(objectClass=user)", "*");
        reader.cycle();
        try (OfficeLife life = new OfficeLife(lab.directory(), new SplittableRandom(7))) {
            int before = life.headcount();

            Event event = life.happen(happening);

            List<SearchResultEntry> changes = reader.cycle();
            assertThat(changes).isNotEmpty();
            assertThat(changes.get(0).getDN()).startsWith("CN=" + event.name());
            assertThat(event.description()).contains(event.name());
            int grown = happening == Happening.HIRED ? 1 : happening == Happening.LEFT ? -1 : 0;
            assertThat(life.headcount()).isEqualTo(before + grown);
        }
    }

    @Test
    void a_long_life_has_everything_in_it_and_never_fails() {
        Set<Happening> happened = EnumSet.noneOf(Happening.class);
        try (OfficeLife life = new OfficeLife(lab.directory(), new SplittableRandom(7))) {
            for (int at = 0; at < 400; at++) {
                happened.add(life.next().happening());
            }
        }

        assertThat(happened).containsExactlyInAnyOrder(Happening.values());
    }

    @Test
    void equal_seeds_make_equal_lives() throws LDAPException {
        try (Lab twin = new Lab()) {
            twin.directory().seedPeople(500);

            assertThat(life(twin)).isEqualTo(life(lab));
        }
    }

    private static List<String> life(Lab lab) {
        List<String> told = new ArrayList<>();
        try (OfficeLife life = new OfficeLife(lab.directory(), new SplittableRandom(3))) {
            for (int at = 0; at < 50; at++) {
                told.add(life.next().description());
            }
        }
        return told;
    }
}
