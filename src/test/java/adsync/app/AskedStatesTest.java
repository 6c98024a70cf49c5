package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.directory.WritableController;
import adsync.embedded.EmbeddedDirectory;
import adsync.secret.Secret;
import adsync.shipper.PasswordStates;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A domain controller that has not heard of a change is not asked about it, but the one that took it. */
class AskedStatesTest {

    private final EmbeddedDirectory first = EmbeddedDirectory.start();
    private final EmbeddedDirectory second = first.startReplica("dc2");
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
        second.close();
        first.close();
    }

    /** Those of a forest of two domains. */
    private static List<WritableController> forest() {
        return List.of(
                new WritableController(guid(1), "DC1.example.com", "S-1-5-21-1"),
                new WritableController(guid(2), "dc2.example.com", "S-1-5-21-1"),
                new WritableController(guid(3), "", "S-1-5-21-1"),
                new WritableController(guid(4), "dc1.child.example.com", "S-1-5-21-2"));
    }

    private static ObjectGuid guid(int number) {
        return ObjectGuid.parse("00000000-0000-0000-0000-00000000000" + number);
    }

    @Test
    void of_its_changes_others_of_its_domain_may_have_heard() {
        assertThat(asked().others("dc1.EXAMPLE.com")).containsExactly("dc2.example.com");
        assertThat(asked().others("dc1.child.example.com")).isEmpty();
        assertThat(asked().others("dc9.example.com")).isEmpty();
    }

    private PasswordStates asked() {
        var options = new DirectoryOptions(
                List.of(URI.create(first.ldapUrl()), URI.create(second.ldapUrl())),
                Optional.empty(),
                new SimpleLogin(
                        first.serviceAccount(),
                        Secret.of(first.options().accounts().servicePassword())),
                Optional.empty(),
                false,
                true,
                new TreeSet<>(Set.of("pwdLastSet")),
                false);
        return new AskedStates(
                Map.of(first.options().dnsName(), options),
                vertx.createSharedWorkerExecutor("password-states"),
                AskedStatesTest::forest);
    }

    private static LDAPConnection administrator(EmbeddedDirectory directory) throws LDAPException {
        return new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    @Test
    void each_says_what_it_has_itself() throws LDAPException {
        first.seedPeople(1);
        second.replicateFrom(first);
        ObjectGuid guid;
        long set;
        try (LDAPConnection connection = administrator(second)) {
            SearchResultEntry person = Objects.requireNonNull(connection.searchForEntry(
                    "OU=Staff," + first.baseDn(), SearchScope.SUB, "(objectClass=user)", "objectGUID", "pwdLastSet"));
            guid = ObjectGuid.ofOctets(Objects.requireNonNull(person.getAttributeValueBytes("objectGUID")));
            set = Objects.requireNonNull(person.getAttributeValueAsLong("pwdLastSet"));
            connection.modify(person.getDN(), new Modification(ModificationType.REPLACE, "pwdLastSet", "0"));
        }

        PasswordStates states = asked();

        String domain = first.options().dnsName();
        assertThat(states.at("DC1." + domain, List.of(guid)).await()).containsExactly(Map.entry(guid, set));
        assertThat(states.at("dc2." + domain, List.of(guid)).await()).containsExactly(Map.entry(guid, 0L));
    }
}
