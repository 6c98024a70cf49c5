package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.config.Configuration;
import adsync.testing.AdsyncTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands in a real terminal: what a pipe does not show. */
class TerminalIT extends CommandLineSuite {

    @Test
    void the_dialog_shows_no_password_that_is_typed() throws IOException {
        Path file = folder.resolve("adsync.yaml");
        Path authority = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        var terminal = closing(AdsyncTerminal.start(
                "setup", "--config", file.toString(), "--ca", authority.toString(), "--listen", "127.0.0.1:0"));

        terminal.answer("addresses of domain controllers", directory.ldapsUrl())
                .answer("Account that reads the directory", directory.serviceAccount())
                .answer("Its password: ", DIRECTORY_PASSWORD)
                .answer("Users at and below which object", "OU=Staff," + directory.baseDn())
                .answer("One more?", "n")
                .answer("Leave out anything below?", "n")
                .answer("Organisation", "contoso")
                .answer("SCIM endpoints", provider.url())
                .answer("User name there", provider.userName())
                .answer("Password there: ", PROVIDER_PASSWORD)
                .answer("Add a service", "n")
                .answer("How often", "30s")
                .answer("[Y/n]", "y")
                .answer("[Y/n]", "y");

        assertThat(terminal.end()).as(terminal.screen()).isZero();
        assertThat(terminal.screen())
                .contains(provider.userName())
                .doesNotContain(DIRECTORY_PASSWORD)
                .doesNotContain(PROVIDER_PASSWORD);
        assertThat(Configuration.load(file, Map.of()).warnings()).isEmpty();
    }
}
