package adsync.mapping;

import static adsync.mapping.Ada.ENTERPRISE;
import static adsync.mapping.Ada.EXTENSION;
import static adsync.mapping.Ada.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.scim.ScimResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MappingTest {

    private final Mapping standard = Mapping.standard(MappingOptions.standard());

    static Stream<Arguments> rows() {
        return Stream.of(account(), mail(), places(), work()).flatMap(part -> part);
    }

    private static Stream<Arguments> account() {
        return Stream.of(
                Arguments.of("externalId", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                Arguments.of("userName", "ada@contoso.com"),
                Arguments.of("active", true),
                Arguments.of(EXTENSION + "samAccountName", "ada"),
                Arguments.of(EXTENSION + "objectSid", "S-1-5-21-1-2-3-1104"),
                Arguments.of(EXTENSION + "accountExpires", "2030-01-01T00:00:00Z"),
                Arguments.of(EXTENSION + "passwordLastSet", "2026-01-31T12:00:00Z"),
                Arguments.of(EXTENSION + "mustChangePassword", false),
                Arguments.of("displayName", "Ada Adler"),
                Arguments.of("name.givenName", "Ada"),
                Arguments.of("name.familyName", "Adler"),
                Arguments.of("name.middleName", "Byron"),
                Arguments.of("name.honorificPrefix", "Dr."),
                Arguments.of("name.honorificSuffix", "Jr."),
                Arguments.of(EXTENSION + "initials", "AA"),
                Arguments.of("title", "Engineer"),
                Arguments.of("userType", "Employee"));
    }

    private static Stream<Arguments> mail() {
        return Stream.of(
                Arguments.of(
                        "emails", List.of(Map.of("type", "work", "value", "Ada.Adler@contoso.com", "primary", true))),
                Arguments.of(EXTENSION + "aliases", List.of("aa@contoso.com", "ada@contoso.de")),
                Arguments.of(EXTENSION + "sipAddress", "ada@sip.contoso.com"),
                Arguments.of(EXTENSION + "mailNickname", "ada.adler"),
                Arguments.of(EXTENSION + "targetAddress", "SMTP:ada@contoso.mail.onmicrosoft.com"),
                Arguments.of(EXTENSION + "hideFromAddressLists", true),
                Arguments.of(EXTENSION + "recipientType", "RemoteUserMailbox"));
    }

    private static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(
                        "phoneNumbers",
                        List.of(
                                Map.of("type", "fax", "value", "+49 30 2"),
                                Map.of("type", "home", "value", "+49 30 4"),
                                Map.of("type", "mobile", "value", "+49 171 1"),
                                Map.of("type", "other", "value", "+49 30 5"),
                                Map.of("type", "pager", "value", "+49 30 3"),
                                Map.of("type", "work", "value", "+49 30 1", "primary", true))),
                Arguments.of(
                        "addresses",
                        List.of(Map.of(
                                "type", "work",
                                "streetAddress", "Unter den Linden 1\nHinterhaus",
                                "locality", "Berlin",
                                "region", "BE",
                                "postalCode", "10117",
                                "country", "DE",
                                "formatted",
                                        "Unter den Linden 1\nHinterhaus\nPostfach 7\n10117 Berlin\nBE\nGermany"))));
    }

    private static Stream<Arguments> work() {
        return Stream.of(
                Arguments.of(EXTENSION + "officeLocation", "B 2.04"),
                Arguments.of(ENTERPRISE + "department", "Research"),
                Arguments.of(ENTERPRISE + "division", "Europe"),
                Arguments.of(ENTERPRISE + "organization", "Contoso"),
                Arguments.of(ENTERPRISE + "employeeNumber", "E-7"),
                Arguments.of(ENTERPRISE + "manager", Map.of("value", "provider-id-of-grace")),
                Arguments.of("entitlements", List.of(Map.of("value", "mailbox"), Map.of("value", "sharepoint"))),
                Arguments.of(EXTENSION + "services", List.of("mailbox", "sharepoint")),
                Arguments.of("preferredLanguage", "de-DE"),
                Arguments.of("locale", "de-DE"),
                Arguments.of("profileUrl", "https://contoso.com/~ada"),
                Arguments.of(EXTENSION + "description", "First line\nsecond line"),
                Arguments.of(EXTENSION + "notes", "likes engines"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_row_of_the_standard_table_gives_its_value(String path, Object value) {
        assertThat(ada().values()).containsEntry(path, value);
    }

    @Test
    void there_is_no_row_that_no_test_knows() {
        assertThat(ada().values().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        rows().map(row -> (String) row.get()[0]).toList());
    }

    @Test
    void a_complete_user_gives_no_note_but_the_one_about_its_two_addresses() {
        Mapped mapped = standard.resource(Ada.image(), Optional.of("provider-id-of-grace"), NOON);

        assertThat(mapped.notes())
                .containsExactly(new MappingNote(
                        "emails[type eq \"work\"]",
                        "mail",
                        "differs from the primary SMTP address of proxyAddresses, which is taken"));
    }

    @Test
    void what_is_off_by_default_can_be_switched_on() {
        Mapping mapping = Ada.mapping(Map.of(
                "extension:distinguishedName", Choice.Switch.ON,
                "extension:lockedOut", Choice.Switch.ON,
                "extension:legacyAddresses", Choice.Switch.ON,
                "emails[type eq \"other\"]", Choice.Switch.ON,
                "ims[type eq \"sip\"]", Choice.Switch.ON,
                "addresses[type eq \"other\"].formatted", Choice.Switch.ON,
                "photos[type eq \"thumbnail\"]", Choice.Switch.ON,
                "x509Certificates", Choice.Switch.ON,
                "extension:extensionAttribute4", Choice.Switch.ON));

        Map<String, Object> values = Ada.resource(mapping, Ada.image()).values();

        assertThat(values)
                .containsEntry(EXTENSION + "distinguishedName", "CN=Ada Adler,OU=Staff,DC=contoso,DC=com")
                .containsEntry(EXTENSION + "lockedOut", true)
                .containsEntry(EXTENSION + "legacyAddresses", List.of("x400:C=DE;S=Adler", "X500:/o=Contoso/cn=ada"))
                .containsEntry(
                        "emails",
                        List.of(
                                Map.of("type", "other", "value", "aa@contoso.com"),
                                Map.of("type", "work", "value", "Ada.Adler@contoso.com", "primary", true)))
                .containsEntry("ims", List.of(Map.of("type", "sip", "value", "ada@sip.contoso.com")))
                .containsEntry(
                        "photos", List.of(Map.of("type", "thumbnail", "value", "data:image/jpeg;base64,/9j/4AAQ")))
                .containsEntry("x509Certificates", List.of(Map.of("value", "MIIB"), Map.of("value", "MIIC")))
                .containsEntry(EXTENSION + "extensionAttribute4", "four");
        assertThat(values.get("addresses"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of("type", "other", "formatted", "B 2.04"));
    }

    @Test
    void a_row_takes_another_attribute_and_a_new_one_is_made() {
        Mapping mapping = Ada.mapping(Map.of(
                "userName", new Choice.Attribute("mail"),
                "emails[type eq \"work\"]", new Choice.Attribute("userPrincipalName"),
                "enterprise:costCenter", new Choice.Attribute("extensionAttribute4"),
                "extension:badge", new Choice.Attribute("employeeNumber"),
                "title", Choice.Switch.OFF));

        Map<String, Object> values = Ada.resource(mapping, Ada.image()).values();

        assertThat(values)
                .containsEntry("userName", "ada.old@contoso.com")
                .containsEntry("emails", List.of(Map.of("type", "work", "value", "ada@contoso.com", "primary", true)))
                .containsEntry(ENTERPRISE + "costCenter", "four")
                .containsEntry(EXTENSION + "badge", "4711")
                .doesNotContainKey("title");
        assertThat(mapping.attributes()).contains("extensionattribute4").doesNotContain("title");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            FIRST    | extensionAttribute9 employeeID employeeNumber | E-7
            FIRST    | extensionAttribute9                           | none
            LOWER    | employeeID                                    | e-7
            UPPER    | sAMAccountName                                | ADA
            LOCAL    | userPrincipalName                             | ada
            DOMAIN   | userPrincipalName                             | contoso.com
            DOMAIN   | employeeID                                    | none
            LOCAL    | extensionAttribute9                           | none
            JOIN     | givenName middleName sn                       | Ada-Byron-Adler
            JOIN     | extensionAttribute9 sn                        | Adler
            JOIN     | extensionAttribute9                           | none
            CONSTANT | Contoso                                       | Contoso
            """)
    void a_row_takes_what_is_made_of_attributes(String kind, String words, @Nullable String value) {
        Mapping mapping = Ada.mapping(Map.of("nickName", transform(kind, words)));

        assertThat(Ada.resource(mapping, Ada.image()).values().get("nickName")).isEqualTo(value);
    }

    private static Transform transform(String kind, String words) {
        List<String> names = List.of(words.split(" ", -1));
        return switch (kind) {
            case "FIRST" -> new Transform.First(names);
            case "JOIN" -> new Transform.Join(names, "-");
            case "CONSTANT" -> new Transform.Constant(words);
            default -> new Transform.Applied(Transform.Operation.valueOf(kind), words);
        };
    }

    @Test
    void what_is_made_must_be_of_the_row_s_form_and_is_noted_otherwise() {
        Mapping mapping = Ada.mapping(Map.of(
                "emails[type eq \"work\"]", new Transform.Applied(Transform.Operation.LOCAL, "mail"),
                "nickName", new Transform.Applied(Transform.Operation.DOMAIN, "sn"),
                "timezone", new Transform.Join(List.of("description", "info"), "x".repeat(5000))));

        Mapped mapped = mapping.resource(Ada.image(), Optional.empty(), NOON);

        assertThat(((Mapped.User) mapped).resource().values()).doesNotContainKeys("emails", "nickName", "timezone");
        assertThat(mapped.notes())
                .contains(
                        new MappingNote("emails[type eq \"work\"]", "mail", "is not a mail address"),
                        new MappingNote("nickName", "sn", "has no @"),
                        new MappingNote("timezone", "description and info", "is longer than 4096 characters"));
    }

    @Test
    void what_a_transform_needs_is_read_from_the_directory() {
        Mapping mapping = Ada.mapping(Map.of(
                "nickName", new Transform.Join(List.of("extensionAttribute1", "extensionAttribute2"), " "),
                "timezone", new Transform.Constant("Europe/Berlin"),
                "extension:badge", new Transform.Applied(Transform.Operation.LOWER, "extensionAttribute3")));

        assertThat(mapping.attributes()).contains("extensionAttribute1", "extensionAttribute2", "extensionAttribute3");
    }

    @Test
    void whoever_loses_the_last_service_has_none_of_the_lists() {
        assertThat(Ada.resource(standard, Ada.with(Image.SERVICES)).values())
                .doesNotContainKeys("entitlements", EXTENSION + "services");
        assertThat(standard.multiValued("entitlements")).isTrue();
        assertThat(standard.multiValued(EXTENSION + "services")).isTrue();
        assertThat(standard.attributes()).doesNotContain(Image.SERVICES);
    }

    @Test
    void without_services_what_the_provider_has_of_them_is_none_of_our_business() {
        MappingOptions options = new MappingOptions(
                MappingOptions.EXTENSION, new TreeMap<>(Map.of(EXTENSION + "services", Choice.Switch.ON)));

        assertThat(Mapping.standard(options).maps(EXTENSION + "services")).isTrue();
        assertThat(Mapping.standard(options.withoutServices()).maps(EXTENSION + "services"))
                .isFalse();
        assertThat(Mapping.standard(options.withoutServices()).maps("entitlements"))
                .isFalse();
    }

    @Test
    void another_schema_takes_our_own_attributes() {
        String hosting = "urn:ietf:params:scim:schemas:extension:hosting:2.0:User";
        Mapping mapping = Mapping.standard(
                new MappingOptions(hosting, new TreeMap<>(Map.of(hosting + ":notes", Choice.Switch.OFF))));

        assertThat(Ada.resource(mapping, Ada.image()).values())
                .containsEntry(hosting + ":samAccountName", "ada")
                .doesNotContainKey(hosting + ":notes");
        assertThat(mapping.multiValued(hosting + ":aliases")).isTrue();
    }

    @Test
    void the_directory_is_asked_for_what_the_rows_need_and_nothing_else() {
        assertThat(standard.attributes())
                .contains("userPrincipalName", "proxyAddresses", "accountExpires", "manager", "cn")
                .doesNotContain(
                        "thumbnailPhoto", "lockoutTime", "userCertificate", "objectGUID", "extensionAttribute1");
    }

    @Test
    void lists_are_known_even_where_their_rows_are_off() {
        assertThat(List.of("emails", "phoneNumbers", "addresses", "ims", "photos", "x509Certificates"))
                .allMatch(standard::multiValued);
        assertThat(List.of(EXTENSION + "aliases", EXTENSION + "legacyAddresses"))
                .allMatch(standard::multiValued);
        assertThat(List.of("title", "name.givenName", ENTERPRISE + "manager", "active"))
                .noneMatch(standard::multiValued);
    }

    @Test
    void a_manager_that_the_provider_does_not_have_yet_is_left_out() {
        Mapped mapped = standard.resource(Ada.image(), Optional.empty(), NOON);

        assertThat(((Mapped.User) mapped).resource().values()).doesNotContainKey(ENTERPRISE + "manager");
        assertThat(standard.manager(Ada.image())).contains(ObjectGuid.parse("00000000-0000-0000-0000-0000000000aa"));
    }

    @Test
    void no_manager_is_named_where_there_is_none_or_nobody_wants_it() {
        Mapping without = Ada.mapping(Map.of("enterprise:manager", Choice.Switch.OFF));

        assertThat(without.manager(Ada.image())).isEmpty();
        assertThat(standard.manager(Ada.with("manager"))).isEmpty();
        assertThat(standard.manager(Ada.with("manager", "CN=Grace,DC=contoso,DC=com")))
                .isEmpty();
    }

    @Test
    void the_fingerprint_tells_mappings_apart() {
        List<String> fingerprints = Stream.of(
                        standard,
                        Ada.mapping(Map.of("title", Choice.Switch.OFF)),
                        Ada.mapping(Map.of("title", new Choice.Attribute("description"))),
                        Ada.mapping(Map.of("title", new Transform.First(List.of("description", "info")))),
                        Ada.mapping(Map.of("title", new Transform.Applied(Transform.Operation.LOWER, "description"))),
                        Ada.mapping(Map.of("title", new Transform.Applied(Transform.Operation.UPPER, "description"))),
                        Ada.mapping(Map.of("title", new Transform.Join(List.of("description", "info"), " "))),
                        Ada.mapping(Map.of("title", new Transform.Join(List.of("description", "info"), "-"))),
                        Ada.mapping(Map.of("title", new Transform.Constant("description"))),
                        Mapping.standard(MappingOptions.standard().withoutServices()),
                        Mapping.standard(new MappingOptions(
                                "urn:ietf:params:scim:schemas:extension:hosting:2.0:User", new TreeMap<>())))
                .map(Mapping::fingerprint)
                .toList();

        assertThat(fingerprints).doesNotHaveDuplicates().allMatch(text -> text.matches("[0-9a-f]{16}"));
        assertThat(Mapping.standard(MappingOptions.standard()).fingerprint()).isEqualTo(fingerprints.getFirst());
    }

    /** As it was before there were transforms and services, so that an update does not send everybody anew. */
    @Test
    void the_fingerprint_of_the_standard_mapping_without_services_has_not_changed() {
        assertThat(Mapping.standard(MappingOptions.standard().withoutServices()).fingerprint())
                .isEqualTo("6555ad33e3e25435");
    }

    private ScimResource ada() {
        return Ada.resource(standard, Ada.image());
    }
}
