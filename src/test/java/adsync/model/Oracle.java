package adsync.model;

import adsync.change.ObjectGuid;
import adsync.testing.ScimProbe;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the provider should have, worked out from the directory by code that shares nothing with ADSync. */
final class Oracle {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";
    private static final String PEOPLE = "(&(objectClass=user)(!(objectClass=computer)))";
    private static final String GROUPS = "(objectClass=group)";
    private static final int DISABLED = 2;

    private final LDAPConnection directory;
    private final ScimProbe provider;
    private final String domain;
    private final String service;
    private final Rules rules;

    /**
     * An oracle.
     *
     * @param service the group whose members, at any depth, have the service {@code mailbox}; who is in department 1 or 10 to 19
     *     has the service {@code chat}
     */
    Oracle(LDAPConnection directory, ScimProbe provider, String domain, String service, Rules rules) {
        this.domain = domain;
        this.service = service;
        this.rules = rules;
        this.directory = directory;
        this.provider = provider;
    }

    /** What some histories left behind. */
    record Asked(Set<ObjectGuid> everybody, Set<ObjectGuid> groups, List<String> inside, List<String> outside) {

        static Asked of(List<History> histories) {
            var asked = new Asked(new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
            for (History history : histories) {
                asked.everybody.addAll(history.everybody());
                asked.groups.addAll(history.groups());
                asked.inside.add(history.inside());
                asked.outside.add(history.outside());
            }
            return asked;
        }
    }

    /** What is wrong, in words; empty if all is well. */
    List<String> complaints(Asked asked) throws LDAPException {
        List<String> complaints = new ArrayList<>();
        Map<ObjectGuid, SearchResultEntry> present = find(asked.inside(), "(&" + PEOPLE + rules.filter() + ")");
        Map<ObjectGuid, JsonObject> accounts = provided("/Users", asked.everybody(), complaints);
        Set<String> served = served(asked);
        for (ObjectGuid user : asked.everybody()) {
            SearchResultEntry entry = present.get(user);
            Optional<JsonObject> account = Optional.ofNullable(accounts.get(user));
            if (entry != null) {
                account.ifPresentOrElse(
                        has -> {
                            compare(entry, has, accounts, present, complaints);
                            services(entry, has, served, complaints);
                        },
                        () -> complaints.add(entry.getDN() + " has no account"));
            } else if (account.filter(has -> !rules.keepsAccounts() || has.getBoolean("active", false))
                    .isPresent()) {
                complaints.add(user + " is gone, but its account is there, " + account);
            }
        }
        groups(asked, present, accounts, complaints);
        return complaints;
    }

    private Map<ObjectGuid, JsonObject> provided(String path, Set<ObjectGuid> all, List<String> complaints) {
        Map<ObjectGuid, JsonObject> resources = new HashMap<>();
        for (ObjectGuid one : all) {
            List<JsonObject> found = provider.find(path, "externalId eq \"" + one + "\"");
            if (found.size() > 1) {
                complaints.add(one + " is there " + found.size() + " times: " + path);
            }
            found.stream().findFirst().ifPresent(resource -> resources.put(one, resource));
        }
        return resources;
    }

    private Map<ObjectGuid, SearchResultEntry> find(List<String> units, String filter) throws LDAPException {
        Map<ObjectGuid, SearchResultEntry> found = new HashMap<>();
        for (String unit : units) {
            for (SearchResultEntry entry : search(directory, unit, filter, "*", "objectGUID")) {
                found.put(guid(entry), entry);
            }
        }
        return found;
    }

    /** The names of all who have the service by their groups. */
    private Set<String> served(Asked asked) throws LDAPException {
        Map<String, List<String>> membersOf = new HashMap<>();
        for (List<String> units : List.of(asked.inside(), asked.outside())) {
            find(units, GROUPS).values().forEach(group -> membersOf.put(group.getDN(), members(group)));
        }
        Set<String> served = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(members(Objects.requireNonNull(directory.getEntry(service, "member"))));
        while (!open.isEmpty()) {
            String member = open.remove();
            if (served.add(member)) {
                open.addAll(membersOf.getOrDefault(member, List.of()));
            }
        }
        return served;
    }

    private static List<String> members(SearchResultEntry group) {
        String[] members = group.getAttributeValues("member");
        return members == null ? List.of() : List.of(members);
    }

    private static void services(
            SearchResultEntry entry, JsonObject account, Set<String> served, List<String> complaints) {
        Set<String> expected = new TreeSet<>();
        if (served.contains(entry.getDN())) {
            expected.add("mailbox");
        }
        if (String.valueOf(entry.getAttributeValue("department")).startsWith("Department 1")) {
            expected.add("chat");
        }
        Set<String> actual = new TreeSet<>();
        for (Object entitlement : account.getJsonArray("entitlements", new JsonArray())) {
            actual.add(((JsonObject) entitlement).getString("value"));
        }
        if (!expected.equals(actual)) {
            complaints.add("%s: services are %s, at the provider %s".formatted(entry.getDN(), expected, actual));
        }
    }

    /** The groups in the root, with those members that are there too. */
    private void groups(
            Asked asked,
            Map<ObjectGuid, SearchResultEntry> present,
            Map<ObjectGuid, JsonObject> accounts,
            List<String> complaints)
            throws LDAPException {
        Map<ObjectGuid, SearchResultEntry> here = find(asked.inside(), GROUPS);
        Map<ObjectGuid, JsonObject> there = provided("/Groups", asked.groups(), complaints);
        Map<String, String> ids = new HashMap<>();
        present.forEach((guid, entry) -> ids.put(entry.getDN(), id(accounts.get(guid))));
        here.forEach((guid, entry) -> ids.put(entry.getDN(), id(there.get(guid))));
        for (ObjectGuid guid : asked.groups()) {
            SearchResultEntry entry = here.get(guid);
            JsonObject group = there.get(guid);
            if (entry == null || group == null) {
                if (entry != null || group != null) {
                    complaints.add("group " + guid + (entry == null ? " is gone, but at the provider" : " is missing"));
                }
                continue;
            }
            Set<String> expected = new TreeSet<>();
            members(entry).stream().filter(ids::containsKey).forEach(member -> expected.add(ids.get(member)));
            List<String> actual = new ArrayList<>();
            for (Object member : group.getJsonArray("members", new JsonArray())) {
                actual.add(((JsonObject) member).getString("value"));
            }
            actual.sort(null);
            if (!actual.equals(List.copyOf(expected))) {
                complaints.add("%s: members are %s, at the provider %s".formatted(entry.getDN(), expected, actual));
            }
            if (!group.getString("displayName").equals(entry.getAttributeValue("cn"))) {
                complaints.add(entry.getDN() + " is called " + group.getString("displayName"));
            }
        }
    }

    private static String id(@Nullable JsonObject resource) {
        return resource == null ? "none" : resource.getString("id");
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
        Object place = account.getJsonObject(EXTENSION, new JsonObject()).getValue("distinguishedName");
        if (!Objects.equals(rules.names() ? entry.getDN() : null, place)) {
            complaints.add(entry.getDN() + ": the provider has " + place);
        }
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
