package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page leads from a group that cannot be shipped to what is known of it, and to another try. */
class ParkedGroupPageIT extends PageFixture {

    @Override
    String more() {
        return "groups: {ship: true}";
    }

    /** Two groups of the provider have the key of one of the directory, which comes into the root after that. */
    private List<String> park() throws LDAPException {
        String outside = "CN=Crew," + directory.baseDn();
        administrator().add(outside, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", "crew"));
        SearchResultEntry entry = Objects.requireNonNull(administrator().getEntry(outside, "objectGUID"));
        byte[] guid = Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID"));
        JsonObject taken = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
                .put("externalId", ObjectGuid.ofOctets(guid).toString())
                .put("displayName", "Crew");
        List<String> two = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            two.add(provider.probe().post("/Groups", taken).json().getString("id"));
        }
        administrator().modifyDN(outside, "CN=Crew", true, "OU=Staff," + directory.baseDn());
        await().atMost(SOON).until(() -> service().statistics().parked() == 2);
        return two;
    }

    @Test
    void a_parked_group_is_explained_as_a_group_and_tried_again() throws InterruptedException, LDAPException {
        List<String> two = park();
        signIn();
        awaitText("the provider has 2 groups with this key");

        browser().driver().findElement(By.linkText("Crew")).click();

        awaitText("a group that is shipped");
        awaitText("Has no group of it that we know.");
        awaitText("Cannot be shipped as it is.");
        awaitText("the provider has 2 groups with this key");
        assertThat(browser().text()).doesNotContain("it is no user");
        browser().photograph("parked-group-1280-light");
        two.forEach(id -> provider.probe().delete("/Groups/" + id));
        browser().press("Retry now");

        await().atMost(SOON).until(() -> service().statistics().parked() == 1);
        assertThat(provider.groups()).hasSize(1);
        assertThat(browser().complaints()).isEmpty();
    }
}
