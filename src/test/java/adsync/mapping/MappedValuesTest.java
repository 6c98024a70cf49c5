package adsync.mapping;

import static adsync.mapping.Ada.ENTERPRISE;
import static adsync.mapping.Ada.EXTENSION;
import static adsync.mapping.Ada.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.scim.ScimDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as directories really hold them. */
class MappedValuesTest {

    private static final Mapping STANDARD = Mapping.standard(MappingOptions.standard());

    @ParameterizedTest
    @CsvSource({
        "512,   0,                   true",
        "514,   0,                   false",
        "66050, 0,                   false",
        "512,   9223372036854775807, true",
        "512,   '',                  true",
        "-512,  0,                   true",
        "512,   garbage,             true",
        "garbage, 0,                 false",
        "512,   -5,                  true"
    })
    void active_is_neither_disabled_nor_expired(String flags, String expires, boolean active) {
        Map<String, List<String>> attributes = Ada.attributes();
        attributes.put("userAccountControl", List.of(flags));
        attributes.put("accountExpires", List.of(expires));

        Image image = Ada.image("CN=Ada,DC=contoso,DC=com", attributes);

        assertThat(Ada.resource(STANDARD, image).values()).containsEntry("active", active);
    }

    @Test
    void an_account_expires_at_its_instant_and_not_before() {
        Image image = Ada.with("accountExpires", Ada.fileTime("2026-11-25T12:00:00Z"));

        assertThat(active(image, NOON.minusMillis(1))).isTrue();
        assertThat(active(image, NOON)).isFalse();
        assertThat(STANDARD.expiry(image)).contains(NOON);
        assertThat(STANDARD.expiry(Ada.with("accountExpires", "0"))).isEmpty();
        assertThat(STANDARD.expiry(Ada.with("accountExpires"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "132537600000000000,  2020-12-30T00:00:00Z",
        "132537600019999999,  2020-12-30T00:00:01Z",
        "1,                   1601-01-01T00:00:00Z",
        "0,                   ",
        "9223372036854775807, ",
        "9223372036854775806, ",
        "-1,                  ",
        "99999999999999999999,",
        "'',                  ",
        "2026-01-01,          "
    })
    void a_file_time_is_an_instant_and_never_is_no_time(String steps, String instant) {
        Object value = Ada.resource(STANDARD, Ada.with("accountExpires", steps))
                .values()
                .get(EXTENSION + "accountExpires");

        assertThat(value).isEqualTo(instant);
    }

    @Test
    void times_do_not_depend_on_where_the_process_runs() {
        TimeZone here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(value(Ada.image(), EXTENSION + "passwordLastSet")).isEqualTo("2026-01-31T12:00:00Z");
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void a_password_that_must_be_changed_has_no_date() {
        Image image = Ada.with("pwdLastSet", "0");

        assertThat(Ada.resource(STANDARD, image).values())
                .containsEntry(EXTENSION + "mustChangePassword", true)
                .doesNotContainKey(EXTENSION + "passwordLastSet");
    }

    @Test
    void a_user_without_principal_name_signs_in_with_the_domain_of_its_place() {
        Image image = Ada.image(
                "CN=Adler\\, Ada\\\\,OU=DC\\=x,DC=Corp,DC=contoso,DC=com", Map.of("sAMAccountName", List.of("ada")));

        assertThat(value(image, "userName")).isEqualTo("ada@corp.contoso.com");
    }

    @Test
    void an_account_whose_state_is_not_there_counts_as_disabled() {
        Image image = Ada.image("CN=Ada,DC=contoso,DC=com", Map.of("userPrincipalName", List.of("ada@contoso.com")));

        assertThat(value(image, "active")).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=Ada", "", "not a name", "CN=Ada,O=Contoso"})
    void a_user_without_any_login_is_refused_with_the_cause(String dn) {
        Image image = Ada.image(
                dn,
                Map.of(
                        "sAMAccountName",
                        List.of("ada"),
                        "userPrincipalName",
                        List.of(" \t"),
                        "userAccountControl",
                        List.of("512")));

        Mapped mapped = STANDARD.resource(image, Optional.empty(), NOON);

        assertThat(mapped)
                .isEqualTo(new Mapped.Refused(
                        "has no login: nothing usable in userPrincipalName and sAMAccountName", List.of()));
    }

    @Test
    void the_order_of_the_addresses_changes_nothing_but_their_letter_case_does() {
        Image one = Ada.with("proxyAddresses", "SMTP:a@x.com", "smtp:b@x.com", "smtp:c@x.com");
        Image other = Ada.with("proxyAddresses", "smtp:c@X.COM", "smtp:b@x.com", "SMTP:a@x.com");
        Image swapped = Ada.with("proxyAddresses", "smtp:a@x.com", "SMTP:b@x.com", "smtp:c@x.com");

        assertThat(digests(other)).isEqualTo(digests(one));
        assertThat(value(swapped, "emails"))
                .isEqualTo(List.of(Map.of("type", "work", "value", "b@x.com", "primary", true)));
        assertThat(value(swapped, EXTENSION + "aliases")).isEqualTo(List.of("a@x.com", "c@x.com"));
    }

    @Test
    void the_same_address_in_two_letter_cases_is_one_alias() {
        Image image = Ada.with("proxyAddresses", "SMTP:a@x.com", "smtp:A@x.com", "smtp:b@x.com", "smtp:B@x.com");

        assertThat((List<?>) value(image, EXTENSION + "aliases")).hasSize(1);
    }

    @Test
    void mail_stands_in_where_there_is_no_primary_address() {
        Image image = Ada.with("proxyAddresses", "smtp:b@x.com", "c@x.com");

        assertThat(value(image, "emails"))
                .isEqualTo(List.of(Map.of("type", "work", "value", "ada.old@contoso.com", "primary", true)));
        assertThat(value(image, EXTENSION + "aliases")).isEqualTo(List.of("b@x.com", "c@x.com"));
    }

    @Test
    void of_two_primary_addresses_the_second_becomes_an_alias_and_is_noted() {
        Image image = Ada.with("proxyAddresses", "SMTP:b@x.com", "SMTP:a@x.com");

        assertThat(value(image, "emails"))
                .isEqualTo(List.of(Map.of("type", "work", "value", "a@x.com", "primary", true)));
        assertThat(value(image, EXTENSION + "aliases")).isEqualTo(List.of("b@x.com"));
        assertThat(notes(image)).anyMatch(note -> note.reason().contains("2 primary SMTP addresses"));
    }

    @ParameterizedTest
    @CsvSource({
        "mail,              emails[type eq \"work\"],                ada at contoso",
        "c,                 addresses[type eq \"work\"].country,     Germany",
        "c,                 addresses[type eq \"work\"].country,     XX",
        "preferredLanguage, preferredLanguage,                       Deutsch_!",
        "wWWHomePage,       profileUrl,                              www.contoso.com",
        "wWWHomePage,       profileUrl,                              javascript:alert(1)",
        "wWWHomePage,       profileUrl,                              https://with blank/",
        "msExchHideFromAddressLists, extension:hideFromAddressLists, yes",
        "msExchRecipientTypeDetails, extension:recipientType,        64",
        "pwdLastSet,        extension:passwordLastSet,               yesterday",
        "accountExpires,    extension:accountExpires,                -1",
        "userAccountControl, active,                                 many"
    })
    void an_unusable_value_is_left_out_and_noted_and_the_rest_is_kept(String attribute, String path, String value) {
        Map<String, List<String>> attributes = Ada.attributes();
        attributes.remove("proxyAddresses");
        attributes.put(attribute, List.of(value));
        Image image = Ada.image("CN=Ada,DC=contoso,DC=com", attributes);

        assertThat(notes(image))
                .anyMatch(note -> note.path().equals(path) && note.attribute().equals(attribute));
        assertThat(notes(image)).noneMatch(note -> note.reason().contains(value));
        assertThat(value(image, "displayName")).isEqualTo("Ada Adler");
    }

    @Test
    void the_language_of_the_mailbox_stands_in_for_the_locale_only() {
        Image image = Ada.with("preferredLanguage");

        assertThat(value(image, "locale")).isEqualTo("en-GB");
        assertThat(value(image, "preferredLanguage")).isNull();
    }

    @Test
    void texts_are_trimmed_and_lose_what_cannot_be_printed() {
        assertThat(value(Ada.with("title", " Chief\r\nEngineer\u0000\u0085\uD800 "), "title"))
                .isEqualTo("Chief Engineer");
        assertThat(value(Ada.with("title", "Ingénieure 🚀"), "title")).isEqualTo("Ingénieure 🚀");
        assertThat(value(Ada.with("title", " \u0001 "), "title")).isNull();
        assertThat(value(Ada.with("title", ""), "title")).isNull();
    }

    @Test
    void a_megabyte_of_description_is_left_out_and_noted() {
        Image image = Ada.with("description", "x".repeat(1 << 20));

        assertThat(value(image, EXTENSION + "description")).isNull();
        assertThat(notes(image)).anyMatch(note -> note.reason().equals("is longer than 4096 characters"));
    }

    @Test
    void the_common_name_stands_in_for_the_display_name_and_only_then_formats_the_name() {
        Image image = Ada.with("displayName");

        assertThat(value(image, "displayName")).isEqualTo("Ada Adler");
        assertThat(value(image, "name.formatted")).isEqualTo("Ada Adler");
        assertThat(value(Ada.image(), "name.formatted")).isNull();
    }

    @Test
    void the_sip_address_of_the_phone_system_stands_in() {
        Image image = Ada.with("proxyAddresses", "smtp:a@x.com");

        assertThat(value(image, EXTENSION + "sipAddress")).isEqualTo("ada@lync.contoso.com");
    }

    @Test
    void an_employee_number_stands_in_for_the_employee_id() {
        assertThat(value(Ada.with("employeeID", " "), ENTERPRISE + "employeeNumber"))
                .isEqualTo("4711");
    }

    @Test
    void a_photo_beyond_the_limit_is_left_out_and_noted() {
        Mapping mapping = Ada.mapping(Map.of("photos[type eq \"thumbnail\"]", Choice.Switch.ON));

        Mapped mapped = mapping.resource(Ada.with("thumbnailPhoto", "A".repeat(200_000)), Optional.empty(), NOON);

        assertThat(((Mapped.User) mapped).resource().values()).doesNotContainKey("photos");
        assertThat(mapped.notes()).anyMatch(note -> note.reason().equals("is larger than 100 KiB"));
    }

    @Test
    void no_value_of_any_attribute_makes_it_fail() {
        Random random = new Random(20261125);
        Map<String, Choice> everything = new HashMap<>();
        MappingOptions.paths().stream()
                .filter(path -> MappingOptions.complaint(MappingOptions.EXTENSION, path, Choice.Switch.ON)
                        .isEmpty())
                .forEach(path -> everything.put(path, Choice.Switch.ON));
        Mapping mapping = Ada.mapping(everything);

        for (int round = 0; round < 500; round++) {
            Map<String, List<String>> attributes = Ada.attributes();
            for (String attribute : mapping.attributes()) {
                if (random.nextInt(4) == 0) {
                    attributes.put(attribute, garbage(random));
                }
            }
            Mapped mapped = mapping.resource(Ada.image(garbage(random).toString(), attributes), Optional.empty(), NOON);

            assertThat(mapped.notes()).doesNotContainNull();
        }
    }

    private static List<String> garbage(Random random) {
        List<String> pieces = List.of(
                "",
                " ",
                "0",
                "-1",
                "9223372036854775807",
                ":",
                "SMTP:",
                "smtp:@",
                "SIP:x@",
                "@",
                "a@b",
                "=",
                "\\",
                "DC=",
                "http://",
                "https://[",
                "TRUE",
                "de-",
                "\uD800",
                "\u0000",
                "\n",
                "ü",
                "x".repeat(5_000));
        List<String> values = new ArrayList<>();
        for (int count = random.nextInt(4); count >= 0; count--) {
            StringBuilder value = new StringBuilder();
            for (int parts = random.nextInt(4); parts >= 0; parts--) {
                value.append(pieces.get(random.nextInt(pieces.size())));
            }
            values.add(value.toString());
        }
        return values;
    }

    private static boolean active(Image image, Instant now) {
        Mapped mapped = STANDARD.resource(image, Optional.empty(), now);
        return Boolean.TRUE.equals(((Mapped.User) mapped).resource().values().get("active"));
    }

    private static @Nullable Object value(Image image, String path) {
        return Ada.resource(STANDARD, image).values().get(path);
    }

    private static Map<String, String> digests(Image image) {
        return ScimDigest.of(Ada.resource(STANDARD, image));
    }

    private static List<MappingNote> notes(Image image) {
        return STANDARD.resource(image, Optional.empty(), NOON).notes();
    }
}
