package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two domains of a forest, followed together. */
class DomainsTest extends DomainsFixture {

    DomainsTest() throws LDAPException {}

    @Test
    void users_of_both_are_shipped_and_each_is_told_of() throws LDAPException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));

        start();

        await().atMost(SOON).until(() -> accounts().size() == 2);
        await().atMost(SOON).until(() -> service().meter("adsync_listener_bell_active") == 2);
        JsonObject parts = service().ready().getJsonObject("parts");
        assertThat(parts.fieldNames()).contains("directory west.example", "directory east.example");
        assertThat(service().get("/metrics").body())
                .contains("adsync_listener_bell_active{domain=\"west.example\"} 1")
                .contains("adsync_listener_domain_controller{domain=\"east.example\",host=\"dc1.east.example\"} 1");
        westerner.add(People.person(3).entry(root(west)));
        easterner.add(People.person(4).entry(root(east)));
        await().atMost(SOON).until(() -> accounts().size() == 4);

        service().close();
        easterner.add(People.person(5).entry(root(east)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 5);
        assertThat(service().meter("adsync_listener_enumerations_total")).isZero();
    }

    @Test
    void a_domain_that_cannot_be_reached_does_not_stop_the_other() throws LDAPException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);

        east.faults().failNextSearches(10_000, ResultCode.BUSY);
        east.faults().closeAllConnections();
        westerner.add(People.person(3).entry(root(west)));

        await().atMost(SOON).until(() -> accounts().size() == 3);
        await().atMost(SOON)
                .until(() -> "down".equals(part("directory east.example").getString("state")));
        assertThat(part("directory west.example").getString("state")).isEqualTo("up");
    }

    @Test
    void a_user_who_moves_to_the_other_domain_keeps_the_account() throws LDAPException {
        westerner.add(People.person(1).entry(root(west)));
        westerner.add(People.person(2).entry(root(west)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);
        ObjectGuid guid = guid(westerner, People.person(1).entry(root(west)).getDN());
        String id = id(guid).orElseThrow();

        arrive(guid, 1);
        west.faults().expunge(guid.value());
        await().atMost(SOON).until(() -> id(guid).isPresent() && moved() == 1);
        reconcile(west);

        await().atMost(SOON).until(() -> service().statistics().outbox() == 0);
        assertThat(accounts()).hasSize(3);
        assertThat(id(guid)).contains(id);
    }

    @Test
    void a_user_whose_new_domain_is_late_is_not_taken_for_gone() throws LDAPException {
        westerner.add(People.person(1).entry(root(west)));
        westerner.add(People.person(2).entry(root(west)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);
        ObjectGuid guid = guid(westerner, People.person(1).entry(root(west)).getDN());
        String id = id(guid).orElseThrow();

        east.faults().failNextSearches(10_000, ResultCode.BUSY);
        east.faults().closeAllConnections();
        arrive(guid, 1);
        west.faults().expunge(guid.value());
        double before = service().meter("adsync_listener_enumerations_total");
        west.faults().invalidateCookies();
        westerner.add(People.person(3).entry(root(west)));
        await().atMost(SOON).until(() -> service().meter("adsync_listener_enumerations_total") > before);
        await().atMost(SOON).until(() -> service().meter("adsync_listener_unconfirmed_objects") == 1);
        assertThat(id(guid)).contains(id);

        east.faults().clearFailures();
        await().atMost(SOON).until(() -> moved() == 1);
        await().atMost(SOON).until(() -> service().statistics().outbox() == 0);
        assertThat(id(guid)).contains(id);
        assertThat(accounts()).hasSize(3);
    }

    @Test
    void a_deletion_here_is_none_if_the_same_object_lives_there() throws LDAPException {
        westerner.add(People.person(1).entry(root(west)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 1);
        ObjectGuid guid = guid(westerner, People.person(1).entry(root(west)).getDN());
        String id = id(guid).orElseThrow();

        east.faults().failNextDirSync(1, ResultCode.BUSY);
        arrive(guid, 1);
        westerner.delete(People.person(1).entry(root(west)).getDN());

        await().atMost(SOON).until(() -> moved() == 1);
        westerner.add(People.person(2).entry(root(west)));
        await().atMost(SOON).until(() -> accounts().size() == 2);
        assertThat(id(guid)).contains(id);
    }

    @Test
    void users_of_a_domain_that_is_taken_out_of_the_configuration_leave() throws LDAPException, IOException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);
        service().close();
        String both = Files.readString(configuration);
        Files.writeString(configuration, both.replace(", \"" + root(east) + "\"", ""));

        start();
        await().atMost(SOON).until(() -> accounts().size() == 1);

        service().close();
        Files.writeString(configuration, both);
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);
    }

    @Test
    void a_group_of_one_domain_gives_its_service_and_the_other_domain_knows_of_it() throws LDAPException, IOException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));
        String group = "CN=Mail," + root(west);
        westerner.add(
                group,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail"),
                new Attribute("member", People.person(1).entry(root(west)).getDN()));
        Files.writeString(
                configuration,
                Files.readString(configuration) + "services: {mailbox: {groups: [\"" + group + "\"]}}\n");

        start();

        await().atMost(SOON).until(() -> accounts().size() == 2);
        await().atMost(SOON)
                .until(() -> !served().isEmpty() && service().statistics().outbox() == 0);
        assertThat(accounts())
                .filteredOn(account -> account.containsKey("entitlements"))
                .singleElement()
                .satisfies(account -> assertThat(account.getString("userName")).startsWith("p00001"));
    }

    /** The user comes to the east with the identity that it had in the west. */
    private void arrive(ObjectGuid guid, int person) throws LDAPException {
        east.faults().identifyNext(guid.value());
        try (LDAPConnection connection = administrator(east)) {
            connection.add(People.person(person).entry(root(east)));
        }
    }

    private double moved() {
        return service()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("adsync_listener_changes_total{kind=\"moved\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Has a whole domain compared, and waits until it is. */
    private void reconcile(EmbeddedDirectory directory) throws LDAPException {
        double before = service().meter("adsync_listener_enumerations_total");
        directory.faults().invalidateCookies();
        westerner.add(People.person(9).entry(root(west)));
        await().atMost(SOON).until(() -> service().meter("adsync_listener_enumerations_total") > before);
        await().atMost(SOON)
                .until(() -> "following"
                        .equals(part("directory " + directory.options().dnsName())
                                .getJsonObject("details")
                                .getString("phase")));
    }

    private Optional<String> id(ObjectGuid guid) {
        return accounts().stream()
                .filter(account -> guid.toString().equals(account.getString("externalId")))
                .map(account -> account.getString("id"))
                .findFirst();
    }
}
