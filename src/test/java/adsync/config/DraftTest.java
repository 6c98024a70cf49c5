package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.secret.Secret;
import adsync.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {

    private static final String NEW_FILE = """
                # ADSync: one company's directory, one provider. Every key is explained in docs/configuration.md.
                # Secrets are in files beside this one, which only the account of the service may read.

                # The tenant at the provider.
                organization: contoso

                directory:
                  # Domain controllers in order of preference.
                  servers:
                    - ldaps://dc1.contoso.com
                    - ldaps://dc2.contoso.com
                  # Users at and below this object are shipped. It is followed when it is renamed or moved.
                  root: OU=Staff,DC=contoso,DC=com
                  # The account that reads the directory.
                  user: svc-adsync@contoso.com
                  password: ${file:directory-password}

                # Who of them is not shipped after all.
                scope:
                  exclude:
                    - OU=Test,OU=Staff,DC=contoso,DC=com

                provider:
                  # May contain {organization}.
                  url: https://scim.example.net/scim/v2
                  user: contoso-sync
                  password: ${file:provider-password}

                # Who has which service: members of the groups, nested ones too, and whoever matches the filter.
                services:
                  mailbox:
                    groups:
                      - CN=Mail,OU=Groups,DC=contoso,DC=com
                """;

    @TempDir
    Path folder;

    private Written written;
    private Secrets secrets;

    @BeforeEach
    void place() {
        written = new Written(folder);
        secrets = new Secrets(Written.ENVIRONMENT, folder);
    }

    private Draft fresh() {
        return Draft.fresh(written.file())
                .set("provider.url", "https://scim.example.net/scim/v2")
                .set("directory.servers", List.of("ldaps://dc1.contoso.com", "ldaps://dc2.contoso.com"))
                .set("directory.user", "svc-adsync@contoso.com")
                .set("directory.root", "OU=Staff,DC=contoso,DC=com")
                .set("directory.password", "${file:directory-password}")
                .set("organization", "contoso")
                .set("provider.user", "contoso-sync")
                .set("provider.password", "${file:provider-password}");
    }

    @Test
    void a_new_file_looks_as_a_person_would_write_it() {
        Draft draft = fresh().set("directory.poll", "60s")
                .set("scope.exclude", List.of("OU=Test,OU=Staff,DC=contoso,DC=com"))
                .set("services", Map.of("mailbox", Map.of("groups", List.of("CN=Mail,OU=Groups,DC=contoso,DC=com"))));

        assertThat(draft.yaml()).isEqualTo(NEW_FILE);
    }

    @Test
    void secrets_that_are_not_written_yet_are_known() {
        var coming = new Secrets(
                Map.of(),
                folder,
                Map.of(
                        folder.resolve("directory-password"), Secret.of("one"),
                        folder.resolve("provider-password"), Secret.of("two")));

        Configuration configuration = fresh().configuration(coming);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.organization()).isEqualTo("contoso");
        assertThatThrownBy(() -> fresh().configuration(secrets)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void one_part_is_usable_before_the_other_is_there() {
        Draft draft = Draft.fresh(written.file())
                .set("directory.domain", "contoso.com")
                .set("directory.user", "svc-adsync@contoso.com")
                .set("directory.password", "${env:ADSYNC_DIRECTORY_PASSWORD}");

        assertThat(draft.directory(secrets).domain()).contains("contoso.com");
        assertThatThrownBy(() -> draft.provider(secrets))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        missing -> assertThat(missing.problems())
                                .allMatch(problem -> problem.key().startsWith("provider")));
        draft.set("directory.user", "bare");
        assertThatThrownBy(() -> draft.directory(secrets))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::key)
                                .containsExactly("directory.user"));
    }

    static List<Path> configurations() {
        return List.of(Path.of("conf", "adsync.yaml"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void what_nobody_changes_stays_with_its_comments(Path example) throws IOException {
        String before = Files.readString(example);
        written.write("adsync.yaml", before);

        String after = Draft.of(written.file()).set("directory.poll", "30s").yaml();

        assertThat(after.lines().map(DraftTest::bare))
                .containsExactlyElementsOf(before.replace("poll: 60s", "poll: 30s")
                        .lines()
                        .map(DraftTest::bare)
                        .toList());
    }

    private static String bare(String line) {
        return line.replaceAll("['\" ]", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing but a comment\n", "{}"})
    void a_file_without_keys_is_a_beginning(String text) {
        written.write("adsync.yaml", text);

        assertThat(Draft.of(written.file()).set("organization", "contoso").yaml())
                .contains("organization: contoso");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "12", "a: b", "#x", "'", "\"", "[", "{organization}", " x", "${env:A}", "null", "é, ü"})
    void any_text_comes_back_as_it_is(String text) {
        Draft draft = Draft.fresh(written.file()).set("provider.user", text);
        written.write("adsync.yaml", draft.yaml());

        assertThat(Draft.of(written.file()).texts("provider.user")).containsExactly(text);
    }

    @Test
    void a_change_is_told_without_secrets() {
        written.write("adsync.yaml", Written.SHORTEST.replace("${env:ADSYNC_PROVIDER_PASSWORD}", "hunter3"));
        Draft before = Draft.of(written.file());

        Draft after = before.copy()
                .set("provider.password", "${file:provider-password}")
                .set("directory.poll", "5s")
                .remove("directory.root")
                .set("directory.roots", List.of("OU=A,DC=contoso,DC=com", "OU=B,DC=contoso,DC=com"));

        assertThat(before.changes(after))
                .containsExactly(
                        new KeyChange("directory.root", "OU=Staff,DC=contoso,DC=com", ""),
                        new KeyChange(
                                "directory.roots", "", "[\"OU=A,DC=contoso,DC=com\", \"OU=B,DC=contoso,DC=com\"]"),
                        new KeyChange("directory.poll", "", "5s"),
                        new KeyChange("provider.password", "[secret]", "${file:provider-password}"));
        assertThat(before.changes(before.copy())).isEmpty();
    }

    @Test
    void a_section_that_is_a_line_can_be_changed() {
        written.write("adsync.yaml", Written.SHORTEST + "scope: {filter: \"(employeeType=staff)\"}\n");

        Draft draft = Draft.of(written.file()).set("scope.exclude", List.of("OU=Test,OU=Staff,DC=contoso,DC=com"));
        written.write("adsync.yaml", draft.yaml());

        Configuration configuration = Configuration.load(written.file(), Written.ENVIRONMENT);
        assertThat(configuration.scope().excluded()).containsExactly("OU=Test,OU=Staff,DC=contoso,DC=com");
        assertThat(configuration.scope().filter()).isPresent();
    }

    @Test
    void a_file_that_is_no_yaml_is_refused_with_the_place() {
        written.write("adsync.yaml", "organization: contoso\ndirectory: [\n");

        assertThatThrownBy(() -> Draft.of(written.file()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("adsync.yaml:");
    }
}
