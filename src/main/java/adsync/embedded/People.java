package adsync.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A staff: people with everything a company writes about them, one organizational unit a department. */
final class People {

    private static final int FIRST_EMPLOYEE_ID = 10_000;
    private static final int DISABLED_EVERY = 50;
    private static final int WITHOUT_MANAGER_EVERY = 10;
    private static final int TEAM = 20;
    private static final AttributeType MANAGER = Schema.attribute("manager");

    private final Domain domain;
    private final RandomGenerator random;
    private final PersonNames names;
    private final Map<String, List<byte[]>> shared = new HashMap<>();
    private final List<DirectoryObject> leads = new ArrayList<>();
    private int hired;

    People(Domain domain, RandomGenerator random) {
        this.domain = domain;
        this.random = random;
        this.names = new PersonNames(random);
    }

    /** Hires that many more. */
    void hire(int count) {
        DirectoryObject staff = unit(domain.root(), "Staff");
        List<DirectoryObject> departments = new ArrayList<>();
        for (String department : PersonNames.DEPARTMENTS) {
            departments.add(unit(staff, department));
        }
        for (int end = hired + count; hired < end; hired++) {
            int department = hired % departments.size();
            hire(hired, departments.get(department), PersonNames.DEPARTMENTS.get(department));
        }
    }

    private DirectoryObject unit(DirectoryObject parent, String name) {
        String relativeName = Names.relativeName("ou", name);
        DirectoryObject already = parent.child(relativeName);
        if (already != null) {
            return already;
        }
        NewObject unit = new NewObject(parent, relativeName, name, Schema.objectClass("organizationalUnit"));
        return domain.store().create(Defaults.complete(unit, domain));
    }

    private void hire(int number, DirectoryObject unit, String department) {
        PersonNames.Person person = somebodyNew(unit);
        PersonNames.Office office = PersonNames.OFFICES.get(random.nextInt(PersonNames.OFFICES.size()));
        NewObject fresh = new NewObject(
                unit, Names.relativeName("cn", person.commonName()), person.commonName(), Schema.objectClass("user"));
        List<byte[]> commonName = fresh.values().getOrDefault(Schema.NAME, List.of());
        String mail = person.mailName() + "@" + domain.dnsName();
        List<byte[]> address = Texts.value(mail);
        share(fresh, "givenName", person.givenName());
        share(fresh, "sn", person.surname());
        fresh.set(Schema.attribute("displayName"), commonName);
        fresh.set(Schema.attribute("mail"), address).set(Schema.USER_PRINCIPAL_NAME, address);
        fresh.set("sAMAccountName", person.account());
        fresh.set(
                Schema.attribute("proxyAddresses"),
                List.of(
                        Texts.octets("SMTP:" + mail),
                        Texts.octets("smtp:" + person.account() + "@mail." + domain.dnsName())));
        share(fresh, "title", PersonNames.TITLES.get(random.nextInt(PersonNames.TITLES.size())));
        share(fresh, "department", department);
        share(fresh, "company", domain.netbiosName());
        fresh.set("employeeID", Integer.toString(FIRST_EMPLOYEE_ID + number));
        fresh.set("telephoneNumber", office.phone() + (1000 + number));
        fresh.set("mobile", "+49 170 " + (1_000_000 + random.nextInt(9_000_000)));
        place(fresh, office);
        long disabled = number % DISABLED_EVERY == DISABLED_EVERY - 1 ? Defaults.ACCOUNT_DISABLED : 0;
        share(fresh, "userAccountControl", Long.toString(Defaults.NORMAL_ACCOUNT | disabled));
        share(fresh, "pwdLastSet", Long.toString(Texts.fileTime(domain.store().now())));
        if (number % WITHOUT_MANAGER_EVERY != 0 && !leads.isEmpty()) {
            fresh.refer(MANAGER, leads.get(random.nextInt(leads.size())));
        }
        share(fresh, "whenCreated", Texts.time(domain.store().now()));
        DirectoryObject newcomer = domain.store().create(Defaults.complete(fresh, domain));
        if (number % TEAM == 0) {
            leads.add(newcomer);
        }
    }

    /** Others may have been hired over LDAP. */
    private PersonNames.Person somebodyNew(DirectoryObject unit) {
        PersonNames.Person person;
        do {
            person = names.next();
        } while (unit.child(Names.relativeName("cn", person.commonName())) != null
                || taken(Schema.SAM_ACCOUNT_NAME, person.account())
                || taken(Schema.USER_PRINCIPAL_NAME, person.mailName() + "@" + domain.dnsName()));
        return person;
    }

    private boolean taken(AttributeType type, String name) {
        return domain.store().uniqueNames().owner(type, Texts.octets(name)) != null;
    }

    private void place(NewObject fresh, PersonNames.Office office) {
        fresh.set("streetAddress", office.street() + " " + (1 + random.nextInt(90)));
        share(fresh, "physicalDeliveryOfficeName", office.city());
        share(fresh, "l", office.city());
        share(fresh, "postalCode", office.postalCode());
        share(fresh, "st", office.state());
        share(fresh, "c", office.country());
        share(fresh, "co", office.countryName());
    }

    /** What many have in common is kept once. */
    private void share(NewObject fresh, String attribute, String value) {
        fresh.set(Schema.attribute(attribute), shared.computeIfAbsent(value, Texts::value));
    }
}
