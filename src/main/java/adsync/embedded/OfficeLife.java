package adsync.embedded;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What happens to the people of a company, one event at a time, through an ordinary LDAP connection: hires, promotions, new
 * telephones, moves, marriages, leaves and departures. Not safe for several threads.
 */
public final class OfficeLife implements AutoCloseable {

    private static final int PAGE = 500;
    private static final String ENABLED = "512";
    private static final String DISABLED = "514";

    private final LDAPConnection connection;
    private final RandomGenerator random;
    private final PersonNames names;
    private final String dnsName;
    private final List<String> units = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final List<String> away = new ArrayList<>();
    private int hired;

    /**
     * Joins a company.
     *
     * @param directory with people in it, see {@link EmbeddedDirectory#seedPeople}
     * @throws IllegalStateException if the directory cannot be asked
     */
    public OfficeLife(EmbeddedDirectory directory, RandomGenerator random) {
        this.random = random;
        this.names = new PersonNames(random);
        this.dnsName = directory.options().dnsName();
        String staff = "OU=Staff," + directory.baseDn();
        try {
            connection = new LDAPConnection(
                    directory.host(),
                    directory.port(),
                    directory.administrator(),
                    directory.options().accounts().administratorPassword());
            PersonNames.DEPARTMENTS.forEach(department -> units.add(new RDN("OU", department) + "," + staff));
            for (String unit : units) {
                meet(unit);
            }
        } catch (LDAPException e) {
            throw new IllegalStateException("the embedded directory does not let its administrator in", e);
        }
    }

    /** A page of each unit is company enough. */
    private void meet(String unit) throws LDAPException {
        var request = new SearchRequest(
                unit, SearchScope.ONE, "(&(objectClass=user)(userAccountControl=" + ENABLED + "))", "1.1");
        request.addControl(new SimplePagedResultsControl(PAGE));
        for (SearchResultEntry entry : connection.search(request).getSearchEntries()) {
            people.add(entry.getDN());
        }
    }

    /**
     * Lets one thing happen.
     *
     * @return what, in words for a person
     * @throws IllegalStateException if the directory refuses it
     */
    public String next() {
        try {
            return happen();
        } catch (LDAPException e) {
            throw new IllegalStateException("the embedded directory refuses a change: " + e.getMessage(), e);
        }
    }

    private String happen() throws LDAPException {
        int chance = people.isEmpty() ? 0 : random.nextInt(20);
        return switch (chance) {
            case 0, 1, 2 -> hire();
            case 3 -> leave();
            case 4, 5 -> move();
            case 6 -> marry();
            case 7 -> absent();
            case 8 -> back();
            case 9 -> report();
            case 10, 11 -> set("mobile", "gives back the mobile phone");
            case 12, 13, 14 -> set("telephoneNumber", "gets a new telephone", "+49 30 555 " + number(10_000));
            case 15 -> set("description", "writes a description", "Joined project " + number(100));
            default -> set("title", "is promoted", pick(PersonNames.TITLES));
        };
    }

    private String hire() throws LDAPException {
        PersonNames.Person person = names.next();
        String suffix = Integer.toString(++hired);
        String name = person.commonName() + " " + suffix;
        String mail = person.mailName() + "." + suffix + "@" + dnsName;
        String dn = new RDN("CN", name) + "," + pick(units);
        connection.add(
                dn,
                new Attribute("objectClass", "top", "person", "organizationalPerson", "user"),
                new Attribute("sAMAccountName", "n" + suffix + "." + number(100_000)),
                new Attribute("userPrincipalName", mail),
                new Attribute("mail", mail),
                new Attribute("givenName", person.givenName()),
                new Attribute("sn", person.surname()),
                new Attribute("displayName", name),
                new Attribute("title", pick(PersonNames.TITLES)),
                new Attribute("userAccountControl", ENABLED));
        people.add(dn);
        return name(dn) + " is hired";
    }

    private String leave() throws LDAPException {
        String dn = people.remove(random.nextInt(people.size()));
        connection.delete(dn);
        return name(dn) + " leaves the company";
    }

    private String move() throws LDAPException {
        int who = random.nextInt(people.size());
        String dn = people.get(who);
        RDN rdn = new DN(dn).getRDN();
        String unit = pick(units);
        String moved = rdn + "," + unit;
        if (new DN(moved).equals(new DN(dn))) {
            return set("telephoneNumber", "gets a new telephone", "+49 30 555 " + number(10_000));
        }
        connection.modifyDN(dn, rdn.toString(), true, unit);
        people.set(who, moved);
        return name(dn) + " moves to " + new DN(unit).getRDN().getAttributeValues()[0];
    }

    private String marry() throws LDAPException {
        int who = random.nextInt(people.size());
        String dn = people.get(who);
        DN old = new DN(dn);
        String name = name(dn) + "-" + names.next().surname();
        RDN rdn = new RDN("CN", name);
        connection.modifyDN(dn, rdn.toString(), true);
        String renamed = rdn + "," + old.getParentString();
        people.set(who, renamed);
        connection.modify(renamed, new Modification(ModificationType.REPLACE, "displayName", name));
        return name(dn) + " marries and is now " + name;
    }

    private String absent() throws LDAPException {
        String dn = people.remove(random.nextInt(people.size()));
        connection.modify(dn, new Modification(ModificationType.REPLACE, "userAccountControl", DISABLED));
        away.add(dn);
        return name(dn) + " goes on leave, the account is switched off";
    }

    private String back() throws LDAPException {
        if (away.isEmpty()) {
            return absent();
        }
        String dn = away.remove(random.nextInt(away.size()));
        connection.modify(dn, new Modification(ModificationType.REPLACE, "userAccountControl", ENABLED));
        people.add(dn);
        return name(dn) + " is back, the account is switched on";
    }

    private String report() throws LDAPException {
        String dn = pick(people);
        String manager = pick(people);
        connection.modify(dn, new Modification(ModificationType.REPLACE, "manager", manager));
        return name(dn) + " now reports to " + name(manager);
    }

    /** Replaces an attribute of somebody; without a value, clears it. */
    private String set(String attribute, String words, String... values) throws LDAPException {
        String dn = pick(people);
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
        return name(dn) + " " + words;
    }

    private static String name(String dn) throws LDAPException {
        return new DN(dn).getRDN().getAttributeValues()[0];
    }

    private String number(int bound) {
        return Integer.toString(random.nextInt(bound));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    @Override
    public void close() {
        connection.close();
    }
}
