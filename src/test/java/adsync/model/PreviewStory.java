package adsync.model;

import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import adsync.testing.ScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A small company with units, people and groups, of which a random configuration selects some. Equal seeds make equal ones. */
final class PreviewStory {

    private static final int PEOPLE = 14;
    private static final int TEAMS = 3;
    private static final String GUARDED = """
            guard:
              grace: 1s
              delete: {count: 2, percent: 0}
              disable: {count: 2, percent: 0}
              leaveScope: {count: 2, percent: 0}
              services: {count: 1, percent: 0}
              members: {count: 1, percent: 0}
              rename: {count: 1, percent: 0}""";
    private static final String ENABLED = "544";
    private static final String DISABLED = "546";

    private final Random random;
    private final LDAPConnection administrator;
    private final String root;
    private final List<String> told;
    private final List<String> people = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final PreviewLogins logins;

    /** Groups that are only shipped. */
    private final List<String> teams = new ArrayList<>();

    private String selected = "";
    private String excluded = "";
    private String chosen = "";
    private int names;
    private boolean shipping;

    /** Whether somebody deleted a group by hand. */
    private boolean meddled;

    /** Whether something was deleted by hand: all configurations from then on select everybody. */
    private boolean missing;

    /**
     * Founds it.
     *
     * @param told what happened, for the reader of a failure
     */
    PreviewStory(Random random, LDAPConnection administrator, String root, List<String> told) throws LDAPException {
        this.random = random;
        this.administrator = administrator;
        this.root = root;
        this.told = told;
        this.logins = new PreviewLogins(administrator, told);
        unit(root);
        for (String unit : List.of("In", "Out", "Test")) {
            unit("OU=" + unit + "," + root);
        }
        String number = root.replaceAll("\\D", "");
        groups.add(group("Mail" + number));
        groups.add(group("Inner" + number));
        modify(groups.get(0), ModificationType.ADD, "member", groups.get(1));
        for (int person = 0; person < PEOPLE; person++) {
            hire();
        }
        for (int team = 0; team < TEAMS; team++) {
            team();
        }
    }

    private void unit(String dn) throws LDAPException {
        administrator.add(dn, new Attribute("objectClass", "organizationalUnit"));
    }

    private String group(String name) throws LDAPException {
        return group(name, root);
    }

    /** People are in teams, and teams in teams. */
    private void team() throws LDAPException {
        String name = "Team" + Math.floorMod(root.hashCode(), 1000) + "-" + names++;
        String team = group(name, "OU=" + any(List.of("In", "Out", "Test")) + "," + root);
        told.add("founded " + team);
        for (int member = 0; member < random.nextInt(6); member++) {
            membership(any(people), team);
        }
        if (!teams.isEmpty()) {
            membership(any(teams), team);
        }
        teams.add(team);
    }

    private void restructure(boolean careful) throws LDAPException {
        String team = any(teams);
        String rdn = team.substring(0, team.indexOf(","));
        String unit = team.substring(team.indexOf(",") + 1);
        switch (random.nextInt(6)) {
            case 0 -> team();
            case 1 -> relocate(team, "CN=Team" + Math.floorMod(root.hashCode(), 1000) + "-" + names++, unit);
            case 2 -> relocate(team, rdn, "OU=" + any(List.of("In", "Out", "Test")) + "," + root);
            case 3 -> {
                if (teams.size() > 1 && !careful) {
                    administrator.delete(team);
                    teams.remove(team);
                    told.add("deleted " + team);
                }
            }
            case 4 -> {
                String other = any(teams);
                if (!other.equals(team)) {
                    membership(other, team);
                }
            }
            default -> membership(any(people), team);
        }
    }

    private void relocate(String team, String rdn, String unit) throws LDAPException {
        String now = rdn + "," + unit;
        if (!now.equals(team)) {
            administrator.modifyDN(team, rdn, true, unit);
            teams.remove(team);
            teams.add(now);
            told.add("moved " + team + " to " + now);
        }
    }

    private String group(String name, String unit) throws LDAPException {
        String dn = "CN=" + name + "," + unit;
        administrator.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", name));
        return dn;
    }

