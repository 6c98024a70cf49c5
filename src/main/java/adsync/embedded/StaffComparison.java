package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
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

/**
 * Whether a provider has the staff of an embedded directory as that has it, in all that happens in {@link OfficeLife} except
 * passwords. Both are asked, and nobody between them.
 */
public final class StaffComparison {

    private static final int PAGE = 1000;
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Map<String, JsonObject> accounts = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private StaffComparison() {}

    /**
     * The differences, in words; empty if there are none. The accounts of those who left are to be inactive or gone.
     *
     * @throws IllegalStateException if the directory cannot be read
     */
    public static List<String> differences(EmbeddedDirectory directory, EmbeddedProvider provider) {
        var comparison = new StaffComparison();
        comparison.compare(people(directory), provider.users());
        return comparison.differences;
    }

    private static List<SearchResultEntry> people(EmbeddedDirectory directory) {
        List<SearchResultEntry> people = new ArrayList<>();
        try (LDAPConnection connection = StaffChanges.connect(directory)) {
            ASN1OctetString cookie = null;
            do {
                var request = new SearchRequest(
                        "OU=Staff," + directory.baseDn(), SearchScope.SUB, "(objectClass=user)", "*", "objectGUID");
                request.addControl(new SimplePagedResultsControl(PAGE, cookie, true));
                SearchResult page = connection.search(request);
                people.addAll(Objects.requireNonNull(page.getSearchEntries()));
                cookie = Objects.requireNonNull(SimplePagedResultsControl.get(page))
                        .getCookie();
            } while (cookie.getValueLength() > 0);
        } catch (LDAPException e) {
            throw new IllegalStateException("the staff could not be read", e);
        }
        return people;
    }

    private void compare(List<SearchResultEntry> people, List<JsonObject> users) {
        for (JsonObject user : users) {
            String key = user.getString("externalId");
            if (key != null && accounts.put(key, user) != null) {
                differences.add("two accounts of " + user.getString("userName"));
            }
        }
        for (SearchResultEntry person : people) {
            JsonObject account = accounts.get(key(person));
            if (account != null) {
                ids.put(person.getDN(), account.getString("id"));
            }
        }
        for (SearchResultEntry person : people) {
            JsonObject account = accounts.remove(key(person));
            if (account == null) {
                differences.add("no account of " + person.getDN());
            } else if (person.hasAttribute("employeeID")) { // others were made by other clients, of any attributes
                compare(person, account);
            }
        }
        accounts.values().stream()
                .filter(account -> account.getBoolean("active", false))
                .forEach(account -> differences.add("an active account of nobody: " + account.getString("userName")));
    }

    private static String key(SearchResultEntry person) {
        return Guid.ofOctets(Objects.requireNonNull(person.getAttributeValueBytes("objectGUID")))
                .toString();
    }

    private void compare(SearchResultEntry person, JsonObject account) {
        JsonObject enterprise = account.getJsonObject(ENTERPRISE, new JsonObject());
        differ(person, "userPrincipalName", account.getString("userName"));
        differ(person, "displayName", account.getString("displayName"));
        differ(person, "sn", account.getJsonObject("name", new JsonObject()).getString("familyName"));
        differ(person, "mail", of("work", account, "emails", "value"));
        differ(person, "title", account.getString("title"));
        differ(person, "department", enterprise.getString("department"));
        differ(person, "telephoneNumber", of("work", account, "phoneNumbers", "value"));
        differ(person, "mobile", of("mobile", account, "phoneNumbers", "value"));
        differ(person, "streetAddress", of("work", account, "addresses", "streetAddress"));
        String manager = person.getAttributeValue("manager");
        differ(
                person,
                "manager",
                manager == null ? null : ids.get(manager),
                enterprise.getJsonObject("manager", new JsonObject()).getString("value"));
        long control = Objects.requireNonNullElse(person.getAttributeValueAsLong("userAccountControl"), 0L);
        boolean enabled = (control & Defaults.ACCOUNT_DISABLED) == 0;
        differ(person, "enabled", Boolean.toString(enabled), Boolean.toString(account.getBoolean("active", false)));
    }

    private static @Nullable String of(String type, JsonObject account, String attribute, String part) {
        return account.getJsonArray(attribute, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(value -> type.equals(value.getString("type")))
                .findFirst()
                .map(value -> value.getString(part))
                .orElse(null);
    }

    private void differ(SearchResultEntry person, String attribute, @Nullable String actual) {
        differ(person, attribute, person.getAttributeValue(attribute), actual);
    }

    private void differ(SearchResultEntry person, String what, @Nullable String expected, @Nullable String actual) {
        if (!Objects.equals(expected, actual)) {
            differences.add(person.getDN() + ": " + what + " " + expected + " is " + actual + " at the provider");
        }
    }
}
