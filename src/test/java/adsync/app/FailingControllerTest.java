package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two domain controllers, the preferred one lets us in and answers no question for changes. */
class FailingControllerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void the_other_one_is_used_also_if_both_are_named_by_their_addresses() throws LDAPException {
        try (var first = EmbeddedDirectory.start();
                var second = first.startReplica("dc2");
                var provider = SdkScimServer.start()) {
            first.seedPeople(3);
            second.replicateFrom(first);
            try (var service = Service.start(configuration(first, second, provider))) {
                await().atMost(SOON).until(() -> service.statistics().links() == 3);
                assertThat(service.get("/health/ready").body()).contains("dc1.");

                first.faults().failNextDirSync(100_000, ResultCode.BUSY);
                add(first);
                second.replicateFrom(first);

                await().atMost(SOON).until(() -> service.statistics().links() == 4);
                assertThat(service.get("/health/ready").body()).contains("dc2.");
            }
        }
    }

    private Path configuration(EmbeddedDirectory first, EmbeddedDirectory second, SdkScimServer provider) {
        String directory = """
                servers: ["%s", "%s"]
                allowClearText: true
                root: OU=Staff,%s
                user: %s
                password: %s
                poll: 1s
                """.formatted(
                        first.ldapUrl(),
                        second.ldapUrl(),
                        first.baseDn(),
                        first.serviceAccount(),
                        first.options().accounts().servicePassword());
        return Service.configuration(folder, directory, provider, provider.url());
    }

    private static void add(EmbeddedDirectory directory) throws LDAPException {
        try (var connection = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            connection.add(People.person(99).entry("OU=Staff," + directory.baseDn()));
        }
    }
}
