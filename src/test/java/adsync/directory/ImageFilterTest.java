package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilterTest {

    private static final ObjectGuid GUID = ObjectGuid.parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final List<String> TEXTS = List.of("title", "department", "description");
    private static final List<String> NUMBERS = List.of("userAccountControl", "primaryGroupID");
    private static final String LETTERS = "aAbBcäÄéß 1*\\()/,=";

    private static final Image ADA = image(Map.of(
            "title", List.of("Chief Engineer"),
            "department", List.of("R&D (Berlin)"),
            "description", List.of("first", "Second"),
            "userAccountControl", List.of("66050"),
            "groupType", List.of("-2147483646"),
            "accountExpires", List.of("9223372036854775807"),
            "employeeID", List.of("E-7"),
            "manager", List.of("00000000-0000-0000-0000-0000000000aa"),
            "objectSid", List.of("S-1-5-21-1-2-3-1104"),
            "thumbnailPhoto", List.of("/9j/4AAQ")));

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            (title=chief engineer)                                              ; true
            (TITLE=CHIEF  Engineer)                                             ; true
            title=Chief Engineer                                                ; true
            (title=Chief)                                                       ; false
            (title=*)                                                           ; true
            (mail=*)                                                            ; false
            (description=second)                                                ; true
            (department=R&D \\28berlin\\29)                                     ; true
            (title=chief*)                                                      ; true
            (title=*ENGINEER)                                                   ; true
            (title=c*f*n*r)                                                     ; true
            (title=*gine*chief*)                                                ; false
            (title=chief engineer*engineer)                                     ; false
            (&(title=chief*)(department=r*))                                    ; true
            (&(title=chief*)(department=x*))                                    ; false
            (|(title=x)(department=r*))                                         ; true
            (!(title=x))                                                        ; true
            (!(mail=ada@contoso.com))                                           ; true
            (&)                                                                 ; true
            (|)                                                                 ; false
            (userAccountControl>=9)                                             ; true
            (userAccountControl<=9)                                             ; false
            (userAccountControl>=66050)                                         ; true
            (groupType<=-1)                                                     ; true
            (accountExpires>=9223372036854775807)                               ; true
            (accountExpires>=99999999999999999999)                              ; false
            (title>=Chef)                                                       ; true
            (title<=a)                                                          ; false
            (userAccountControl:1.2.840.113556.1.4.803:=2)                      ; true
            (userAccountControl:1.2.840.113556.1.4.803:=3)                      ; false
            (userAccountControl:1.2.840.113556.1.4.804:=3)                      ; true
            (userAccountControl:1.2.840.113556.1.4.804:=1)                      ; false
            (userAccountControl:1.2.840.113556.1.4.803:=0)                      ; true
            (userAccountControl:1.2.840.113556.1.4.804:=0)                      ; false
            (groupType:1.2.840.113556.1.4.803:=2147483648)                      ; true
            (!(userAccountControl:1.2.840.113556.1.4.803:=2))                   ; false
            (mail:1.2.840.113556.1.4.803:=0)                                    ; false
            (title:=chief engineer)                                             ; true
            (manager=00000000-0000-0000-0000-0000000000AA)                      ; true
            (manager={00000000-0000-0000-0000-0000000000aa})                    ; true
            (manager=*)                                                         ; true
            (objectSid=s-1-5-21-1-2-3-1104)                                     ; true
            (thumbnailPhoto=*)                                                  ; true
            """)
    void a_filter_is_evaluated_on_an_image(String filter, boolean matches) {
        assertThat(ImageFilter.parse(filter).matches(ADA)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(employeeID>=100)",
                "(employeeID<=100)",
                "(employeeID:1.2.840.113556.1.4.803:=2)",
                "(employeeID:1.2.840.113556.1.4.804:=2)",
                "(|(employeeID>=100)(title=x))",
                "(&(employeeID>=100)(title=*))"
            })
    void what_cannot_be_compared_is_no_match_under_a_not_either(String filter) {
        assertThat(ImageFilter.parse(filter).matches(ADA)).isFalse();
        assertThat(ImageFilter.parse("(!" + filter + ")").matches(ADA)).isFalse();
    }

    @Test
    void what_cannot_be_compared_does_not_hide_what_can() {
        assertThat(ImageFilter.parse("(|(employeeID>=100)(title=*))").matches(ADA))
                .isTrue();
        assertThat(ImageFilter.parse("(!(&(employeeID>=100)(title=x)))").matches(ADA))
                .isTrue();
        assertThat(ImageFilter.parse("(employeeID>=100)").matches(image(Map.of("employeeID", List.of("many", "200")))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (memberOf=CN=Staff,DC=contoso,DC=com)         | (memberOf=CN=Staff,DC=contoso,DC=com): memberOf is computed by the directory, which does not tell its changes; name the groups of a service under services, and select a scope by another attribute
            (&(mail=*)(!(MEMBEROF=*)))                    | (MEMBEROF=*): MEMBEROF is computed by
            (memberOf:1.2.840.113556.1.4.1941:=CN=Staff)  | memberOf is computed by
            (title:1.2.840.113556.1.4.1941:=x)            | the matching rule 1.2.840.113556.1.4.1941 is not known here; use 1.2.840.113556.1.4.803 (all bits) or
            (cn:caseExactMatch:=Ada)                      | the matching rule caseExactMatch is not known here; use
            (ou:dn:=Staff)                                | :dn: looks at names; select places by directory.roots and scope.exclude
            (:caseExactMatch:=Ada)                        | a matching rule needs an attribute; name the attribute before the colon
            (distinguishedName=*DC=com)                   | distinguishedName changes without the user being touched; select places by
            (title~=chief)                                | every directory means something else by ~=; use = with or without *
            (lastLogon>=1)                                | lastLogon is computed by each domain controller
            (unicodePwd=*)                                | unicodePwd is a credential, which is never read; select by another attribute
            (objectCategory=person)                       | objectCategory is not kept of users; leave it out: only users are looked at
            (anr=ada)                                     | anr stands for several attributes; write them out
            (manager=CN=Grace,DC=contoso,DC=com)          | manager is known by objectGUID, not by name; write the objectGUID
            (manager=CN=*)                                | manager identifies an object and has no order or parts; use = or =*
            (objectSid=\\01\\05)                          | objectSid is compared as text; write it as S-1-5-…
            (objectGUID=\\ff\\19\\96\\6f)                 | objectGUID is compared with octets; write text
            (objectSid>=S-1-5)                            | objectSid identifies an object and has no order or parts; use = or =*
            (thumbnailPhoto=x)                            | thumbnailPhoto is no text; ask whether it is there: (thumbnailPhoto=*)
            (userAccountControl:1.2.840.113556.1.4.803:=disabled) | bits are given as a number; write it in decimal digits
            (mail=)                                       | an empty value is compared with; for users who have none, write (!(mail=*))
            (cn;lang-de=Ada)                              | cn;lang-de is no plain attribute name; use the LDAP display name without options
            (2.5.4.3=Ada)                                 | 2.5.4.3 is no plain attribute name
            (title=x                                      | text that is no LDAP filter (RFC 4515):
            ((title=x))                                   | text that is no LDAP filter (RFC 4515):
            title                                         | text that is no LDAP filter (RFC 4515):
            """)
    void what_cannot_be_evaluated_is_refused_with_the_construct_and_a_remedy(String filter, String complaint) {
        assertThatThrownBy(() -> ImageFilter.parse(filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void its_attributes_are_known_in_any_letter_case_and_once() {
        ImageFilter filter = ImageFilter.parse("(&(mail=*)(!(Title=x))(|(title=a*)(employeeID>=1)))");

        assertThat(filter.attributes()).containsExactly("employeeID", "mail", "Title");
        assertThat(filter.attributes().contains("MAIL")).isTrue();
    }

    @Test
    void it_is_written_as_it_was_read_and_equals_what_is_written_alike() {
        assertThat(ImageFilter.parse(" (mail=*) ")).hasToString("(mail=*)").isEqualTo(ImageFilter.parse("(mail=*)"));
        assertThat(ImageFilter.parse("(mail=*)")).isNotEqualTo(ImageFilter.parse("(title=*)"));
    }

    @Test
    void random_filters_agree_with_the_library_s_own_evaluation() throws LDAPException, LDIFException {
        Schema schema = schema();
        Random random = new Random(20261126);
        int matched = 0;
        for (int round = 0; round < 20_000; round++) {
            Map<String, List<String>> values = values(random);
            String text = filter(random, 3).toString();

            boolean ours = ImageFilter.parse(text).matches(image(values));

            assertThat(ours)
                    .as("%s on %s", text, values)
                    .isEqualTo(Filter.create(text).matchesEntry(entry(values), schema));
            matched += ours ? 1 : 0;
        }
        assertThat(matched).isBetween(5_000, 15_000);
    }

    private static Schema schema() throws LDAPException, LDIFException {
        return new Schema(new Entry(
                "dn: cn=schema",
                "objectClass: top",
                "cn: schema",
                "attributeTypes: ( 1.1.1 NAME 'userAccountControl' EQUALITY integerMatch ORDERING integerOrderingMatch"
                        + " SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )",
                "attributeTypes: ( 1.1.2 NAME 'primaryGroupID' EQUALITY integerMatch ORDERING integerOrderingMatch"
                        + " SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )"));
    }

    private static Filter filter(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 8);
        return switch (kind) {
            case 5 -> Filter.createANDFilter(filters(random, depth - 1));
            case 6 -> Filter.createORFilter(filters(random, depth - 1));
            case 7 -> Filter.createNOTFilter(filter(random, depth - 1));
            default -> random.nextInt(3) == 0 ? onNumber(random, kind) : onText(random, kind);
        };
    }

    private static List<Filter> filters(Random random, int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(part -> filter(random, depth))
                .toList();
    }

    private static Filter onNumber(Random random, int kind) {
        String attribute = NUMBERS.get(random.nextInt(NUMBERS.size()));
        String value = String.valueOf(random.nextInt(-20, 120));
        return switch (kind) {
            case 0 -> Filter.createPresenceFilter(attribute);
            case 1, 2 -> Filter.createGreaterOrEqualFilter(attribute, value);
            case 3 -> Filter.createLessOrEqualFilter(attribute, value);
            default -> Filter.createEqualityFilter(attribute, value);
        };
    }

    private static Filter onText(Random random, int kind) {
        String attribute = TEXTS.get(random.nextInt(TEXTS.size()));
        return switch (kind) {
            case 0 -> Filter.createPresenceFilter(attribute);
            case 1 -> Filter.createEqualityFilter(attribute, text(random));
            case 2 -> Filter.createGreaterOrEqualFilter(attribute, "a" + text(random));
            case 3 -> Filter.createLessOrEqualFilter(attribute, "b" + text(random));
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> Filter.createSubInitialFilter(attribute, text(random));
                    case 1 -> Filter.createSubFinalFilter(attribute, text(random));
                    case 2 -> Filter.createSubAnyFilter(attribute, text(random), text(random));
                    default ->
                        Filter.createSubstringFilter(
                                attribute, text(random), new String[] {text(random)}, text(random));
                };
        };
    }

    private static Map<String, List<String>> values(Random random) {
        Map<String, List<String>> values = new HashMap<>();
        for (String attribute : TEXTS) {
            List<String> texts = new ArrayList<>();
            for (int count = random.nextInt(3); count > 0; count--) {
                texts.add(text(random) + text(random));
            }
            values.put(attribute, texts);
        }
        for (String attribute : NUMBERS) {
            values.put(attribute, random.nextInt(4) == 0 ? List.of() : List.of("" + random.nextInt(-20, 120)));
        }
        return values;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.toString().isBlank()) {
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return text.toString();
    }

    private static Entry entry(Map<String, List<String>> values) {
        Entry entry = new Entry("CN=Ada,DC=contoso,DC=com");
        values.forEach((name, texts) -> {
            if (!texts.isEmpty()) {
                entry.addAttribute(name, texts);
            }
        });
        return entry;
    }

    private static Image image(Map<String, List<String>> values) {
        return Image.of(new Container(GUID, GUID, "CN=Ada"), "CN=Ada,DC=contoso,DC=com", 1, values);
    }
}
