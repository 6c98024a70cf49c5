package adsync.model;

import adsync.change.ObjectGuid;
import adsync.testing.People;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * What happens to the people and groups of two units, one in the selected root and one outside. Each step takes the directory as it
 * is, so that a step can always be made; equal seeds make equal histories.
 */
final class History {

    private static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417", true);
    private static final String ENABLED = "544";
    private static final String DISABLED = "546";

    private final Random random;
    private final int number;
    private final List<String> told;
    private String inside;
    private final String outside;
    private final String service;
    private final Set<ObjectGuid> everybody = new LinkedHashSet<>();
    private final Set<ObjectGuid> groups = new LinkedHashSet<>();
    private final List<ObjectGuid> deleted = new ArrayList<>();
    private final Logins logins;
    private final Memberships memberships;
    private LDAPConnection directory;
    private int names;

    /**
     * Begins with two units of its own.
     *
     * @param service a group whose members have a service
     * @param told what happened, for the reader of a failure
     */
    History(
            LDAPConnection directory,
            int number,
            Random random,
            String root,
            String elsewhere,
            String service,
            List<String> told)
            throws LDAPException {
        this.directory = directory;
        this.random = random;
        this.number = number;
        this.told = told;
        this.logins = new Logins(random, "n" + number + "-", root.substring(root.indexOf(",") + 1), told);
        this.memberships = new Memberships(random, told);
        this.inside = unit("H" + number, root);
        this.outside = unit("X" + number, elsewhere);
        this.service = service;
    }

    /** Its unit in the selected root. */
    String inside() {
        return inside;
    }

    /** Its unit outside of the root. */
    String outside() {
        return outside;
    }

    /** All users that ever were. */
    Set<ObjectGuid> everybody() {
        return everybody;
    }

    /** All groups that ever were. */
    Set<ObjectGuid> groups() {
        return groups;
    }

    private String unit(String name, String parent) throws LDAPException {
        String dn = "OU=" + name + "," + parent;
        directory.add(dn, new Attribute("objectClass", "organizationalUnit"));
        return dn;
    }

    /**
     * Lets one thing happen.
     *
     * @param connection of an administrator
     */
    void step(LDAPConnection connection) throws LDAPException {
        directory = connection;
        switch (random.nextInt(33)) {
            case 0, 1, 2 -> hire();
            case 3 -> set("title", "Title " + random.nextInt(100));
            case 4 -> set("department", "Department " + random.nextInt(100));
            case 5 -> set("telephoneNumber", "+41 31 555 %04d".formatted(random.nextInt(10_000)));
            case 6 -> clear();
            case 7 -> renamePerson();
            case 8 -> movePerson();
            case 9 -> newUnit();
            case 10 -> renameUnit();
            case 11 -> moveUnit();
            case 12 -> set("userAccountControl", random.nextBoolean() ? ENABLED : DISABLED);
            case 13 -> newManager();
            case 14 -> delete(people());
            case 15, 16 -> undelete();
            case 17, 18 -> newGroup();
            case 19, 20, 21 -> memberships.join(directory, allGroups(), members());
            case 22 -> memberships.join(directory, List.of(service), members());
            case 23 -> memberships.leave(directory, allGroups(), members());
            case 24 -> memberships.leave(directory, List.of(service), members());
            case 25 -> changeGroup();
            case 26 -> delete(groupsHere());
            case 27 -> replacePerson();
            case 28 -> succeed(false);
            case 29, 30 -> newLogin();
            case 31 -> swapLogins();
            default -> newPassword();
        }
    }

    private void hire() throws LDAPException {
        int person = number * 100 + names++;
        String parent = pick(units());
        hire(People.person(person).entry(parent));
    }

    private void hire(Entry entry) throws LDAPException {
        directory.add(entry);
        replace(entry.getDN(), "userAccountControl", ENABLED);
        everybody.add(guid(entry.getDN()));
        told.add("hired " + entry.getDN() + " " + entry.getAttributeValue("sAMAccountName"));
    }

