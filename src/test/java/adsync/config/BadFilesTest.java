package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are missing, unreadable, or something else; and mistakes beyond one line. */
class BadFilesTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_not_there_is_one_problem() {
        assertThatThrownBy(() -> Configuration.load(folder.resolve("nowhere.yaml"), Written.ENVIRONMENT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder + "/nowhere.yaml: expected a file, found none under this name; check the path");
    }

    @Test
    void a_folder_is_no_file() {
        assertThatThrownBy(() -> Configuration.load(folder, Written.ENVIRONMENT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder + ": expected a file that can be read, found a folder");
    }

    @Test
    void a_file_that_is_too_large_or_no_text_is_refused_before_it_is_parsed() throws IOException {
        assertThat(written().problems("#".repeat(300_000)))
                .containsExactly("adsync.yaml: expected a configuration file, found more than 256 KiB");
        Files.write(folder.resolve("adsync.yaml"), "organization: Bj\u00f6rn".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Configuration.load(written().file(), Written.ENVIRONMENT))
                .hasMessage(
                        folder + "/adsync.yaml: expected text in UTF-8, found other octets; save the file as UTF-8");
        assertThat(written().problems("organization: x\nlog: \u0001"))
                .containsExactly("adsync.yaml:2: expected printable text, found a control character");
    }

    @Test
    void a_list_or_a_text_is_no_configuration() {
        assertThat(written().problems("- a\n- b\n"))
                .containsExactly("adsync.yaml:1: expected keys and values, found a list");
        assertThat(written().problems("hunter2"))
                .containsExactly("adsync.yaml:1: expected keys and values, found text");
    }

    @Test
    void broken_yaml_is_told_without_the_text_around_it() {
        List<String> problems =
                written().problems(written().with("${env:ADSYNC_DIRECTORY_PASSWORD}", "hunter2: hunter3"));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("adsync.yaml:6: expected YAML, found something else: ")
                .endsWith("; values that contain braces, colons or hashes need quotes")
                .doesNotContain("hunter");
    }

    @Test
    void all_problems_are_told_at_once_in_the_order_of_the_lines() {
        String text = written()
                .with("contoso\n", "12\n")
                .replace("root:", "rooot:")
                .replace("https://", "gopher://")
                .replace("  user: contoso-sync\n", "");

        assertThat(written().problems(text))
                .extracting(problem -> problem.replaceAll(": expected.*", ""))
                .containsExactly(
                        "adsync.yaml:1: organization",
                        "adsync.yaml:2: directory.root",
                        "adsync.yaml:4: directory.rooot",
                        "adsync.yaml:7: provider.user",
                        "adsync.yaml:8: provider.url");
    }

    @Test
    void a_strange_key_neither_breaks_the_line_nor_fills_the_screen() {
        String text = Written.SHORTEST + "\"a\\nb" + "x".repeat(900) + "\": 1\n";

        assertThat(written().problems(text))
                .singleElement()
                .asString()
                .startsWith("adsync.yaml:11: a?bxxx")
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    @Test
    void an_empty_file_misses_what_is_required() {
        assertThat(written().problems("# nothing yet\n"))
                .extracting(problem -> problem.replaceAll(": expected.*", ""))
                .contains("adsync.yaml:1: organization", "adsync.yaml:1: directory.root", "adsync.yaml:1: provider.url")
                .allMatch(problem -> problem.startsWith("adsync.yaml:1: "));
    }

    @Test
    void exactly_one_login_is_wanted() {
        String none = Written.SHORTEST.replaceAll("(?m)^  user: contoso-sync\n.*PROVIDER_PASSWORD}\n", "");
        String both = Written.SHORTEST + "  token: abc\n";

        assertThat(written().problems(none))
                .containsExactly(
                        "adsync.yaml:7: provider: expected exactly one of user and password, token, oauth, found none; add one");
        assertThat(written().problems(both))
                .containsExactly(
                        "adsync.yaml:11: provider.token: expected exactly one of user and password, token, oauth,"
                                + " found several; keep one");
    }

    @Test
    void kerberos_wants_a_principal_name_and_no_password() throws IOException {
        Files.write(folder.resolve("svc.keytab"), new byte[] {5, 2});
        String text = written().with("svc-adsync@contoso.com", "CN=svc,DC=contoso,DC=com\n  keytab: svc.keytab");

        assertThat(written().problems(text))
                .containsExactly(
                        "adsync.yaml:5: directory.user: expected a user principal name with directory.keytab, found another"
                                + " form; write it as svc-adsync@contoso.com",
                        "adsync.yaml:6: directory.keytab: expected either directory.password or this, found both; remove one");
    }

    @Test
    void files_are_opened_and_looked_into() {
        written().write("empty.pem", "");
        written().write("other.pem", "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n");
        written().write("other.keytab", "no keys");
        String expected = "adsync.yaml:6: directory.trust: expected a file of certificates in PEM, found ";

        assertThat(trusting("nowhere.pem"))
                .containsExactly(expected + "none at nowhere.pem; check the path; it is relative to " + folder);
        assertThat(trusting("."))
                .containsExactly(expected + "a folder at " + folder + "; let the account of this process read it");
        assertThat(trusting("empty.pem"))
                .containsExactly(expected + "no certificate in empty.pem; export the certificate authority as PEM");
        assertThat(trusting("other.pem"))
                .containsExactly(expected + "something else in other.pem; export the certificate authority as PEM");
        assertThat(written()
                        .problems(written().with("password: ${env:ADSYNC_DIRECTORY_PASSWORD}", "keytab: other.keytab")))
                .containsExactly("adsync.yaml:6: directory.keytab: expected a keytab file, found something else in"
                        + " other.keytab; export the account's keys with ktpass or ktutil");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            titel: mail | 1: titel: is not a SCIM path that can be mapped; did you mean title?
            title: off%ntitle: mail | 2: title: expected every path once, found it again; it is already on line 1
            extension:notes: off%nurn:ietf:params:scim:schemas:extension:adsync:2.0:User:notes: off | 2: urn:ietf:params:scim:schemas:extension:adsync:2.0:User:notes: expected every path once, found it again; it is already on line 1
            title: [a, b] | 1: title: expected the name of a directory attribute, a transform, on or off, found a list
            title: false | 1: title: expected the name of a directory attribute, a transform, on or off, found true or false
            extension: urn:contoso | 1: extension: must be a URN that begins with urn:ietf:params:scim:schemas:, found text; the standard is urn:ietf:params:scim:schemas:extension:adsync:2.0:User
            extension: [] | 1: extension: must be a URN that begins with urn:ietf:params:scim:schemas:, found a list; the standard is urn:ietf:params:scim:schemas:extension:adsync:2.0:User
            title: {lowr: mail} | 1: title: expected one transform of first, join, constant, lower, upper, local, domain, found another word; did you mean lower?
            title: {} | 1: title: expected one transform of first, join, constant, lower, upper, local, domain, found none
            title: {lower: mail, upper: mail} | 1: title: expected one transform of first, join, constant, lower, upper, local, domain, found several; keep one
            title: {lower: [mail]} | 1: title: expected the name of a directory attribute, found a list
            title: {first: mail} | 1: title: expected a list of directory attributes, found text; write first: [givenName, sn]
            title: {first: []} | 1: title: must name a directory attribute
            title:%n  join:%n    - sn%n    - [sn] | 4: title: expected directory attributes, found a list
            title:%n  join: [sn, mail]%n  with: 7 | 3: title: expected a text in quotes, found a number
            title:%n  lower: sn%n  with: "-" | 3: title: expected with only beside join, found it beside lower
            title: {constant: [a]} | 1: title: expected a text, found a list
            title: {constant: " "} | 1: title: must not be an empty constant
            addresses[type eq "work"].country: {constant: Germany} | 1: addresses[type eq "work"].country: must not be this constant: it is not a two-letter country code of ISO 3166
            userName: {constant: ada} | 1: userName: must not be the same for every user
            title: {join: [sn, memberOf]} | 1: title: cannot be filled from an attribute that the directory computes: its changes are not told
            nickname: {lower: unicodePwd} | 1: nickname: is not a SCIM path that can be mapped; did you mean nickName?
            title: {upper: unicodePwd} | 1: title: must not be filled from a credential
            title: unicodePwd | 1: title: must not be filled from a credential
            - title | 1: expected keys and values, found a list
            """)
    void a_mistake_in_the_mapping_is_told_with_its_own_file_and_line(String mapping, String problem) {
        written().write("mapping.yaml", mapping.replace("%n", "\n") + "\n");

        assertThat(written().problems(Written.SHORTEST + "mapping: mapping.yaml\n"))
                .containsExactly("mapping.yaml:" + problem);
    }

    private List<String> trusting(String file) {
        return written()
                .problems(written()
                        .with("password: ${env:ADSYNC_DIR", "trust: " + file + "\n  password: ${env:ADSYNC_DIR"));
    }

    private Written written() {
        return new Written(folder);
    }
}
