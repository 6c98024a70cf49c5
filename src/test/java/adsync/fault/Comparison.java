package adsync.fault;

import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
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

    private Comparison() {}

    /**
     * The differences, in words; empty if the provider is as it should be.
     *
     * @param users all accounts of the provider; those of users who are gone must be inactive
     */
    static List<String> differences(LDAPConnection directory, String root, List<JsonObject> users)
            throws LDAPException {
        List<String> differences = new ArrayList<>();
        Map<String, JsonObject> accounts = new HashMap<>();
        for (JsonObject user : users) {
            String key = user.getString("externalId");
            if (accounts.put(key, user) != null) {
                differences.add("two accounts of " + key);
            }
        }
        for (SearchResultEntry entry : people(directory, root)) {
            ObjectGuid guid = ObjectGuid.ofOctets(Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID")));
            JsonObject account = accounts.remove(guid.toString());
            if (account == null) {
                differences.add("no account of " + entry.getDN());
            } else {
                compare(entry, account, differences);
            }
        }
        accounts.values().stream()
                .filter(account -> account.getBoolean("active", false))
                .forEach(account -> differences.add("an active account of nobody: " + account.getString("userName")));
        return differences;
    }

    private static void compare(SearchResultEntry entry, JsonObject account, List<String> differences) {
        differ(entry, "userPrincipalName", account.getString("userName"), differences);
        differ(entry, "title", account.getString("title"), differences);
        differ(entry, "displayName", account.getString("displayName"), differences);
        boolean enabled = (Integer.parseInt(entry.getAttributeValue("userAccountControl")) & 2) == 0;
        if (enabled != account.getBoolean("active", false)) {
            differences.add(entry.getDN() + ": enabled " + enabled + ", active " + account.getBoolean("active"));
        }
    }

    private static void differ(
            SearchResultEntry entry, String attribute, @Nullable String actual, List<String> differences) {
        String expected = entry.getAttributeValue(attribute);
        if (!Objects.equals(expected, actual)) {
            differences.add(entry.getDN() + ": " + attribute + " " + expected + " is " + actual + " at the provider");
        }
    }

    private static List<SearchResultEntry> people(LDAPConnection directory, String root) throws LDAPException {
        List<SearchResultEntry> found = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            var request = new SearchRequest(
                    root,
                    SearchScope.SUB,
                    Filter.createEqualityFilter("objectClass", "user"),
                    "objectGUID",
                    "userPrincipalName",
                    "title",
                    "displayName",
                    "userAccountControl");
            request.addControl(new SimplePagedResultsControl(PAGE, cookie));
            var result = directory.search(request);
            found.addAll(result.getSearchEntries());
            var control = SimplePagedResultsControl.get(result);
            cookie = control == null || !control.moreResultsToReturn() ? null : control.getCookie();
        } while (cookie != null);
        return found;
    }
}
