package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration names the root as it was called once. */
class RootRenamedTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void a_service_starts_again_after_its_root_was_renamed() throws IOException, LDAPException {
        try (var directory = EmbeddedDirectory.start();
                var provider = SdkScimServer.start()) {
            directory.seedPeople(3);
            Path file = Service.configuration(folder, directory, provider);
            try (var service = Service.start(file)) {
                await().atMost(SOON).until(() -> service.statistics().links() == 3);
            }
            rename(directory, "OU=Staff," + directory.baseDn(), "OU=People");

            try (var service = Service.start(file)) {
                rename(directory, "OU=People," + directory.baseDn(), "OU=Everybody");

                await().atMost(SOON)
                        .until(() -> service.get("/health/ready").body().contains("following"));
                assertThat(service.statistics().objects()).isEqualTo(3);
            }
        }
    }

    @Test
    void a_root_that_was_never_followed_must_exist_and_leaves_no_trace() throws IOException {
        try (var directory = EmbeddedDirectory.start();
                var provider = SdkScimServer.start()) {
            Path file = Service.configuration(folder, directory, provider);
            Files.writeString(file, Files.readString(file).replace("OU=Staff", "OU=Stuff"));

            assertThatThrownBy(() -> Service.start(file))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("does not exist");
            assertThat(folder.resolve("state")).doesNotExist();
        }
    }

    private static void rename(EmbeddedDirectory directory, String dn, String rdn) throws LDAPException {
        try (var connection = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            connection.modifyDN(dn, rdn, true);
        }
    }
}