    /** Somebody of the same names stands there at once. */
    private void replacePerson() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            delete(people);
            succeed(true);
        }
    }

    /** Somebody gets all names of one who was deleted or renamed. */
    private void succeed(boolean last) throws LDAPException {
        Entry successor = logins.successor(directory, number * 100 + names++, pick(units()), last);
        if (successor != null) {
            hire(successor);
        }
    }

    private void newLogin() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            logins.rename(directory, pick(people));
        }
    }

    private void swapLogins() throws LDAPException {
        List<String> people = people();
        if (people.size() > 1) {
            String one = pick(people);
            people.remove(one);
            logins.swap(directory, one, pick(people));
        }
    }

    private void set(String attribute, String value) throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            replace(pick(people), attribute, value);
        }
    }

    private void replace(String dn, String attribute, String... values) throws LDAPException {
        directory.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
        told.add(dn + ": " + attribute + " = " + List.of(values));
    }

    private void clear() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            replace(pick(people), pick(List.of("title", "department", "telephoneNumber", "manager", "displayName")));
        }
    }

    private void newManager() throws LDAPException {
        List<String> people = people();
        if (people.size() > 1) {
            String person = pick(people);
            String manager = pick(people);
            if (!manager.equals(person)) {
                replace(person, "manager", manager);
            }
        }
    }

    private void newPassword() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            String password = "\"New.Passw0rd." + names++ + "\"";
            String dn = pick(people);
            directory.modify(
                    dn,
                    new Modification(
                            ModificationType.REPLACE, "unicodePwd", password.getBytes(StandardCharsets.UTF_16LE)));
            told.add("new password of " + dn);
        }
    }

    private void newGroup() throws LDAPException {
        String name = "G" + number + "-" + names++;
        String dn = "CN=" + name + "," + pick(units());
        directory.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", name));
        groups.add(guid(dn));
        told.add("new group " + dn);
    }

    private void changeGroup() throws LDAPException {
        List<String> groups = groupsHere();
        if (!groups.isEmpty()) {
            if (random.nextBoolean()) {
                rename(pick(groups), "CN=R" + number + "-" + names++);
            } else {
                move(pick(groups), pick(units()));
            }
        }
    }

    private List<String> allGroups() throws LDAPException {
        List<String> groups = new ArrayList<>(groupsHere());
        groups.add(service);
        return groups;
    }

    /** Whoever can be a member. */
    private List<String> members() throws LDAPException {
        List<String> members = new ArrayList<>(people());
        members.addAll(groupsHere());
        return members;
    }

    private List<String> groupsHere() throws LDAPException {
        return names("(objectClass=group)");
    }

    private void renamePerson() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            rename(pick(people), "CN=Renamed " + number + " " + names++);
        }
    }

    private void rename(String dn, String rdn) throws LDAPException {
        directory.modifyDN(dn, rdn, true);
        told.add("renamed " + dn + " to " + rdn);
    }

    /** Its unit in the root, with all its people, gets another name. */
    void renameInside(LDAPConnection connection) throws LDAPException {
        directory = connection;
        String rdn = "OU=N" + number;
        rename(inside, rdn);
        inside = rdn + inside.substring(inside.indexOf(','));
    }

    private void movePerson() throws LDAPException {
        List<String> people = people();
        if (!people.isEmpty()) {
            move(pick(people), pick(units()));
        }
    }

    /** Unless another one of that name is there. */
    private void move(String dn, String parent) throws LDAPException {
        String rdn = Objects.requireNonNull(new DN(dn).getRDNString());
        if (DN.equals(dn, rdn + "," + parent) || directory.getEntry(rdn + "," + parent, "1.1") == null) {
            directory.modifyDN(dn, rdn, true, parent);
            told.add("moved " + dn + " to " + parent);
        }
    }

    private void newUnit() throws LDAPException {
        told.add("new unit " + unit("U" + names++, pick(units())));
    }

    private void renameUnit() throws LDAPException {
        List<String> units = subunits();
        if (!units.isEmpty()) {
            rename(pick(units), "OU=V" + names++);
        }
    }

    private void moveUnit() throws LDAPException {
        List<String> units = subunits();
        if (!units.isEmpty()) {
            String unit = pick(units);
            List<String> places = new ArrayList<>(units());
            for (String place : List.copyOf(places)) {
                if (DN.isDescendantOf(place, unit, true)) {
                    places.remove(place);
                }
            }
            move(unit, pick(places));
        }
    }

    private void delete(List<String> among) throws LDAPException {
        if (!among.isEmpty()) {
            String dn = pick(among);
            ObjectGuid guid = guid(dn);
            deleted.add(guid);
            if (everybody.contains(guid)) {
                logins.goes(directory, dn);
            }
            directory.delete(dn);
            told.add("deleted " + dn);
        }
    }

    private void undelete() throws LDAPException {
        if (deleted.isEmpty()) {
            return;
        }
        ObjectGuid guid = deleted.remove(random.nextInt(deleted.size()));
        var search = new SearchRequest("<GUID=" + guid + ">", SearchScope.BASE, "(objectClass=*)", "*");
        search.addControl(SHOW_DELETED);
        SearchResultEntry grave = Objects.requireNonNull(directory.searchForEntry(search));
        if (!logins.restorable(directory, grave)) {
            return;
        }
        String dn = "CN=Restored " + number + " " + names++ + "," + pick(units());
        var request = new ModifyRequest(
                grave.getDN(),
                new Modification(ModificationType.DELETE, "isDeleted"),
                new Modification(ModificationType.REPLACE, "distinguishedName", dn));
        request.addControl(SHOW_DELETED);
        directory.modify(request);
        told.add("restored " + guid + " as " + dn);
    }

    private ObjectGuid guid(String dn) throws LDAPException {
        return Oracle.guid(Objects.requireNonNull(directory.getEntry(dn, "objectGUID")));
    }

    private List<String> people() throws LDAPException {
        return names("(objectClass=user)");
    }

    private List<String> units() throws LDAPException {
        return names("(objectClass=organizationalUnit)");
    }

    private List<String> subunits() throws LDAPException {
        List<String> units = new ArrayList<>(units());
        units.removeAll(List.of(inside, outside));
        return units;
    }

    private List<String> names(String filter) throws LDAPException {
        List<String> names = new ArrayList<>();
        for (String base : List.of(inside, outside)) {
            for (SearchResultEntry entry : Oracle.search(directory, base, filter, "1.1")) {
                names.add(entry.getDN());
            }
        }
        names.sort(null);
        return names;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
