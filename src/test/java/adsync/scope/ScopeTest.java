package adsync.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.ImageFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private static final Place STAFF = place(1, "OU=Staff,DC=contoso,DC=com");
    private static final Place STUDENTS = place(2, "OU=Students,DC=contoso,DC=com");
    private static final Place TEST = place(3, "OU=Test,OU=Staff,DC=contoso,DC=com");

    private final Scope scope =
            new Scope(List.of(STAFF, STUDENTS), List.of(TEST), Optional.of(ImageFilter.parse("(employeeType=staff)")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=Ada,OU=Staff,DC=contoso,DC=com              | true
            CN=Ada,ou=staff, dc=Contoso,dc=com             | true
            OU=Staff,DC=contoso,DC=com                     | true
            CN=Ada,OU=Deep,OU=Students,DC=contoso,DC=com   | true
            CN=Ada,OU=Testers,OU=Staff,DC=contoso,DC=com   | true
            CN=Ada,OU=Test,OU=Staff,DC=contoso,DC=com      | false
            OU=Test,OU=Staff,DC=contoso,DC=com             | false
            CN=Ada,OU=A,OU=Test,OU=Staff,DC=contoso,DC=com | false
            CN=Ada,OU=Staff2,DC=contoso,DC=com             | false
            CN=OU\\=Staff\\,DC\\=contoso\\,DC\\=com,DC=com | false
            DC=contoso,DC=com                              | false
            """)
    void a_name_is_contained_by_a_root_unless_a_place_below_is_excluded(String dn, boolean contained) {
        assertThat(scope.contains(dn)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=Ada,OU=Staff,DC=contoso,DC=com                         | true
            CN=Ada,CN=LostAndFound,DC=contoso,DC=com                  | false
            CN=Ada,OU=Lost,cn=lostandfound, DC=contoso,DC=com         | false
            CN=Ada,CN=LostAndFound,OU=Staff,DC=contoso,DC=com         | true
            CN=Ada,CN=LostAndFound,DC=sales,DC=contoso,DC=com         | false
            """)
    void what_replication_left_without_a_place_is_in_no_root(String dn, boolean contained) {
        var domain = new Scope(List.of(place(1, "DC=contoso,DC=com")), List.of(), Optional.empty());

        assertThat(domain.contains(dn)).isEqualTo(contained);
        assertThat(domain.includes(account(dn, "ada", "512"))).isEqualTo(contained);
        assertThat(domain.whyNot(account(dn, "ada", "512")).isEmpty()).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ada         | 512     | true
            guest       | 66082   | true
            krbtgt      | 514     | false
            KRBTGT_4711 | 514     | false
            krbtgtfan   | 512     | true
            FABRIKAM$   | 2080    | false
            PC1$        | 4096    | false
            DC1$        | 532480  | false
            """)
    void accounts_of_the_domain_itself_are_nobodys(String login, String state, boolean ours) {
        var domain = new Scope(List.of(place(1, "DC=contoso,DC=com")), List.of(), Optional.empty());
        Image account = account("CN=One,CN=Users,DC=contoso,DC=com", login, state);

        assertThat(domain.includes(account)).isEqualTo(ours);
        assertThat(domain.whyNot(account).isEmpty()).isEqualTo(ours);
    }

    private static Image account(String dn, String login, String state) {
        return Image.of(
                new Container(place(9, dn).objectGuid(), place(8, dn).objectGuid(), "CN=One"),
                dn,
                1,
                Map.of("sAMAccountName", List.of(login), "userAccountControl", List.of(state)));
    }

    @Test
    void the_filter_decides_about_users_and_not_about_names() {
        Image staff = user("OU=Staff,DC=contoso,DC=com", "Staff");
        Image guest = user("OU=Staff,DC=contoso,DC=com", "guest");

        assertThat(scope.includes(staff)).isTrue();
        assertThat(scope.includes(guest)).isFalse();
        assertThat(scope.contains(guest.dn())).isTrue();
        assertThat(new Scope(List.of(STAFF), List.of(), Optional.empty()).includes(guest))
                .isTrue();
    }

    @Test
    void whoever_is_out_is_told_by_which_rule() {
        assertThat(scope.whyNot(user("OU=Staff,DC=contoso,DC=com", "staff"))).isEmpty();
        assertThat(scope.whyNot(user("OU=Else,DC=contoso,DC=com", "staff")))
                .contains("It lives outside the selected roots (directory.roots): OU=Staff,DC=contoso,DC=com and"
                        + " OU=Students,DC=contoso,DC=com.");
        assertThat(scope.whyNot(user("OU=Test,OU=Staff,DC=contoso,DC=com", "staff")))
                .contains("It lives in an excluded place (scope.exclude): OU=Test,OU=Staff,DC=contoso,DC=com.");
        assertThat(scope.whyNot(user("OU=Staff,DC=contoso,DC=com", "guest")))
                .contains("The filter does not match it (scope.filter): (employeeType=staff).");
    }

    @Test
    void why_not_is_silent_exactly_for_those_who_are_included() {
        Stream.of("OU=Staff", "OU=Else", "OU=Test,OU=Staff", "OU=Students")
                .flatMap(place -> Stream.of("staff", "guest").map(type -> user(place + ",DC=contoso,DC=com", type)))
                .forEach(image ->
                        assertThat(scope.whyNot(image).isEmpty()).as(image.dn()).isEqualTo(scope.includes(image)));
    }

    @Test
    void places_keep_their_meaning_under_other_names() {
        Scope renamed = scope.withNames(Map.of(
                STAFF.objectGuid(), "OU=People,DC=contoso,DC=com",
                TEST.objectGuid(), "OU=Trial,OU=People,DC=contoso,DC=com",
                place(9, "").objectGuid(), "OU=Other,DC=contoso,DC=com"));

        assertThat(renamed.roots()).extracting(Place::dn).containsExactly("OU=People,DC=contoso,DC=com", STUDENTS.dn());
        assertThat(renamed.contains("CN=Ada,OU=People,DC=contoso,DC=com")).isTrue();
        assertThat(renamed.contains("CN=Ada,OU=Trial,OU=People,DC=contoso,DC=com"))
                .isFalse();
        assertThat(renamed.contains("CN=Ada,OU=Staff,DC=contoso,DC=com")).isFalse();
        assertThat(renamed.includes(user("OU=People,DC=contoso,DC=com", "guest")))
                .isFalse();
    }

    @Test
    void without_its_roots_a_scope_has_nobody() {
        Scope empty = scope.withRoots(List.of());

        assertThat(empty.includes(user("OU=Staff,DC=contoso,DC=com", "ada"))).isFalse();
    }

    @Test
    void a_scope_needs_names_that_are_names() {
        assertThatThrownBy(() -> new Scope(List.of(place(1, "Staff")), List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a distinguished name: Staff");
    }

    @Test
    void the_fingerprint_tells_selections_apart() {
        ImageFilter filter = ImageFilter.parse("(mail=*)");
        assertThat(Stream.of(
                                new ScopeOptions(List.of("DC=a"), List.of(), Optional.empty()),
                                new ScopeOptions(List.of("DC=a", "DC=b"), List.of(), Optional.empty()),
                                new ScopeOptions(List.of("DC=a"), List.of("OU=x,DC=a"), Optional.empty()),
                                new ScopeOptions(List.of("DC=a"), List.of(), Optional.of(filter)))
                        .map(ScopeOptions::fingerprint))
                .doesNotHaveDuplicates();
    }

    private static Place place(int number, String dn) {
        return new Place(ObjectGuid.parse("00000000-0000-0000-0000-00000000000" + number), dn);
    }

    private static Image user(String container, String type) {
        ObjectGuid guid = ObjectGuid.parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        return Image.of(
                new Container(guid, guid, "CN=Ada"), "CN=Ada," + container, 1, Map.of("employeeType", List.of(type)));
    }
}
