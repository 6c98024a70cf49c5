package adsync.app;

import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two domains of a forest, followed together. */
abstract class DomainsFixture {

    static final Duration SOON = Duration.ofSeconds(60);

    final EmbeddedDirectory west = directory("west.example", 1);
    final EmbeddedDirectory east = directory("east.example", 2);
    final SdkScimServer provider = SdkScimServer.start();
    final LDAPConnection westerner;
    final LDAPConnection easterner;
    private @Nullable Service running;
    Path configuration;

    @TempDir
    Path folder;

    DomainsFixture() throws LDAPException {
        westerner = administrator(west);
        easterner = administrator(east);
    }

    @BeforeEach
    void begin() throws LDAPException, IOException {
        // one account of the forest, which both know by the same name
        easterner.modify(
                Objects.requireNonNull(
                                easterner.searchForEntry(east.baseDn(), SearchScope.SUB, "(sAMAccountName=svc-adsync)"))
                        .getDN(),
                new Modification(ModificationType.REPLACE, "userPrincipalName", "svc-adsync@west.example"));
        westerner.add(root(west), new Attribute("objectClass", "organizationalUnit"));
        easterner.add(root(east), new Attribute("objectClass", "organizationalUnit"));
        Path trust = Files.writeString(folder.resolve("ca.pem"), west.certificatePem() + east.certificatePem());
        configuration = Service.configuration(
                folder,
                """
                servers: ["%s", "%s"]
                roots: ["%s", "%s"]
                user: svc-adsync@west.example
                password: %s
                trust: %s
                poll: 1s
                """.formatted(
                                west.ldapsUrl(),
                                east.ldapsUrl(),
                                root(west),
                                root(east),
                                west.options().accounts().servicePassword(),
                                trust),
                provider,
                provider.url(),
                "deprovision: delete",
                Service.UNGUARDED);
    }

    @AfterEach
    void end() {
        Service last = running;
        if (last != null) {
            last.close();
        }
        westerner.close();
        easterner.close();
        provider.close();
        west.close();
        east.close();
    }

    void start() {
        running = Service.start(configuration);
    }

    Service service() {
        return Objects.requireNonNull(running);
    }

    /** The accounts that have the one service that a group gives. */
    List<JsonObject> served() {
        return accounts().stream()
                .filter(account ->
                        String.valueOf(account.getJsonArray("entitlements")).contains("mailbox"))
                .toList();
    }

    JsonObject part(String name) {
        return service().ready().getJsonObject("parts").getJsonObject(name);
    }

    List<JsonObject> accounts() {
        return provider.probe().all("/Users");
    }

    static ObjectGuid guid(LDAPConnection connection, String dn) throws LDAPException {
        Entry entry = Objects.requireNonNull(connection.getEntry(dn, "objectGUID"));
        return ObjectGuid.ofOctets(Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID")));
    }

    static String root(EmbeddedDirectory directory) {
        return "OU=Inside," + directory.baseDn();
    }

    static EmbeddedDirectory directory(String dnsName, long seed) {
        return EmbeddedDirectory.start(
                EmbeddedDirectoryOptions.defaults().named(dnsName, "dc1").under(Clock.systemUTC(), seed));
    }

    static LDAPConnection administrator(EmbeddedDirectory directory) throws LDAPException {
        return new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }
}
