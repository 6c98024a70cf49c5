package adsync.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @TempDir
    private Path folder;

    @Test
    void a_variable_of_the_environment_is_taken_as_it_is() {
        assertThat(reveal("${env:PASSWORD}")).isEqualTo(" hunter2 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hunter2\n", "hunter2\r\n", "hunter2\n\n"})
    void a_file_is_taken_without_the_line_end_of_its_editor(String content) throws IOException {
        Files.writeString(folder.resolve("token"), content);

        assertThat(reveal("${file:" + folder.resolve("token") + "}")).isEqualTo("hunter2");
        assertThat(reveal("${file:token}")).isEqualTo("hunter2");
    }

    @Test
    void blanks_within_a_file_belong_to_the_secret() throws IOException {
        Files.writeString(folder.resolve("token"), " a b \n");

        assertThat(reveal("${file:token}")).isEqualTo(" a b ");
    }

    @Test
    void a_file_that_everybody_can_read_is_warned_about() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "hunter2");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String open = found("${file:token}").warning();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String closed = found("${file:token}").warning();

        assertThat(open).isEqualTo("the file token can be read by every account of this machine: chmod 600 it");
        assertThat(closed).isEmpty();
    }

    @Test
    void a_credential_is_a_file_of_the_folder_that_the_service_manager_names() throws IOException {
        Files.writeString(folder.resolve("provider-secret"), "hunter2\n");
        var given = new Secrets(Map.of("CREDENTIALS_DIRECTORY", folder.toString()), Path.of("/"));

        assertThat(given.resolve("${credential:provider-secret}"))
                .isInstanceOfSatisfying(
                        Credential.Found.class,
                        found -> assertThat(found.secret().reveal()).isEqualTo("hunter2"));
        assertThat(given.resolve("${credential:../provider-secret}"))
                .isEqualTo(new Credential.Missing("a credential's name that is none", "write ${credential:name}"));
        assertThat(cause("${credential:provider-secret}"))
                .isEqualTo("the credential provider-secret, but nobody set CREDENTIALS_DIRECTORY");
    }

    @Test
    void a_secret_that_stands_in_the_file_is_taken_and_warned_about() {
        assertThat(reveal("hunter2")).isEqualTo("hunter2");
        assertThat(found("hunter2").warning())
                .contains("stands in the file itself")
                .doesNotContain("hunter2");
    }

    @Test
    void what_is_missing_is_named_by_its_place() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.write(folder.resolve("large"), new byte[100_000]);

        assertThat(cause("${env:NOWHERE}")).isEqualTo("the environment variable NOWHERE, which is not set");
        assertThat(cause("${env:EMPTY}")).isEqualTo("the environment variable EMPTY, which is empty");
        assertThat(cause("${file:nowhere}")).isEqualTo("the file nowhere, which is no file");
        assertThat(cause("${file:.}")).isEqualTo("the file ., which is no file");
        assertThat(cause("${file:empty}")).isEqualTo("the file empty, which is empty");
        assertThat(cause("${file:binary}")).isEqualTo("the file binary, which is not text in UTF-8");
        assertThat(cause("${file:large}")).isEqualTo("the file large, which is larger than 64 KiB");
        assertThat(cause("${file:a\u0000b}")).isEqualTo("a file name that is none");
        assertThat(cause(" ")).isEqualTo("an empty text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x${env:PASSWORD}",
                "${env:PASSWORD}x",
                "${env:}",
                "${vault:x}",
                "${PASSWORD}",
                "${env:A}${env:B}"
            })
    void a_reference_is_the_whole_text_or_an_error_that_does_not_repeat_it(String text) {
        assertThat(new Secrets(Map.of("PASSWORD", "hunter2"), folder).resolve(text))
                .isEqualTo(new Credential.Missing(
                        "a reference that is not understood",
                        "write ${env:NAME} or ${file:/path} and nothing before or after it"));
    }

    @Test
    void no_printed_form_shows_the_secret() {
        assertThat(found("hunter2").toString()).doesNotContain("hunter2").contains("[secret]");
    }

    private Credential.Found found(String text) {
        Secrets secrets = new Secrets(Map.of("PASSWORD", " hunter2 ", "EMPTY", ""), folder);
        return (Credential.Found) secrets.resolve(text);
    }

    private String reveal(String text) {
        return found(text).secret().reveal();
    }

    private String cause(String text) {
        Secrets secrets = new Secrets(Map.of("EMPTY", ""), folder);
        return ((Credential.Missing) secrets.resolve(text)).cause();
    }
}
