package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.TcpProxy;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two domain controllers, the one that is left lacks what was read of the one that is lost. */
class LaggingControllerTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    @TempDir
    private Path folder;

    @Test
    void no_older_state_gets_to_the_provider() throws LDAPException {
        try (var first = EmbeddedDirectory.start();
                var second = first.startReplica("dc2");
                var provider = SdkScimServer.start();
                var way = TcpProxy.before(first.host(), first.port())) {
            first.seedPeople(2);
            Entry ada = hireEngineer(first);
            second.replicateFrom(first);
            Set<String> titles = new TreeSet<>();
            try (var service = Service.start(configuration(way, first, second, provider))) {
                await().atMost(SOON).until(() -> service.statistics().links() == 3);
                set(first, ada, "title", "Director");
                await().atMost(SOON)
                        .until(() -> its(provider, ada, user -> "Director".equals(user.getString("title"))));

                way.refuse();
                set(second, ada, "department", "Board");
                await().atMost(SOON).until(() -> {
                    its(provider, ada, user -> titles.add(user.getString("title")));
                    return service.ready().encode().contains("waiting for replication");
                });
                second.replicateFrom(first);
                await().atMost(SOON).until(() -> {
                    its(provider, ada, user -> titles.add(user.getString("title")));
                    return its(
                            provider,
                            ada,
                            user -> user.getJsonObject(ENTERPRISE, new JsonObject())
                                    .getString("department", "")
                                    .equals("Board"));
                });

                assertThat(titles).containsExactly("Director");
                assertThat(service.get("/health/ready").body()).contains("dc2.");
                assertThat(service.meter("adsync_listener_failovers_total")).isEqualTo(1);
                assertThat(service.meter("adsync_listener_enumerations_total")).isEqualTo(1);
            }
        }
    }

    private static Entry hireEngineer(EmbeddedDirectory directory) throws LDAPException {
        Entry person = People.person(99).entry("OU=Staff," + directory.baseDn());
        person.setAttribute(new Attribute("title", "Engineer"));
        administer(directory, connection -> connection.add(person));
        return person;
    }

    private static boolean its(SdkScimServer provider, Entry of, Predicate<JsonObject> fits) {
        return provider.provider().users().stream()
                .filter(user -> user.getString("userName").equals(of.getAttributeValue("userPrincipalName")))
                .anyMatch(fits);
    }

    private Path configuration(
            TcpProxy way, EmbeddedDirectory first, EmbeddedDirectory second, SdkScimServer provider) {
        String directory = """
                servers: ["ldap://127.0.0.1:%d", "%s"]
                allowClearText: true
                root: OU=Staff,%s
                user: %s
                password: %s
                poll: 1s
                """.formatted(
                        way.port(),
                        second.ldapUrl(),
                        first.baseDn(),
                        first.serviceAccount(),
                        first.options().accounts().servicePassword());
        return Service.configuration(folder, directory, provider, provider.url());
    }

    private static void set(EmbeddedDirectory directory, Entry user, String attribute, String value)
            throws LDAPException {
        administer(
                directory,
                connection ->
                        connection.modify(user.getDN(), new Modification(ModificationType.REPLACE, attribute, value)));
    }

    /** What an administrator does. */
    @FunctionalInterface
    private interface Step {
        void on(LDAPConnection connection) throws LDAPException;
    }

    private static void administer(EmbeddedDirectory directory, Step step) throws LDAPException {
        try (var connection = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            step.on(connection);
        }
    }
}
