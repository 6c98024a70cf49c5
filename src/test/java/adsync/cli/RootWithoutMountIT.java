package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a root that is an ordinary folder, as chroot makes one, no table says on which disk a file lies. */
class RootWithoutMountIT extends CommandLineSuite {

    @BeforeEach
    void keepSecretsInFiles() throws IOException {
        sample.with("directory.password", file("directory-password", DIRECTORY_PASSWORD))
                .with("provider.password", file("provider-password", PROVIDER_PASSWORD));
    }

    private String file(String name, String secret) throws IOException {
        Path file = Files.writeString(folder.resolve(name), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        return "${file:" + name + "}";
    }

    @Test
    void secrets_are_read_and_the_state_folder_can_be_used() {
        Ended ended = here("check").end(SOON);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.contains("MB are free"));
    }

    @Test
    void the_service_runs() {
        here("run").awaitOut(line -> line.contains("\"started\""));
    }

    private Adsync here(String command) {
        return closing(Adsync.startWithoutMounts(
                ENVIRONMENT, command, "--config", sample.file().toString()));
    }
}
