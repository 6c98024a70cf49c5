package adsync.model;

import adsync.change.ObjectGuid;
import adsync.testing.People;
import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Accounts and groups at a provider whose users and groups the directory does not have any more, or never had. */
final class PreviewOrphans {

    private static final int FIRST = 90;

    private final Random random;
    private final LDAPConnection administrator;
    private final String root;
    private final ScimServer provider;
    private final List<String> told;

    PreviewOrphans(Random random, LDAPConnection administrator, String root, ScimServer provider, List<String> told) {
        this.random = random;
        this.administrator = administrator;
        this.root = root;
        this.provider = provider;
        this.told = told;
    }

    /**
     * Leaves some.
     *
     * @param people whose logins an orphan may have taken
     */
    void leave(List<String> people) throws LDAPException {
        for (int orphan = 0; orphan < 1 + random.nextInt(3); orphan++) {
            int number = Math.floorMod(root.hashCode(), 1000) * 100 + FIRST + orphan;
            JsonObject account = resource("User", random.nextInt(4) == 0 ? unheardOf() : deletedUser(number))
                    .put("userName", random.nextInt(3) == 0 ? login(people) : "orphan" + number + "@lab.test")
                    .put("active", random.nextInt(4) > 0);
            told.add("orphan " + account + ": "
                    + provider.probe().post("/Users", account).status());
        }
        if (random.nextBoolean()) {
            JsonObject group = resource("Group", deletedGroup()).put("displayName", "Orphans");
            told.add("orphan " + group + ": "
                    + provider.probe().post("/Groups", group).status());
        }
    }

    private static JsonObject resource(String type, ObjectGuid externalId) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:" + type))
                .put("externalId", externalId.toString());
    }

    private String login(List<String> people) throws LDAPException {
        String who = people.get(random.nextInt(people.size()));
        var person = Objects.requireNonNull(administrator.getEntry(who, "userPrincipalName"));
        return Objects.requireNonNull(person.getAttributeValue("userPrincipalName"));
    }

    private ObjectGuid unheardOf() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return ObjectGuid.ofOctets(octets);
    }

    private ObjectGuid deletedUser(int number) throws LDAPException {
        var person = People.person(number);
        administrator.add(person.entry(root));
        return deleted(person.dn(root));
    }

    private ObjectGuid deletedGroup() throws LDAPException {
        String dn = "CN=Orphans," + root;
        administrator.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", "Orphans"));
        return deleted(dn);
    }

    private ObjectGuid deleted(String dn) throws LDAPException {
        var entry = Objects.requireNonNull(administrator.getEntry(dn, "objectGUID"));
        administrator.delete(dn);
        return ObjectGuid.ofOctets(Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID")));
    }
}