    private void hire() throws LDAPException {
        int person = Math.floorMod(root.hashCode(), 1000) * 100 + names++;
        String unit = "OU=" + List.of("In", "In", "Out", "Test").get(random.nextInt(4)) + "," + root;
        var made = People.person(person).with("userAccountControl", random.nextInt(5) == 0 ? DISABLED : ENABLED);
        if (random.nextInt(3) == 0) {
            made.with("title", "Clerk");
        }
        if (!people.isEmpty() && random.nextBoolean()) {
            made.with("manager", any(people));
        }
        String dn = made.dn(unit);
        administrator.add(made.entry(unit));
        people.add(dn);
        if (random.nextInt(3) == 0) {
            modify(any(groups), ModificationType.ADD, "member", dn);
        }
        told.add("hired " + dn);
    }

    /**
     * Lets one thing happen in the directory.
     *
     * @param careful whether no group may go: whether the hold of others closes before it would join is a matter of moments
     */
    void step(boolean careful) throws LDAPException {
        String who = any(people);
        switch (random.nextInt(14)) {
            case 0 -> hire();
            case 1 -> modify(who, ModificationType.REPLACE, "title", "Title " + random.nextInt(100));
            case 2 -> modify(who, ModificationType.REPLACE, "department");
            case 3 ->
                modify(who, ModificationType.REPLACE, "userAccountControl", random.nextBoolean() ? ENABLED : DISABLED);
            case 4 ->
                modify(
                        who,
                        ModificationType.REPLACE,
                        "userPrincipalName",
                        "renamed" + Math.floorMod(root.hashCode(), 1000) + "-" + names++ + "@lab.test");
            case 5 -> {
                administrator.delete(who);
                people.remove(who);
                told.add("deleted " + who);
            }
            case 6 -> move(who);
            case 7 -> modify(who, ModificationType.REPLACE, "manager", any(people));
            case 8 -> membership(who, any(groups));
            case 9 -> logins.swap(who, any(people));
            case 10 -> logins.replace(who);
            default -> restructure(careful);
        }
    }

    private void membership(String who, String group) throws LDAPException {
        String[] members =
                Objects.requireNonNull(administrator.getEntry(group, "member")).getAttributeValues("member");
        boolean member = members != null && Set.of(members).contains(who);
        modify(group, member ? ModificationType.DELETE : ModificationType.ADD, "member", who);
    }

    private void move(String who) throws LDAPException {
        String unit = "OU=" + List.of("In", "Out", "Test").get(random.nextInt(3)) + "," + root;
        String rdn = who.substring(0, who.indexOf(",OU="));
        if (!who.equals(rdn + "," + unit)) {
            administrator.modifyDN(who, rdn, true, unit);
            people.remove(who);
            people.add(rdn + "," + unit);
            told.add("moved " + who + " to " + unit);
        }
    }

