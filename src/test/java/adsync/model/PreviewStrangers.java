package adsync.model;

import adsync.change.ObjectGuid;
import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Accounts and groups that were at a provider before us. */
final class PreviewStrangers {

    private final Random random;
    private final LDAPConnection administrator;
    private final ScimServer provider;
    private final List<String> told;

    PreviewStrangers(Random random, LDAPConnection administrator, ScimServer provider, List<String> told) {
        this.random = random;
        this.administrator = administrator;
        this.provider = provider;
        this.told = told;
    }

    /** Accounts: somebody's login, somebody's identity, nobody's. */
    void accounts(List<String> people) throws LDAPException {
        for (int stranger = 0; stranger < random.nextInt(4); stranger++) {
            var person = Objects.requireNonNull(administrator.getEntry(
                    people.get(random.nextInt(people.size())), "userPrincipalName", "objectGUID"));
            JsonObject account = new JsonObject()
                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                    .put("userName", person.getAttributeValue("userPrincipalName"))
                    .put("title", "Stranger")
                    .put("active", random.nextBoolean());
            switch (random.nextInt(3)) {
                case 0 ->
                    account.put(
                            "externalId",
                            ObjectGuid.ofOctets(Objects.requireNonNull(person.getAttributeValueBytes("objectGUID")))
                                    .toString());
                case 1 -> account.put("userName", "stranger" + stranger + "@lab.test");
                default -> {}
            }
            told.add("stranger " + account + ": "
                    + provider.probe().post("/Users", account).status());
        }
    }

    /** Groups: one's identity, one's name. */
    void groups(List<String> teams) throws LDAPException {
        for (int stranger = 0; stranger < random.nextInt(3); stranger++) {
            var team = Objects.requireNonNull(
                    administrator.getEntry(teams.get(random.nextInt(teams.size())), "cn", "objectGUID"));
            JsonObject group = new JsonObject()
                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
                    .put("displayName", random.nextBoolean() ? "Stranger" : team.getAttributeValue("cn"));
            if (random.nextBoolean()) {
                group.put(
                        "externalId",
                        ObjectGuid.ofOctets(Objects.requireNonNull(team.getAttributeValueBytes("objectGUID")))
                                .toString());
            }
            told.add("stranger " + group + ": "
                    + provider.probe().post("/Groups", group).status());
        }
    }
}
