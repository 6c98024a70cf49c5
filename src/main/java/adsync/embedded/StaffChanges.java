package adsync.embedded;

import adsync.embedded.OfficeLife.Event;
import adsync.embedded.OfficeLife.Happening;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Writes what happens to somebody into the directory, and keeps the staff list in step. */
final class StaffChanges {

    private static final List<String> DISPENSABLE = List.of("mobile", "title", "telephoneNumber", "streetAddress");
    private static final int NUMBERS = 100_000;

    /** The machine may be busy with everything else that is shown. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LDAPConnection connection;
    private final Staff staff;
    private final String mailDomain;
    private final RandomGenerator random;
    private final PersonNames names;

    StaffChanges(LDAPConnection connection, Staff staff, String mailDomain, RandomGenerator random) {
        this.connection = connection;
        this.staff = staff;
        this.mailDomain = mailDomain;
        this.random = random;
        this.names = new PersonNames(random);
    }

    /**
     * Passwords are only written over an encrypted connection. It is our own server at the other end. Synchronous, because the SDK lets
     * two threads set the socket's time limit otherwise: on a busy machine the handshake may be given 50 ms, and the socket be closed.
     */
    static LDAPConnection connect(EmbeddedDirectory directory) throws LDAPException {
        var how = new LDAPConnectionOptions();
        how.setUseSynchronousMode(true);
        how.setConnectTimeoutMillis((int) PATIENCE.toMillis());
        var connection = new LDAPConnection(how);
        try {
            connection.connect(directory.host(), directory.port());
            SSLUtil trusting = new SSLUtil(new TrustAllTrustManager());
            connection.processExtendedOperation(new StartTLSExtendedRequest(trusting.createSSLContext()));
            connection.bind(
                    directory.administrator(), directory.options().accounts().administratorPassword());
            return connection;
        } catch (GeneralSecurityException e) {
            connection.close();
            throw new LDAPException(ResultCode.CONNECT_ERROR, "no encryption", e);
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * @throws LDAPException noSuchObject if the one it was meant for is gone or it does not apply to them
     */
    Event make(Happening happening) throws LDAPException {
        if (happening == Happening.HIRED) {
            return hire();
        }
        String dn = staff.anybody();
        SearchResultEntry person =
                connection.getEntry(dn, "cn", "givenName", "sn", "mail", "userAccountControl", "proxyAddresses", "*");
        if (person == null) {
            staff.leave(dn);
            throw new LDAPException(ResultCode.NO_SUCH_OBJECT, dn + " is gone");
        }
        String name = Objects.requireNonNullElse(person.getAttributeValue("cn"), dn);
        return switch (happening) {
            case HIRED -> hire();
            case PROMOTED -> promote(dn, name);
            case NEW_PHONE -> phone(dn, name);
            case CLEARED -> clear(person, name);
            case MARRIED -> marry(person);
            case MOVED -> move(dn, name);
            case DISABLED -> enable(person, name, false);
            case ENABLED -> enable(person, name, true);
            case NEW_MANAGER -> manager(dn, name);
            case NEW_PASSWORD -> password(dn, name);
            case LEFT -> leave(dn, name);
        };
    }

    private void replace(String dn, String attribute, String... values) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    private Event hire() throws LDAPException {
        PersonNames.Person person = names.next();
        String number = number();
        String name = (person.givenName() + " " + person.surname() + " " + number).trim();
        String mail = PersonNames.mailName(person.givenName(), person.surname()) + number + "@" + mailDomain;
        String unit = staff.anyUnit();
        String title = names.pick(PersonNames.TITLES);
        String department = departmentOf(unit);
        String dn = Names.relativeName("cn", name) + "," + unit;
        AddRequest request = new AddRequest(new DN(dn));
        request.addAttribute("objectClass", "user");
        request.addAttribute("givenName", person.givenName());
        request.addAttribute("sn", person.surname());
        request.addAttribute("displayName", person.givenName() + " " + person.surname());
        request.addAttribute("sAMAccountName", PersonNames.account(person.givenName(), person.surname()) + number);
        request.addAttribute("userPrincipalName", mail);
        request.addAttribute("mail", mail);
        request.addAttribute("proxyAddresses", "SMTP:" + mail);
        request.addAttribute("title", title);
        request.addAttribute("department", department);
        request.addAttribute("employeeID", Integer.toString(NUMBERS + random.nextInt(NUMBERS)));
        request.addAttribute("telephoneNumber", phoneNumber());
        request.addAttribute("userAccountControl", Long.toString(Defaults.NORMAL_ACCOUNT));
        request.addAttribute("unicodePwd", newPassword());
        request.addAttribute("manager", staff.anybody());
        connection.add(request);
        staff.join(dn);
        return new Event(Happening.HIRED, name + " was hired as " + title + " in " + department, name);
    }

    private Event promote(String dn, String name) throws LDAPException {
        String title = "Senior " + names.pick(PersonNames.TITLES);
        replace(dn, "title", title);
        return new Event(Happening.PROMOTED, name + " was promoted to " + title, name);
    }

    private Event phone(String dn, String name) throws LDAPException {
        String number = phoneNumber();
        replace(dn, "telephoneNumber", number);
        return new Event(Happening.NEW_PHONE, name + " has a new phone, " + number, name);
    }

    private Event clear(SearchResultEntry person, String name) throws LDAPException {
        List<String> left = new ArrayList<>(DISPENSABLE);
        left.removeIf(attribute -> !person.hasAttribute(attribute));
        if (left.isEmpty()) {
            throw doesNotApply(name);
        }
        String attribute = names.pick(left);
        replace(person.getDN(), attribute);
        return new Event(Happening.CLEARED, name + " has no " + attribute + " any more", name);
    }

    /** A new surname, a new address, the old one kept as an alias, and a new common name. */
    private Event marry(SearchResultEntry person) throws LDAPException {
        String givenName = Objects.requireNonNullElse(person.getAttributeValue("givenName"), names.givenName());
        String surname = names.surname();
        String number = number();
        String before = Objects.requireNonNullElse(person.getAttributeValue("cn"), givenName);
        String name = (givenName + " " + surname + " " + number).trim();
        String mail = PersonNames.mailName(givenName, surname) + number + "@" + mailDomain;
        if (addressTaken(mail)) {
            throw new LDAPException(ResultCode.ENTRY_ALREADY_EXISTS, mail);
        }
        List<String> addresses = new ArrayList<>(List.of("SMTP:" + mail));
        String oldMail = person.getAttributeValue("mail");
        if (oldMail != null) {
            addresses.add("smtp:" + oldMail);
        }
        String rdn = Names.relativeName("cn", name);
        connection.modifyDN(person.getDN(), rdn, true);
        String newDn = rdn + "," + parentOf(person.getDN());
        staff.rename(person.getDN(), newDn);
        connection.modify(
                newDn,
                List.of(
                        new Modification(ModificationType.REPLACE, "sn", surname),
                        new Modification(ModificationType.REPLACE, "displayName", givenName + " " + surname),
                        new Modification(ModificationType.REPLACE, "mail", mail),
                        new Modification(ModificationType.REPLACE, "userPrincipalName", mail),
                        new Modification(
                                ModificationType.REPLACE, "proxyAddresses", addresses.toArray(String[]::new))));
        return new Event(Happening.MARRIED, before + " is now called " + name, name);
    }

    private boolean addressTaken(String mail) throws LDAPException {
        Filter filter = Filter.createEqualityFilter("userPrincipalName", mail);
        return connection
                        .search(staff.base(), SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES)
                        .getEntryCount()
                > 0;
    }

    private Event move(String dn, String name) throws LDAPException {
        String unit = staff.anyUnit();
        if (unit.equals(parentOf(dn))) {
            throw doesNotApply(name);
        }
        RDN rdn = new DN(dn).getRDN();
        String relativeName = Names.relativeName(Objects.requireNonNull(rdn));
        connection.modifyDN(dn, relativeName, true, unit);
        String newDn = relativeName + "," + unit;
        staff.rename(dn, newDn);
        replace(newDn, "department", departmentOf(unit));
        return new Event(Happening.MOVED, name + " moved to " + departmentOf(unit), name);
    }

    private Event enable(SearchResultEntry person, String name, boolean enable) throws LDAPException {
        long control = Objects.requireNonNullElse(
                person.getAttributeValueAsLong("userAccountControl"), Defaults.NORMAL_ACCOUNT);
        if ((control & Defaults.ACCOUNT_DISABLED) == 0 == enable) {
            throw doesNotApply(name);
        }
        replace(person.getDN(), "userAccountControl", Long.toString(control ^ Defaults.ACCOUNT_DISABLED));
        return new Event(
                enable ? Happening.ENABLED : Happening.DISABLED,
                name + (enable ? " may log in again" : " may not log in any more"),
                name);
    }

    private Event manager(String dn, String name) throws LDAPException {
        String manager = staff.anybody();
        if (manager.equals(dn)) {
            throw doesNotApply(name);
        }
        replace(dn, "manager", manager);
        return new Event(Happening.NEW_MANAGER, name + " has a new manager", name);
    }

    private Event password(String dn, String name) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, "unicodePwd", newPassword()));
        return new Event(Happening.NEW_PASSWORD, name + " got a new password", name);
    }

    private Event leave(String dn, String name) throws LDAPException {
        connection.delete(dn);
        staff.leave(dn);
        return new Event(Happening.LEFT, name + " left the company", name);
    }

    private static LDAPException doesNotApply(String name) {
        return new LDAPException(ResultCode.NO_SUCH_OBJECT, "not to " + name);
    }

    /** Mostly none: only a company of thousands runs out of names, and then the next try has one. */
    private String number() {
        return random.nextInt(4) > 0 ? "" : Integer.toString(random.nextInt(NUMBERS));
    }

    private String phoneNumber() {
        return "+49 40 5550 " + (1000 + random.nextInt(9000));
    }

    private byte[] newPassword() {
        return ("\"Life." + Long.toHexString(random.nextLong()) + "\"").getBytes(StandardCharsets.UTF_16LE);
    }

    private static String parentOf(String dn) throws LDAPException {
        return Objects.requireNonNull(new DN(dn).getParentString());
    }

    private static String departmentOf(String unit) throws LDAPException {
        return Objects.requireNonNull(new DN(unit).getRDN()).getAttributeValues()[0];
    }
}
