package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.config.Configuration;
import adsync.control.ControlClient;
import adsync.desk.Why;
import adsync.shipper.RehearsedAccount;
import adsync.testing.People;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is asked about two domains, and who of one belongs to a group of the other. */
class AcrossDomainsTest extends DomainsFixture {

    AcrossDomainsTest() throws LDAPException {}

    /** What the other domain's object leaves in this one, such as a phantom, has its identity and nothing else of it. */
    @Test
    void a_member_from_the_other_domain_has_the_service_and_one_from_nowhere_does_no_harm()
            throws LDAPException, IOException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));
        ObjectGuid easternerGuid =
                guid(easterner, People.person(2).entry(root(east)).getDN());
        String phantom = "CN=Phantom," + west.baseDn();
        west.faults().identifyNext(easternerGuid.value());
        westerner.add(phantom, new Attribute("objectClass", "contact"));
        String stranger = "CN=S-1-5-21-1-2-3-1104," + west.baseDn();
        westerner.add(stranger, new Attribute("objectClass", "contact"));
        String group = "CN=Mail," + root(west);
        westerner.add(
                group,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail"),
                new Attribute(
                        "member",
                        phantom,
                        stranger,
                        People.person(1).entry(root(west)).getDN()));
        Files.writeString(
                configuration,
                Files.readString(configuration) + "services: {mailbox: {groups: [\"" + group + "\"]}}\n");

        start();

        await().atMost(SOON).until(() -> served().size() == 2);
        westerner.modify(group, new Modification(ModificationType.DELETE, "member", phantom));
        await().atMost(SOON).until(() -> served().size() == 1);
        westerner.modify(group, new Modification(ModificationType.ADD, "member", phantom));
        await().atMost(SOON).until(() -> served().size() == 2);
        assertThat(part("directory west.example").getString("state")).isEqualTo("up");
        assertThat(service().statistics().parked()).isZero();
    }

    /** Stands in the west for an object of the east, as a domain controller keeps it for a member of another domain. */
    private String phantom(String name, ObjectGuid of) throws LDAPException {
        String phantom = "CN=" + name + "," + west.baseDn();
        west.faults().identifyNext(of.value());
        westerner.add(phantom, new Attribute("objectClass", "contact"));
        return phantom;
    }

    private String easternGroup(String name, String... members) throws LDAPException {
        String group = "CN=" + name + "," + root(east);
        easterner.add(
                group,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", name),
                new Attribute("member", members));
        return group;
    }

    @Test
    void a_group_of_the_other_domain_in_a_group_gives_its_members_the_service() throws LDAPException, IOException {
        List<String> people = new ArrayList<>();
        for (int person = 1; person <= 3; person++) {
            easterner.add(People.person(person).entry(root(east)));
            people.add(People.person(person).entry(root(east)).getDN());
        }
        String deep = easternGroup("Deep", people.get(0));
        String inner = easternGroup("Inner", people.get(1), deep);
        String phantom = phantom("Phantom", guid(easterner, inner));
        String mail = "CN=Mail," + root(west);
        westerner.add(
                mail,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail"),
                new Attribute("member", phantom));
        String plain = Files.readString(configuration);
        String services = "services: {mailbox: {groups: [\"" + mail + "\"]}}\n";
        Files.writeString(configuration, plain + services);

        start();
        await().atMost(SOON).until(() -> served().size() == 2);
        easterner.modify(inner, new Modification(ModificationType.ADD, "member", people.get(2)));
        await().atMost(SOON).until(() -> served().size() == 3);

        service().close();
        Files.writeString(configuration, plain + "scope: {filter: \"(sAMAccountName=*)\"}\n" + services);
        start(); // reads all anew
        easterner.modify(inner, new Modification(ModificationType.DELETE, "member", people.get(1)));
        await().atMost(SOON).until(() -> served().size() == 2);

        westerner.modify(mail, new Modification(ModificationType.DELETE, "member", phantom));
        await().atMost(SOON).until(() -> served().isEmpty());
        westerner.modify(mail, new Modification(ModificationType.ADD, "member", phantom));
        await().atMost(SOON).until(() -> served().size() == 2);
        assertThat(part("directory east.example").getString("state")).isEqualTo("up");
    }

    /** A domain controller may hear of a group of its own domain after the other domain has it as a member. */
    @Test
    void a_group_that_reaches_its_own_domain_s_controller_later_than_the_membership_is_found()
            throws LDAPException, IOException {
        List<String> people = new ArrayList<>();
        for (int person = 1; person <= 2; person++) {
            easterner.add(People.person(person).entry(root(east)));
            people.add(People.person(person).entry(root(east)).getDN());
        }
        ObjectGuid late = new ObjectGuid(UUID.randomUUID());
        String mail = "CN=Mail," + root(west);
        westerner.add(
                mail,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail"),
                new Attribute(
                        "member",
                        phantom("Late", late),
                        phantom("Early", guid(easterner, easternGroup("Early", people.get(0))))));
        Files.writeString(
                configuration, Files.readString(configuration) + "services: {mailbox: {groups: [\"" + mail + "\"]}}\n");
        start();
        await().atMost(SOON).until(() -> served().size() == 1); // the late one was looked for with it

        east.faults().identifyNext(late.value());
        easternGroup("Late", people.get(1));

        await().atMost(SOON).until(() -> served().size() == 2);
    }

    @Test
    void a_preview_of_both_says_what_a_start_does() throws LDAPException, IOException {
        for (int person = 1; person <= 3; person++) {
            westerner.add(People.person(person).entry(root(west)));
            easterner.add(People.person(10 + person).entry(root(east)));
        }
        String group = "CN=Mail," + root(west);
        westerner.add(
                group,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "Mail"),
                new Attribute("member", People.person(1).entry(root(west)).getDN()));
        Files.writeString(
                configuration,
                Files.readString(configuration) + "services: {mailbox: {groups: [\"" + group
                        + "\"]}, chat: {filter: \"(sn=*)\"}}\n");

        List<RehearsedAccount> previewed = preview();

        assertThat(previewed)
                .hasSize(6)
                .allSatisfy(one -> assertThat(one.kinds()).containsExactly(RehearsedAccount.Kind.CREATE));
        assertThat(previewed)
                .filteredOn(
                        one -> String.valueOf(one.values().get("entitlements")).contains("mailbox"))
                .singleElement()
                .satisfies(one -> assertThat(one.dn()).endsWith(west.baseDn()));
        assertThat(accounts()).isEmpty();
        start();
        await().atMost(SOON)
                .until(() -> accounts().size() == 6
                        && served().size() == 1
                        && service().statistics().outbox() == 0);
        assertThat(served()).hasSize(1);

        service().close();
        Files.writeString(configuration, Files.readString(configuration).replace(", \"" + root(east) + "\"", ""));
        assertThat(preview())
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.kinds()).containsExactly(RehearsedAccount.Kind.DELETE));
    }

    private List<RehearsedAccount> preview() {
        List<RehearsedAccount> previewed = new ArrayList<>();
        Preview.make(
                Configuration.load(configuration, Map.of()),
                Clock.systemUTC(),
                one -> previewed.add((RehearsedAccount) one));
        return previewed;
    }

    @Test
    void why_tells_what_one_domain_says_while_the_other_is_away() throws LDAPException, InterruptedException {
        westerner.add(People.person(1).entry(root(west)));
        easterner.add(People.person(2).entry(root(east)));
        start();
        await().atMost(SOON).until(() -> accounts().size() == 2);
        east.close();

        JsonObject here = why(People.person(1));
        JsonObject there = why(People.person(2));

        assertThat(here.getString("directoryNotAsked")).startsWith("east.example: ");
        assertThat(here.getJsonArray("people").getJsonObject(0).getString("scope"))
                .startsWith("It lives in " + root(west));
        assertThat(there.getJsonArray("people").getJsonObject(0).getString("scope"))
                .isEqualTo("it was in scope when it was last read");
    }

    private JsonObject why(People.Person person) throws InterruptedException {
        String who = person.entry("OU=Any,DC=any").getAttributeValue("userPrincipalName");
        return switch (ControlClient.ask(folder.resolve("state"), Why.NAME, new JsonObject().put("who", who))) {
            case ControlClient.Answered answered -> answered.answer().body();
            case ControlClient.Unreachable unreachable -> throw new AssertionError(unreachable.why());
        };
    }
}
