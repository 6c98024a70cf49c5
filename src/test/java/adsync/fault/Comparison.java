package adsync.fault;

import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the provider with the directory, by what both say themselves; ADSync is not asked. */
final class Comparison {

    private static final int PAGE = 500;
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String[] COMPARED = {
        "objectGUID",
        "userPrincipalName",
        "displayName",
        "givenName",
        "sn",
        "title",
        "department",
        "company",
        "telephoneNumber",
        "mail",
        "manager",
        "userAccountControl"
    };

    private final Map<String, JsonObject> accounts = new HashMap<>();
    private final Map<DN, String> ids = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private Comparison() {}

    /**
     * The differences, in words; empty if the provider is as it should be.
     *
     * @param users all accounts of the provider; those of users who are gone must be inactive
     */
    static List<String> differences(LDAPConnection directory, String root, List<JsonObject> users)
            throws LDAPException {
        var comparison = new Comparison();
        comparison.compare(people(directory, root), users);
        return comparison.differences;
    }

    private void compare(List<SearchResultEntry> people, List<JsonObject> users) throws LDAPException {
        for (JsonObject user : users) {
            String key = user.getString("externalId");
            if (accounts.put(key, user) != null) {
                differences.add("two accounts of " + key);
            }
        }
        for (SearchResultEntry entry : people) {
            JsonObject account = accounts.get(key(entry));
            if (account != null) {
                ids.put(entry.getParsedDN(), account.getString("id"));
            }
        }
        for (SearchResultEntry entry : people) {
            JsonObject account = accounts.remove(key(entry));
            if (account == null) {
                differences.add("no account of " + entry.getDN());
            } else {
                compare(entry, account);
            }
        }
        accounts.values().stream()
                .filter(account -> account.getBoolean("active", false))
                .forEach(account -> differences.add("an active account of nobody: " + account.getString("userName")));
    }

    private static String key(SearchResultEntry entry) {
        return ObjectGuid.ofOctets(Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID")))
                .toString();
    }

    private void compare(SearchResultEntry entry, JsonObject account) throws LDAPException {
        JsonObject name = account.getJsonObject("name", new JsonObject());
        JsonObject enterprise = account.getJsonObject(ENTERPRISE, new JsonObject());
        differ(entry, "userPrincipalName", account.getString("userName"));
        differ(entry, "displayName", account.getString("displayName"));
        differ(entry, "givenName", name.getString("givenName"));
        differ(entry, "sn", name.getString("familyName"));
        differ(entry, "title", account.getString("title"));
        differ(entry, "department", enterprise.getString("department"));
        differ(entry, "company", enterprise.getString("organization"));
        differ(entry, "telephoneNumber", ofWork(account, "phoneNumbers"));
        differ(entry, "mail", ofWork(account, "emails"));
        boolean enabled = (Integer.parseInt(entry.getAttributeValue("userAccountControl")) & 2) == 0;
        differ(entry, "enabled", Boolean.toString(enabled), Boolean.toString(account.getBoolean("active", false)));
        // Whoever is not at the provider cannot be anybody's manager there.
        String manager = entry.getAttributeValue("manager");
        differ(
                entry,
                "manager",
                manager == null ? null : ids.get(new DN(manager)),
                enterprise.getJsonObject("manager", new JsonObject()).getString("value"));
    }

    private static @Nullable String ofWork(JsonObject account, String attribute) {
        return account.getJsonArray(attribute, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(value -> "work".equals(value.getString("type")))
                .findFirst()
                .map(value -> value.getString("value"))
                .orElse(null);
    }

    private void differ(SearchResultEntry entry, String attribute, @Nullable String actual) {
        differ(entry, attribute, entry.getAttributeValue(attribute), actual);
    }

    private void differ(SearchResultEntry entry, String what, @Nullable String expected, @Nullable String actual) {
        if (!Objects.equals(expected, actual)) {
            differences.add(entry.getDN() + ": " + what + " " + expected + " is " + actual + " at the provider");
        }
    }

    private static List<SearchResultEntry> people(LDAPConnection directory, String root) throws LDAPException {
        List<SearchResultEntry> found = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            var request = new SearchRequest(
                    root, SearchScope.SUB, Filter.createEqualityFilter("objectClass", "user"), COMPARED);
            request.addControl(new SimplePagedResultsControl(PAGE, cookie));
            var result = directory.search(request);
            found.addAll(result.getSearchEntries());
            var control = SimplePagedResultsControl.get(result);
            cookie = control == null || !control.moreResultsToReturn() ? null : control.getCookie();
        } while (cookie != null);
        return found;
    }
}
