package adsync.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFileTest {

    @TempDir
    private Path state;

    @Test
    void only_its_owner_can_read_it_and_what_was_there_is_replaced() throws IOException {
        Path file = Files.writeString(state.resolve("control.json"), "left by a crash, for all to read");
        Files.writeString(state.resolve("control.json.new"), "left by a crash");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        ControlFile written = ControlFile.of("127.0.0.1", 8480, ControlFile.drawToken());

        written.write(state);

        assertThat(ControlFile.read(state)).contains(written);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void it_is_gone_when_it_was_removed() throws IOException {
        ControlFile.of("127.0.0.1", 8480, ControlFile.drawToken()).write(state);

        ControlFile.remove(state);
        ControlFile.remove(state);

        assertThat(ControlFile.read(state)).isEmpty();
    }

    @Test
    void a_token_has_256_bits_and_is_another_each_time_and_in_no_log() {
        String token = ControlFile.drawToken();

        assertThat(token).matches("[0-9a-f]{64}").isNotEqualTo(ControlFile.drawToken());
        assertThat(ControlFile.of("127.0.0.1", 1, token).toString()).doesNotContain(token);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8480/control/",
        "0.0.0.0, http://127.0.0.1:8480/control/",
        "::, http://[::1]:8480/control/",
        "::1, http://[::1]:8480/control/",
        "adsync.example.net, http://adsync.example.net:8480/control/"
    })
    void the_service_is_reached_where_it_listens(String host, String url) {
        assertThat(ControlFile.of(host, 8480, "").url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"url\": 1, \"token\": 2}", "{\"url\": \"http://127.0.0.1:1/\"}"})
    void a_file_that_says_nothing_is_none(String text) throws IOException {
        Files.writeString(state.resolve("control.json"), text);

        assertThat(ControlFile.read(state)).isEmpty();
    }
}
