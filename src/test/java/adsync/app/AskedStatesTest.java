package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.directory.WritableController;
import adsync.embedded.EmbeddedDirectory;
import adsync.journal.EnrolledController;
import adsync.secret.Secret;
import adsync.shipper.PasswordStates;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
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
    private final List<EnrolledController> enrolled = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
        second.close();
        first.close();
    }

    /** Those of a forest. */
    private static List<WritableController> forest() {
        return List.of(
                new WritableController(guid(1), "DC1.example.com", "S-1-5-21-1"),
                new WritableController(guid(2), "dc2.example.com", "S-1-5-21-1"),
                new WritableController(guid(3), "", "S-1-5-21-1"),
                new WritableController(guid(4), "dc1.child.example.com", "S-1-5-21-2"),
                new WritableController(guid(5), "dc2.corp.example", "S-1-5-21-3"));
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

    /** Its name of today is told when it is asked itself, which is before anybody else is. */
    @Test
    void of_changes_of_one_that_was_renamed_others_of_its_domain_may_have_heard_and_it_is_none_of_them() {
        invited("before.example.com", 2);
        PasswordStates states = asked();

        states.at("BEFORE.example.com", List.of()).await();

        assertThat(states.others("before.EXAMPLE.com")).containsExactly("DC1.example.com");
    }

    private void invited(String name, int guid) {
        enrolled.add(new EnrolledController(
                1,
                name,
                Optional.of(guid(guid).toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
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
                AskedStatesTest::forest,
                () -> Future.succeededFuture(enrolled));
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

    /** It sends passwords under the name that it was invited by. */
    @Test
    void one_that_was_renamed_since_it_was_invited_is_asked_by_its_name_of_today() throws LDAPException {
        first.seedPeople(1);
        second.replicateFrom(first);
        ObjectGuid person;
        try (LDAPConnection connection = administrator(second)) {
            SearchResultEntry found = Objects.requireNonNull(connection.searchForEntry(
                    "OU=Staff," + first.baseDn(), SearchScope.SUB, "(objectClass=user)", "objectGUID"));
            person = ObjectGuid.ofOctets(Objects.requireNonNull(found.getAttributeValueBytes("objectGUID")));
        }
        invited("before.corp.example", 5);

        assertThat(asked().at("BEFORE.corp.example", List.of(person)).await()).containsOnlyKeys(person);
        assertThat(asked().at("dc9.corp.example", List.of(person)).await()).isEmpty();
    }
}
