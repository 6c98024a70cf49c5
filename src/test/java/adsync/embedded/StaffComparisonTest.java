package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.ScimProbe;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of the staff, and an account that is as it should be, until something is changed. */
class StaffComparisonTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final SdkScimServer server = SdkScimServer.start();
    private final ScimProbe probe = server.probe();
    private Lab lab;
    private SearchResultEntry person;
    private String account;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.directory().seedPeople(1);
        person = Lab.entries(lab.administrator()
                        .search(lab.dn("OU=Staff"), SearchScope.SUB, "(objectClass=user)", "*", "objectGUID"))
                .getFirst();
        account = probe.post("/Users", account()).json().getString("id");
    }

    @AfterEach
    void stop() {
        lab.close();
        server.close();
    }

    private JsonObject account() {
        return new JsonObject()
                .put("schemas", new JsonArray(List.of("urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE)))
                .put(
                        "externalId",
                        Guid.ofOctets(Objects.requireNonNull(person.getAttributeValueBytes("objectGUID")))
                                .toString())
                .put("userName", value("userPrincipalName"))
                .put("displayName", value("displayName"))
                .put("name", new JsonObject().put("familyName", value("sn")))
                .put("title", value("title"))
                .put("active", true)
                .put("emails", new JsonArray().add(typed("work", "value", "mail")))
                .put(
                        "phoneNumbers",
                        new JsonArray()
                                .add(typed("work", "value", "telephoneNumber"))
                                .add(typed("mobile", "value", "mobile")))
                .put("addresses", new JsonArray().add(typed("work", "streetAddress", "streetAddress")))
                .put(ENTERPRISE, new JsonObject().put("department", value("department")));
    }

    private String value(String attribute) {
        return Objects.requireNonNull(person.getAttributeValue(attribute));
    }

    private JsonObject typed(String type, String part, String attribute) {
        return new JsonObject().put("type", type).put(part, value(attribute));
    }

    private List<String> differences() {
        return StaffComparison.differences(lab.directory(), server.provider());
    }

    private void replace(String attribute, String... values) throws LDAPException {
        lab.administrator().modify(person.getDN(), new Modification(ModificationType.REPLACE, attribute, values));
    }

    @Test
    void equal_ones_are_equal_and_strangers_at_the_provider_do_not_count() {
        probe.post("/Users", account().put("userName", "stranger").putNull("externalId"));

        assertThat(differences()).isEmpty();
    }

    @Test
    void what_is_other_cleared_or_not_cleared_is_told() throws LDAPException {
        replace("title", "Director");
        replace("mobile");
        replace("manager", person.getDN());
        replace("userAccountControl", "514");

        assertThat(differences())
                .hasSize(4)
                .anyMatch(line -> line.contains(": title Director is " + value("title")))
                .anyMatch(line -> line.contains(": mobile null is " + value("mobile")))
                .anyMatch(line -> line.contains(": manager " + account + " is null"))
                .anyMatch(line -> line.contains(": enabled false is true"));
    }

    @Test
    void an_address_without_a_street_is_none_of_a_street() {
        probe.patch("/Users/" + account, ScimProbe.operation("replace", "addresses", withoutStreet()));

        assertThat(differences()).singleElement().asString().contains(": streetAddress " + value("streetAddress"));
    }

    private static JsonArray withoutStreet() {
        return new JsonArray().add(new JsonObject().put("type", "work").put("locality", "Hamburg"));
    }

    @Test
    void who_has_no_account_or_two_or_has_left_is_told() throws LDAPException {
        probe.post("/Users", account().put("userName", "double"));
        assertThat(differences()).anyMatch(line -> line.startsWith("two accounts of "));

        lab.administrator().delete(person.getDN());
        assertThat(differences()).anyMatch(line -> line.startsWith("an active account of nobody"));

        lab.directory().seedPeople(1);
        assertThat(differences()).anyMatch(line -> line.startsWith("no account of "));
    }
}
