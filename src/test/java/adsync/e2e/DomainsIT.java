package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.People;
import adsync.testing.SambaDomain;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real domains, each with a domain controller of its own. */
class DomainsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LOGIN = "svc-dirsync@west.test";

    @TempDir
    private Path folder;

    @Test
    void both_are_followed_and_one_goes_on_without_the_other() throws LDAPException, IOException {
        try (SambaDomain west = SambaDomain.named("west.test");
                SambaDomain east = SambaDomain.named("east.test");
                SdkScimServer provider = SdkScimServer.start();
                LDAPConnection westerner = west.administrator();
                LDAPConnection easterner = east.administrator()) {
            easterner.modify(
                    east.directoryUserDn(), new Modification(ModificationType.REPLACE, "userPrincipalName", LOGIN));
            westerner.add(People.person(1).entry(west.peopleDn()));
            easterner.add(People.person(2).entry(east.peopleDn()));
            Path file = configuration(west, east, provider);

            try (Service service = Service.start(file)) {
                await().atMost(SOON).until(() -> accounts(provider).size() == 2);
                westerner.add(People.person(3).entry(west.peopleDn()));
                easterner.add(People.person(4).entry(east.peopleDn()));
                await().atMost(SOON).until(() -> accounts(provider).size() == 4);
                await().atMost(SOON).until(() -> service.meter("adsync_listener_bell_active") == 2);

                east.stop();
                westerner.delete(People.person(1).entry(west.peopleDn()).getDN());
                westerner.add(People.person(5).entry(west.peopleDn()));
                await().atMost(SOON).until(() -> accounts(provider).size() == 5);

                east.start();
                await().atMost(SOON).until(() -> active(provider) == 4);
                assertThat(accounts(provider)).hasSize(5);
            }
        }
    }

    private Path configuration(SambaDomain west, SambaDomain east, SdkScimServer provider) throws IOException {
        Path trust = Files.writeString(
                folder.resolve("ca.pem"), Files.readString(west.caFile()) + Files.readString(east.caFile()));
        String directory = """
                servers: ["%s", "%s"]
                roots: ["%s", "%s"]
                user: %s
                password: %s
                trust: %s
                poll: 2s
                """.formatted(
                east.ldapsUrl(), west.ldapsUrl(), west.peopleDn(), east.peopleDn(), LOGIN, west.password(), trust);
        return Service.configuration(folder, directory, provider, provider.url(), Service.UNGUARDED);
    }

    private static long active(SdkScimServer provider) {
        return accounts(provider).stream()
                .filter(account -> account.getBoolean("active", false))
                .count();
    }

    private static List<JsonObject> accounts(SdkScimServer provider) {
        return provider.probe().all("/Users");
    }
}
