package adsync.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MappingOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            titel                              | mail            | is not a SCIM path that can be mapped
            emails[type eq "fax"]              | mail            | is not a SCIM path that can be mapped
            externalId                         | mail            | cannot be filled from another attribute: it can only be on or off
            active                             | off             | cannot be switched off: every account needs it
            userName                           | off             | cannot be switched off: every account needs it
            externalId                         | off             | cannot be switched off: every account needs it
            nickName                           | on              | has no standard attribute: name one
            extension:badge                    | on              | has no standard attribute: name one
            title                              | no such name    | must name a directory attribute, of letters, digits and hyphens
            title                              | unicodePwd      | must not be filled from a credential
            extension:laps                     | ms-Mcs-AdmPwd   | must not be filled from a credential
            entitlements                       | description     | cannot be filled from another attribute: it can only be on or off
            extension:logon                    | lastLogon       | cannot be filled from an attribute that the directory computes: its changes are not told
            extension:groups                   | memberOf        | cannot be filled from an attribute that the directory computes: its changes are not told
            """)
    void what_cannot_be_chosen_is_complained_about(String path, String choice, String complaint) {
        assertThat(MappingOptions.complaint(MappingOptions.EXTENSION, path, choice(choice)))
                .contains(complaint);
        assertThatThrownBy(
                        () -> new MappingOptions(MappingOptions.EXTENSION, new TreeMap<>(Map.of(path, choice(choice)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mapping: " + path + " " + complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phoneNumbers[type eq "home"]                                                | off
            phoneNumbers [ TYPE EQ "home" ]                                             | homePhone
            addresses[type eq "work"].region                                            | st
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter       | extensionAttribute1
            urn:ietf:params:scim:schemas:extension:adsync:2.0:User:badge                | employeeNumber
            extension:distinguishedName                                                 | on
            extension:lockedOut                                                         | on
            extension:legacyAddresses                                                   | on
            entitlements                                                                | off
            """)
    void what_can_be_chosen_is_accepted(String path, String choice) {
        assertThat(MappingOptions.complaint(MappingOptions.EXTENSION, path, choice(choice)))
                .isEmpty();
    }

    @Test
    void the_schema_of_our_own_attributes_is_within_the_namespace_that_all_providers_accept() {
        assertThat(MappingOptions.extensionComplaint("urn:contoso:User")).isPresent();
        assertThat(MappingOptions.extensionComplaint("")).isPresent();
        assertThat(MappingOptions.extensionComplaint(MappingOptions.EXTENSION)).isEmpty();
    }

    static Stream<Arguments> transforms() {
        String computed = "cannot be filled from an attribute that the directory computes: its changes are not told";
        return Stream.of(
                Arguments.of("active", new Transform.Constant("true"), "cannot be filled from another attribute: it"),
                Arguments.of("userName", new Transform.Constant("ada"), "must not be the same for every user"),
                Arguments.of("title", new Transform.Constant(" "), "must not be an empty constant"),
                Arguments.of(
                        "addresses[type eq \"work\"].country",
                        new Transform.Constant("Germany"),
                        "must not be this constant: it is not a two-letter country code of ISO 3166"),
                Arguments.of("title", new Transform.First(List.of()), "must name a directory attribute"),
                Arguments.of("title", new Transform.First(List.of("title", "memberOf")), computed),
                Arguments.of(
                        "title", new Transform.Join(List.of("title", "unicodePwd"), " "), "must not be filled from"),
                Arguments.of(
                        "title", new Transform.Applied(Transform.Operation.LOWER, "no name"), "must name a directory"),
                Arguments.of(
                        "extension:passwordLastSet",
                        new Transform.Applied(Transform.Operation.LOWER, "pwdLastSet"),
                        "is no text: it can only be filled from attributes as they are"),
                Arguments.of(
                        "photos[type eq \"thumbnail\"]",
                        new Transform.Join(List.of("jpegPhoto", "photo"), ""),
                        "is no text: it can only be filled from attributes as they are"));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void what_cannot_be_made_is_complained_about(String path, Transform transform, String complaint) {
        assertThat(MappingOptions.complaint(MappingOptions.EXTENSION, path, transform)
                        .orElse(""))
                .startsWith(complaint);
    }

    @Test
    void what_can_be_made_is_accepted() {
        assertThat(MappingOptions.complaint(
                        MappingOptions.EXTENSION,
                        "photos[type eq \"thumbnail\"]",
                        new Transform.First(List.of("jpegPhoto", "thumbnailPhoto"))))
                .isEmpty();
        assertThat(MappingOptions.complaint(
                        MappingOptions.EXTENSION, "userName", new Transform.Applied(Transform.Operation.LOWER, "mail")))
                .isEmpty();
    }

    private static Choice choice(String word) {
        return switch (word) {
            case "on" -> Choice.Switch.ON;
            case "off" -> Choice.Switch.OFF;
            default -> new Choice.Attribute(word);
        };
    }
}
