package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.DirectoryProfile;
import adsync.embedded.EmbeddedDirectoryOptions;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A burst of which the directory tells in parts that are seconds apart, as Samba does. */
class LateBellIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(4);
    private static final int EVERYBODY = 300;
    private static final int FIRST = 20; // fewer than the guard lets pass
    private static final int DELETED = 60;

    private final SdkScimServer provider = SdkScimServer.start();
    private StaffedDirectory directory;
    private Service service;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws LDAPException {
        directory = StaffedDirectory.start(
                EVERYBODY,
                EmbeddedDirectoryOptions.defaults()
                        .like(DirectoryProfile.windows().notifyingAfter(LATE)));
        service = Service.start(Service.configuration(
                folder, directory.settings(folder), provider, provider.url(), "deprovision: delete"));
        await().atMost(SOON).until(() -> total() == EVERYBODY);
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    private long total() {
        return provider.probe().total("/Users");
    }

    private void delete(int from, int to) throws LDAPException {
        List<String> people = People.entries(to, directory.root()).stream()
                .map(person -> person.getDN())
                .toList();
        for (String person : people.subList(from, to)) {
            directory.administrator().delete(person);
        }
    }

    @Test
    void none_of_it_passes_because_its_first_part_is_small() throws LDAPException {
        delete(0, FIRST);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> service.statistics().outbox() == FIRST);
        delete(FIRST, DELETED);

        await().atMost(SOON)
                .until(() -> service.statistics().held() == DELETED
                        || service.statistics().outbox() == 0);
        assertThat(total()).isEqualTo(EVERYBODY);
        assertThat(service.statistics().held()).isEqualTo(DELETED);
    }
}
