package adsync.fault;

import adsync.testing.People;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Random changes of the people of a unit, by an administrator. Equal seeds make equal changes. */
final class Traffic {

    private static final int FEWEST = 20;
    private static final List<String> CLEARED = List.of("title", "department", "telephoneNumber", "manager");

    private final String unit;
    private final List<String> places;
    private final Random random;
    private final int firstPerson;
    private final int most;
    private final List<String> people = new ArrayList<>();
    private int changes;

    /**
     * Of a unit that exists and is empty, and grows.
     *
     * @param firstPerson number of the first {@link People person} that is hired
     */
    Traffic(LDAPConnection administrator, String unit, Random random, int firstPerson) throws LDAPException {
        this(administrator, unit, random, firstPerson, Integer.MAX_VALUE);
    }

    /**
     * Of a unit that exists, is empty and grows up to a size. Makes the units below it that people are moved between.
     *
     * @param firstPerson number of the first {@link People person} that is hired
     * @param most people at a time; when they are as many, somebody leaves for everybody who would be hired
     */
    Traffic(LDAPConnection administrator, String unit, Random random, int firstPerson, int most) throws LDAPException {
        this.unit = unit;
        this.places = List.of(unit, "OU=East," + unit, "OU=West," + unit);
        this.random = random;
        this.firstPerson = firstPerson;
        this.most = most;
        for (String place : places.subList(1, places.size())) {
            administrator.add(place, new Attribute("objectClass", "organizationalUnit"));
        }
    }

    /** Makes one change. */
    void happen(LDAPConnection administrator) throws LDAPException {
        int change = changes++;
        int chance = people.size() < FEWEST ? 0 : random.nextInt(20);
        switch (chance) {
            case 0, 1, 2, 3 -> {
                if (people.size() < most) {
                    hire(administrator, change);
                } else {
                    leave(administrator);
                }
            }
            case 4 -> leave(administrator);
            case 5 -> rename(administrator, random.nextInt(people.size()), change);
            case 6 -> replace(administrator, anyone(), any(CLEARED));
            case 7 -> replace(administrator, anyone(), "userAccountControl", random.nextBoolean() ? "546" : "544");
            case 8 -> replace(administrator, anyone(), "displayName", "Name " + change);
            case 9, 10 -> move(administrator, random.nextInt(people.size()));
            case 11, 12 -> promote(administrator, random.nextInt(people.size()));
            case 13 -> replace(administrator, anyone(), "department", "Department " + change);
            case 14 -> replace(administrator, anyone(), "telephoneNumber", "+41 31 555 " + change);
            default -> replace(administrator, anyone(), "title", "Title " + change);
        }
    }

    /** After a change whose outcome is not known: whom the directory has now. */
    void lookAgain(LDAPConnection administrator) throws LDAPException {
        people.clear();
        List<SearchResultEntry> found = Objects.requireNonNull(administrator
                .search(unit, SearchScope.SUB, "(objectClass=user)", "1.1")
                .getSearchEntries());
        found.forEach(entry -> people.add(entry.getDN()));
        people.sort(null);
    }

    private void hire(LDAPConnection administrator, int change) throws LDAPException {
        Entry person = People.person(firstPerson + change)
                .with("title", "Title " + change)
                .entry(any(places));
        administrator.add(person);
        people.add(person.getDN());
        replace(administrator, person.getDN(), "userAccountControl", "544");
    }

    /** Gives somebody a manager; who is his own has none at the provider. */
    private void promote(LDAPConnection administrator, int who) throws LDAPException {
        int manager = (who + 1 + random.nextInt(people.size() - 1)) % people.size();
        replace(administrator, people.get(who), "manager", people.get(manager));
    }

    private void leave(LDAPConnection administrator) throws LDAPException {
        administrator.delete(people.remove(random.nextInt(people.size())));
    }

    private void rename(LDAPConnection administrator, int who, int change) throws LDAPException {
        RDN rdn = new RDN("CN", "Renamed " + change);
        String place = Objects.requireNonNull(new DN(people.get(who)).getParentString());
        administrator.modifyDN(people.get(who), rdn.toString(), true);
        people.set(who, rdn + "," + place);
        String login = "renamed." + change + "." + firstPerson + "@lab.test";
        replace(administrator, people.get(who), "userPrincipalName", login);
    }

    private void move(LDAPConnection administrator, int who) throws LDAPException {
        var before = new DN(people.get(who));
        String place = any(places);
        if (!new DN(place).equals(before.getParent())) {
            String rdn = Objects.requireNonNull(before.getRDNString());
            administrator.modifyDN(people.get(who), rdn, true, place);
            people.set(who, rdn + "," + place);
        }
    }

    private static void replace(LDAPConnection administrator, String dn, String attribute, String... values)
            throws LDAPException {
        administrator.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    private String anyone() {
        return any(people);
    }

    private String any(List<String> from) {
        return Objects.requireNonNull(from.get(random.nextInt(from.size())));
    }
}
