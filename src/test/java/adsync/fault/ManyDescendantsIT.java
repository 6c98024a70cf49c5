package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.ServiceProcess;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit with very many users comes into scope, and the process, which has little memory, is killed in the middle of it. */
class ManyDescendantsIT {

    private static final int USERS = Integer.getInteger("adsync.descendants", 10_000);
    private static final int MIDDLE = USERS / 4;
    private static final String LITTLE_MEMORY = "-Xmx64m";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final SdkScimServer provider = SdkScimServer.start();
    private final String root = "OU=Inside," + directory.baseDn();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        provider.close();
        directory.close();
    }

    @Test
    void all_of_them_arrive_once_and_nothing_else_is_read_again() throws LDAPException {
        directory.seedPeople(USERS);
        try (LDAPConnection administrator = administrator()) {
            administrator.add(root, new Attribute("objectClass", "organizationalUnit"));
            administrator.add(People.person(1).entry(root));
            Path configuration = configuration();
            try (ServiceProcess service =
                    ServiceProcess.start(configuration, LITTLE_MEMORY).awaitStarted()) {
                await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(() -> accounts() == 1);
                administrator.modifyDN("OU=Staff," + directory.baseDn(), "OU=Staff", true, root);
                await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(() -> accounts() > MIDDLE);
                service.kill();
            }
            assertThat(accounts()).as("killed in the middle").isLessThan(USERS);

            try (ServiceProcess service =
                    ServiceProcess.start(configuration, LITTLE_MEMORY).awaitStarted()) {
                await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(() -> accounts() == USERS + 1);
                assertThat(service.logged("enumerating the root")).isEmpty();
            }
        }
        assertThat(provider.users().stream().map(user -> user.getString("externalId")))
                .as("each has one account")
                .doesNotHaveDuplicates()
                .hasSize(USERS + 1);
    }

    private long accounts() {
        return provider.probe().total("/Users");
    }

    private LDAPConnection administrator() throws LDAPException {
        return new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    private Path configuration() {
        String keys = """
                servers: ["%s"]
                allowClearText: true
                root: %s
                user: %s
                password: %s
                """.formatted(
                        directory.ldapUrl(),
                        root,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword());
        return Service.configuration(folder, keys, provider, provider.url(), Service.UNGUARDED);
    }
}
