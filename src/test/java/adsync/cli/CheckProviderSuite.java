package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.ScimServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code adsync check --provider}, as the tests of a provider run it: they have no directory. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class CheckProviderSuite {

    private static final String OTHER_EXTENSION = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

    private final ScimServer server = open();
    private final FaultProxy proxy = FaultProxy.before(server.url());

    @TempDir
    Path folder;

    private Path file;

    abstract ScimServer open();

    @BeforeEach
    void configure() throws IOException {
        file = Files.writeString(folder.resolve("adsync.yaml"), """
                organization: contoso
                provider:
                  url: %s
                  token: %s
                """.formatted(proxy.url(), server.token()));
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void a_file_without_a_directory_is_enough_for_a_table_and_what_adsync_will_do() {
        DeskFixture.Ended checked = check("--provider", "--write");

        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        assertThat(checked.out())
                .containsPattern("(?m)^VERDICT +AREA +PROBE +FOUND")
                .containsPattern("(?m)^works +change +services ")
                .contains("ADSync will use:", "ADSync can work with this provider.")
                .doesNotContain("--write tries the rest");
        assertThat(server.probe().all("/Users")).isEmpty();
    }

    @Test
    void for_a_program_it_is_one_json_object() {
        DeskFixture.Ended checked = check("--provider", "--json");

        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        JsonObject found = checked.json();
        assertThat(found.getString("provider")).startsWith(proxy.url());
        assertThat(found.getBoolean("write")).isFalse();
        assertThat(found.getBoolean("conforms")).isTrue();
        assertThat(found.getJsonArray("findings"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(((JsonObject) finding).fieldNames())
                        .contains("area", "probe", "verdict", "detail", "remedy"));
        assertThat(found.getJsonObject("switches").fieldNames()).contains("bulk");
    }

    @Test
    void what_the_provider_has_to_mend_is_told_and_ends_it_with_1() {
        proxy.always(request -> request.path().endsWith("/Users"), Fault.status(403));

        DeskFixture.Ended checked = check("--provider");

        assertThat(checked.exitCode()).as(checked.toString()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(checked.out()).contains("The provider should mend:", "NEEDED ", "cannot work well");
    }

    @Test
    void it_asks_for_the_extension_of_the_mapping() throws IOException {
        Files.writeString(folder.resolve("mapping.yaml"), "extension: " + OTHER_EXTENSION + "\n");
        Files.writeString(file, Files.readString(file) + "mapping: mapping.yaml\n");

        DeskFixture.Ended checked = check("--provider", "--json");

        assertThat(checked.json().getJsonObject("switches").fieldNames())
                .contains("extensions: " + OTHER_EXTENSION)
                .noneMatch(name -> name.contains(":adsync:"));
    }

    @Test
    void what_cannot_be_used_is_told_and_ends_it_with_2() throws IOException {
        assertThat(check("--write").exitCode()).isEqualTo(ExitCode.UNUSABLE);
        Files.writeString(file, Files.readString(file).replaceFirst("url: .*", "url: nowhere"));

        DeskFixture.Ended checked = check("--provider");

        assertThat(checked.exitCode()).as(checked.toString()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(checked.err()).contains("adsync.yaml:3: provider.url").doesNotContain("directory");
    }

    private DeskFixture.Ended check(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "check";
        System.arraycopy(options, 0, command, 1, options.length);
        command[command.length - 2] = "--config";
        command[command.length - 1] = file.toString();
        return DeskFixture.run(command);
    }
}