    private void modify(String dn, ModificationType type, String attribute, String... values) throws LDAPException {
        administrator.modify(dn, new Modification(type, attribute, values));
        told.add(type + " " + attribute + " " + List.of(values) + " of " + dn);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Accounts and groups that were there before us. */
    void strangers(ScimServer provider) throws LDAPException {
        var strangers = new PreviewStrangers(random, administrator, provider, told);
        strangers.accounts(people);
        strangers.groups(teams);
    }

    /** Accounts and groups of those who are gone. */
    void orphans(ScimServer provider) throws LDAPException {
        new PreviewOrphans(random, administrator, root, provider, told).leave(people);
    }

    /**
     * Somebody deletes accounts and groups by hand. That one is gone is only seen by a request. While groups are not shipped, none of
     * them goes: when they are again, a run may send something that is out of date a moment later. And none goes whose user, or group,
     * goes too: it is made anew first, or not, as such a request comes first or not.
     */
    void meddle(ScimServer provider) throws LDAPException {
        List<JsonObject> accounts = new ArrayList<>();
        for (JsonObject account : provider.users()) {
            String whose = account.getString("externalId", "");
            if (whose.isEmpty() || inScope(ObjectGuid.parse(whose))) {
                accounts.add(account);
            }
        }
        if (!accounts.isEmpty() && random.nextInt(3) == 0) {
            delete(provider, "/Users/", any(accounts), people);
        }
        List<JsonObject> shipped = provider.groups();
        if (!shipped.isEmpty() && shipping && selected.equals(root) && excluded.isEmpty() && random.nextInt(3) == 0) {
            delete(provider, "/Groups/", any(shipped), teams);
            meddled = true;
        }
    }

    /** Nothing more happens to whose it was. */
    private void delete(ScimServer provider, String path, JsonObject one, List<String> among) throws LDAPException {
        missing = true;
        provider.probe().delete(path + one.getString("id"));
        told.add(path + one.getString("id") + " deleted by hand");
        String whose = one.getString("externalId", "");
        if (!whose.isEmpty()) {
            var found = administrator.getEntry("<GUID=" + whose + ">", "1.1");
            if (found != null) {
                among.remove(found.getDN());
            }
        }
    }

    /**
     * Writes a random configuration.
     *
     * @param careful whether changes that do harm are limited in any case, and no group leaves
     */
    Path configure(Path folder, EmbeddedDirectory directory, ScimServer provider, boolean careful) throws IOException {
        Path trust = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        boolean whole = careful || missing;
        selected = random.nextInt(3) == 0 && !whole ? "OU=In," + root : root;
        String settings = """
                servers: ["%s"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                """.formatted(
                        directory.ldapsUrl(),
                        selected,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword(),
                        trust);
        List<String> more = new ArrayList<>();
        more.add(careful || random.nextBoolean() ? GUARDED : Service.UNGUARDED);
        more.add("deprovision: " + any(List.of("disable", "delete", "{policy: disable-then-delete, after: 1d}")));
        shipping = random.nextInt(5) > 0 || meddled;
        more.add("groups: {ship: " + shipping + "}");
        more.add(scope(whole));
        more.add(services());
        String mapping = any(List.of(
                "",
                "title: {upper: title}\n",
                "userName: mail\nnickName: {lower: sAMAccountName}\n",
                "phoneNumbers[type eq \"work\"]: off\n"));
        if (!mapping.isEmpty()) {
            more.add("mapping: " + Files.writeString(folder.resolve("mapping.yaml"), mapping));
        }
        String adopt = any(List.of("never", "unmanaged", "always"));
        Path file = Service.configuration(folder, settings, provider, provider.url(), more.toArray(String[]::new));
        Files.writeString(file, Files.readString(file).replace("  timeout: 5s", "  timeout: 5s\n  adopt: " + adopt));
        told.add(Files.readString(file) + mapping);
        return file;
    }

    private String scope(boolean whole) {
        excluded = "";
        chosen = "(objectClass=*)";
        switch (random.nextInt(3)) {
            case 0 -> {
                if (missing) {
                    return "";
                }
                chosen = "(!(title=Clerk))";
                return "scope: {filter: \"" + chosen + "\"}";
            }
            case 1 -> {
                if (selected.equals(root) && !whole) {
                    excluded = "OU=Test," + root;
                    return "scope: {exclude: [\"" + excluded + "\"]}";
                }
            }
            default -> {}
        }
        return "";
    }

    private String services() {
        return switch (random.nextInt(3)) {
            case 0 -> "services:\n  mailbox: {groups: [\"" + groups.get(0) + "\"]}\n  chat: {filter: \"(title=*)\"}";
            case 1 -> "services:\n  mailbox: {groups: [\"" + groups.get(1) + "\"]}";
            default -> "";
        };
    }

    /**
     * Accounts of users who are gone, or go. When their managers go too, and are found gone a moment earlier, such an account is
     * shipped once more before it is withdrawn itself, and so it is when its services change: nobody can say which of two is
     * found first.
     */
    Set<String> gone(Map<String, JsonObject> before) throws LDAPException {
        Set<String> gone = new TreeSet<>();
        for (Map.Entry<String, JsonObject> account : before.entrySet()) {
            String whose = account.getValue().getString("externalId", "");
            if (!whose.isEmpty() && !inScope(ObjectGuid.parse(whose))) {
                gone.add(account.getKey());
            }
        }
        return gone;
    }

    private boolean inScope(ObjectGuid objectGuid) throws LDAPException {
        var found = administrator.search(
                selected,
                SearchScope.SUB,
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectGUID", objectGuid.octets()), Filter.create(chosen)),
                "1.1");
        return Objects.requireNonNull(found.getSearchEntries()).stream()
                .anyMatch(entry -> excluded.isEmpty() || !entry.getDN().endsWith(excluded));
    }
}
