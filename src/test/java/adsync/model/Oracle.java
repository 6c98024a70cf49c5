package adsync.model;

import adsync.change.ObjectGuid;
import adsync.testing.ScimProbe;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the provider should have, worked out from the directory by code that shares nothing with ADSync. */
final class Oracle {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final int DISABLED = 2;

    private final LDAPConnection directory;
    private final ScimProbe provider;
    private final String domain;

    Oracle(LDAPConnection directory, ScimProbe provider, String domain) {
        this.domain = domain;
        this.directory = directory;
        this.provider = provider;
    }

    /**
     * What is wrong, in words; empty if all is well.
     *
     * @param everybody all users of some histories, wherever they are now
     * @param units where in the root they may be
     */
    List<String> complaints(Set<ObjectGuid> everybody, List<String> units) throws LDAPException {
        Map<ObjectGuid, SearchResultEntry> present = present(units);
        Map<ObjectGuid, JsonObject> accounts = new HashMap<>();
        List<String> complaints = new ArrayList<>();
        for (ObjectGuid user : everybody) {
            List<JsonObject> found = provider.find("/Users", "externalId eq \"" + user + "\"");
            if (found.size() > 1) {
                complaints.add(user + " has " + found.size() + " accounts");
            }
            found.stream().findFirst().ifPresent(account -> accounts.put(user, account));
        }
        for (ObjectGuid user : everybody) {
            SearchResultEntry entry = present.get(user);
            Optional<JsonObject> account = Optional.ofNullable(accounts.get(user));
            if (entry != null) {
                account.ifPresentOrElse(
                        has -> compare(entry, has, accounts, present, complaints),
                        () -> complaints.add(entry.getDN() + " has no account"));
            } else if (account.filter(has -> has.getBoolean("active", false)).isPresent()) {
                complaints.add(user + " is gone, but its account is active");
            }
        }
        return complaints;
    }

    private Map<ObjectGuid, SearchResultEntry> present(List<String> units) throws LDAPException {
        Map<ObjectGuid, SearchResultEntry> present = new HashMap<>();
        for (String unit : units) {
            present(unit, present);
        }
        return present;
    }

    private void present(String unit, Map<ObjectGuid, SearchResultEntry> present) throws LDAPException {
        for (SearchResultEntry entry :
                search(directory, unit, "(&(objectClass=user)(!(objectClass=computer)))", "*", "objectGUID")) {
            present.put(guid(entry), entry);
        }
    }

    private void compare(
            SearchResultEntry entry,
            JsonObject account,
            Map<ObjectGuid, JsonObject> accounts,
            Map<ObjectGuid, SearchResultEntry> present,
            List<String> complaints) {
        JsonObject name = account.getJsonObject("name", new JsonObject());
        JsonObject enterprise = account.getJsonObject(ENTERPRISE, new JsonObject());
        Map<String, @Nullable String> actual = new HashMap<>();
        actual.put("userPrincipalName", account.getString("userName"));
        actual.put("displayName", account.getString("displayName"));
        actual.put("givenName", name.getString("givenName"));
        actual.put("sn", name.getString("familyName"));
        actual.put("title", account.getString("title"));
        actual.put("department", enterprise.getString("department"));
        actual.put("telephoneNumber", workPhone(account));
        actual.forEach((attribute, value) -> {
            String expected = expected(entry, attribute);
            if (!Objects.equals(expected, value)) {
                complaints.add("%s: %s is %s, at the provider %s".formatted(entry.getDN(), attribute, expected, value));
            }
        });
        boolean enabled = (Integer.parseInt(entry.getAttributeValue("userAccountControl")) & DISABLED) == 0;
        if (enabled != account.getBoolean("active", false)) {
            complaints.add(
                    entry.getDN() + ": enabled " + enabled + ", at the provider " + account.getBoolean("active"));
        }
        String boss = enterprise.getJsonObject("manager", new JsonObject()).getString("value");
        String expected = manager(entry, accounts, present);
        if (!Objects.equals(expected, boss)) {
            complaints.add(entry.getDN() + ": manager is account " + expected + ", at the provider " + boss);
        }
    }

    /** A restored user has lost its login and its display name: others stand in for them. */
    private @Nullable String expected(SearchResultEntry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        if (value != null) {
            return value;
        }
        return switch (attribute) {
            case "userPrincipalName" -> entry.getAttributeValue("sAMAccountName") + "@" + domain;
            case "displayName" -> entry.getAttributeValue("cn");
            default -> null;
        };
    }

    /** Only somebody who has an account, and is there, can be named as the manager. */
    private @Nullable String manager(
            SearchResultEntry entry, Map<ObjectGuid, JsonObject> accounts, Map<ObjectGuid, SearchResultEntry> present) {
        String dn = entry.getAttributeValue("manager");
        for (Map.Entry<ObjectGuid, SearchResultEntry> other : present.entrySet()) {
            if (other.getValue().getDN().equalsIgnoreCase(String.valueOf(dn))) {
                JsonObject account = accounts.get(other.getKey());
                return account == null ? null : account.getString("id");
            }
        }
        return null;
    }

    private static @Nullable String workPhone(JsonObject account) {
        for (Object phone : account.getJsonArray("phoneNumbers", new JsonArray())) {
            if (phone instanceof JsonObject number && "work".equals(number.getString("type"))) {
                return number.getString("value");
            }
        }
        return null;
    }

    static List<SearchResultEntry> search(LDAPConnection directory, String base, String filter, String... attributes)
            throws LDAPException {
        return Objects.requireNonNull(
                directory.search(base, SearchScope.SUB, filter, attributes).getSearchEntries());
    }

    static ObjectGuid guid(SearchResultEntry entry) {
        return ObjectGuid.ofOctets(Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID")));
    }
}
