package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Service;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportBundleTest extends DeskFixture {

    @Test
    void of_a_log_that_is_too_long_the_newest_lines_are_kept() throws IOException {
        byte[] log = "oldest\nolder\nnewest\n".getBytes(StandardCharsets.UTF_8);

        assertThat(new String(SupportBundleCommand.end(new ByteArrayInputStream(log), 7), StandardCharsets.UTF_8))
                .isEqualTo("newest\n");
        assertThat(SupportBundleCommand.end(new ByteArrayInputStream(log), log.length))
                .isEqualTo(log);
        assertThat(SupportBundleCommand.end(new ByteArrayInputStream(log), 1000))
                .isEqualTo(log);
    }

    @Test
    void it_has_what_helps_and_no_secret() throws IOException, InterruptedException {
        Path log = Files.writeString(folder.resolve("service.log"), "all is well\n");
        Path bundle = folder.resolve("bundle.tar.gz");
        try (Service service = started()) {
            assertThat(service.statistics().parked()).isEqualTo(1);
            Ended ended = adsync("support-bundle", "--output", bundle.toString(), "--log", log.toString(), "--json");
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.json().getJsonArray("parts"))
                    .contains(
                            "versions.json", "configuration.json", "health.json", "metrics.txt", "logs/1-service.log");
        }
        assertThat(Files.getPosixFilePermissions(bundle)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        tar("-xzf", bundle.toString(), "-C", unpacked.toString());
        assertThat(unpacked.resolve("metrics.txt")).content().contains("adsync_listener_bell_active");
        assertThat(unpacked.resolve("logs/1-service.log")).hasContent("all is well");
        assertThat(new JsonObject(Files.readString(unpacked.resolve("health.json")))
                        .getJsonObject("parts")
                        .getJsonObject("journal")
                        .getJsonObject("details")
                        .getInteger("parked"))
                .isEqualTo(1);
        try (var files = Files.walk(unpacked)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .doesNotContain(
                                    provider.password(),
                                    directory.options().accounts().servicePassword()));
        }
    }

    @Test
    void without_a_service_it_has_what_the_journal_tells() throws IOException, InterruptedException {
        Path bundle = folder.resolve("bundle.tar.gz");
        Path seenFromHere = Path.of("").toAbsolutePath().relativize(bundle);
        Ended ended = adsync("support-bundle", "--output", seenFromHere.toString());
        assertThat(ended.out())
                .startsWith(seenFromHere.toAbsolutePath() + ": ")
                .contains("journal.json", "logs-missing.txt");
        assertThat(ended.err()).contains("No log of the service was found", "--log FILE");
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        tar("-xzf", bundle.toString(), "-C", unpacked.toString());
        assertThat(unpacked.resolve("logs-missing.txt")).content().contains("--log FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "basic", "bearer", "pem", "jwk"})
    void a_secret_in_it_is_told_by_its_place_and_nothing_is_written(String form) throws IOException {
        String pair = provider.userName() + ":" + provider.password();
        String leak = switch (form) {
            case "plain" -> "bind with " + directory.options().accounts().servicePassword();
            case "basic" -> Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            case "bearer" -> "Authorization: Bearer abcdefgh.ijklmnop.qrstuvwx";
            case "pem" -> "-----BEGIN EC PRIVATE KEY-----";
            default -> "{\"kty\":\"EC\",\"d\":\"u0F996rTrcSBfbXMaVZENGGASVSncb16R0H8q5yBwCA\"}";
        };
        Path log = Files.writeString(folder.resolve("service.log"), "fine\nfine too\n" + leak + "\n");
        Path bundle = folder.resolve("bundle.tar.gz");

        Ended ended = adsync("support-bundle", "--output", bundle.toString(), "--log", log.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.err()).contains("logs/1-service.log, line 3").doesNotContain(leak);
        assertThat(ended.out()).isEmpty();
        assertThat(bundle).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "folder", "circle"})
    void a_log_that_cannot_be_read_is_told_in_a_line_and_nothing_is_written(String kind) throws IOException {
        Path log = folder.resolve("service.log");
        if (kind.equals("folder")) {
            Files.createDirectory(log);
        } else if (kind.equals("circle")) { // not even root can read it
            Files.createSymbolicLink(log, log);
        }
        Path bundle = folder.resolve("bundle.tar.gz");

        Ended ended = adsync("support-bundle", "--output", bundle.toString(), "--log", log.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("adsync: " + log + " cannot be read: ")
                .doesNotContain("Exception");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void a_place_that_cannot_be_written_is_told_in_plain_words() {
        Path bundle = folder.resolve("none").resolve("bundle.tar.gz");

        Ended ended = adsync("support-bundle", "--output", bundle.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("adsync: " + bundle + " cannot be written: ")
                .doesNotContain("Exception");
    }

    @Test
    void what_is_there_already_is_kept() throws IOException {
        Path bundle = Files.writeString(folder.resolve("bundle.tar.gz"), "mine");

        assertThat(adsync("support-bundle", "--output", bundle.toString()).exitCode())
                .isEqualTo(ExitCode.UNUSABLE);
        assertThat(bundle).hasContent("mine");
    }

    private static void tar(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(arguments));
        command.addFirst("tar");
        assertThat(new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }
}
