package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group that cannot be shipped is explained as a group, and tried again by the name that is told of it. */
class ParkedGroupTest extends DeskFixture {

    private String group;
    private final List<String> two = new ArrayList<>();

    @Override
    String more() {
        return "groups: {ship: true}";
    }

    @BeforeEach
    void found() throws LDAPException {
        group = "CN=Crew,OU=Staff," + directory.baseDn();
        try (var connection = new LDAPConnection(directory.host(), directory.port())) {
            connection.bind(
                    directory.administrator(), directory.options().accounts().administratorPassword());
            connection.add(
                    group,
                    new Attribute("objectClass", "group"),
                    new Attribute("sAMAccountName", "crew"),
                    new Attribute("member", unlucky.getDN()));
            SearchResultEntry entry = Objects.requireNonNull(connection.getEntry(group, "objectGUID"));
            byte[] guid = Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID"));
            JsonObject taken = new JsonObject()
                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
                    .put("externalId", ObjectGuid.ofOctets(guid).toString())
                    .put("displayName", "Crew");
            for (int number = 0; number < 2; number++) {
                two.add(provider.probe().post("/Groups", taken).json().getString("id"));
            }
        }
    }

    private JsonObject explained(String who) {
        Ended why = adsync("why", who, "--json");
        assertThat(why.exitCode()).as(why.toString()).isZero();
        assertThat(why.json().getJsonArray("people")).isEmpty();
        return why.json().getJsonArray("groups").getJsonObject(0);
    }

    @Test
    void it_is_explained_with_its_cause_and_mended() {
        try (Service service = started(2)) {
            Ended why = adsync("why", group);
            assertThat(why.exitCode()).as(why.toString()).isZero();
            assertThat(why.out())
                    .startsWith(group)
                    .containsPattern("(?m)^  scope +a group that is shipped$")
                    .containsPattern("(?m)^  provider +has no group of it that we know$")
                    .containsPattern("(?m)^  state +parked$")
                    .containsPattern("(?m)^  waiting +created since ")
                    .contains("cause: the provider has 2 groups with this key", "last change  created at ")
                    .doesNotContain("no user");
            JsonObject parked = explained(group);
            assertThat(explained(parked.getString("objectGUID"))).isEqualTo(parked);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(adsync("tail", "--user", group).out())
                                    .contains("the provider has 2 groups with this key"));

            two.forEach(id -> provider.probe().delete("/Groups/" + id));
            Ended retry = adsync("retry", group);

            assertThat(retry.exitCode()).as(retry.toString()).isZero();
            await().atMost(SOON).until(() -> service.statistics().parked() == 1);
            JsonObject mended = explained(group);
            assertThat(mended.getString("state")).isEqualTo("settled");
            assertThat(mended.getJsonObject("provider").getString("displayName"))
                    .isEqualTo("Crew");
            assertThat(adsync("why", group).out())
                    .contains("has group "
                            + mended.getJsonObject("provider").getString("id")
                            + ", Crew, with 0 members that we know");
        }
        assertThat(explained(group).getString("scope")).isEqualTo("a group that is shipped");
    }
}
