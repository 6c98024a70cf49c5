package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the flags of the set-up take, and how it names what is missing. */
class SetupFlagsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int setup(String... flags) {
        return Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.concat(
                                Stream.of(
                                        "setup",
                                        "--config",
                                        folder.resolve("adsync.yaml").toString(),
                                        "--dry-run"),
                                Stream.of(flags))
                        .toArray(String[]::new));
    }

    private static Map<String, String> byKey(JsonArray list, String value) {
        return list.stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(one -> one.getString("key"), one -> one.getString(value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dc1.contoso.com                | ldaps://dc1.contoso.com
            dc1,ldap://dc2:3268            | ldaps://dc1, ldap://dc2:3268
            127.0.0.51:1636                | ldaps://127.0.0.51:1636
            """)
    void a_server_needs_no_scheme(String given, String taken) {
        setup("--json", "--server", given);

        assertThat(byKey(new JsonObject(out.toString()).getJsonArray("changes"), "after"))
                .hasEntrySatisfying(
                        "directory.servers",
                        value -> assertThat(value.replaceAll("[\\[\\]\"]", "")).isEqualTo(taken));
    }

    @Test
    void a_server_that_is_to_be_asked_for_tls_has_the_other_scheme() {
        setup("--json", "--server", "dc1.contoso.com", "--start-tls");

        assertThat(out.toString()).contains("ldap://dc1.contoso.com");
    }

    @Test
    void what_is_missing_is_named_by_its_flag() {
        assertThat(setup("--json", "--organization", "con toso")).isEqualTo(ExitCode.UNUSABLE);

        Map<String, String> remedies = byKey(new JsonObject(out.toString()).getJsonArray("failures"), "remedy");
        assertThat(remedies)
                .containsEntry("directory.servers", "give it with --domain or --server")
                .containsEntry("directory.user", "give it with --user")
                .containsEntry("directory.root", "give it with --root")
                .containsEntry("provider.url", "give it with --provider-url")
                .containsEntry("organization", "");
        assertThat(out.toString())
                .contains("--password-file", "--provider-user")
                .doesNotContain("add it");
        setup("--non-interactive");
        assertThat(out.toString()).contains("FAILED directory.user: nothing is given; to mend it: give it with --user");
    }

    @Test
    void a_file_without_certificates_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "no certificate");

        assertThat(setup("--json", "--ca", file.toString())).isEqualTo(ExitCode.UNUSABLE);

        assertThat(err.toString()).contains("there is no certificate in " + file);
    }
}
