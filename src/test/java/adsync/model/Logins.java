package adsync.model;

import adsync.testing.People;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The names of one history's users: who gives one up, and who gets it then. */
final class Logins {

    private static final String ACCOUNT = "sAMAccountName";
    private static final String LOGIN = "userPrincipalName";

    private final Random random;
    private final String prefix;
    private final String base;
    private final List<String> told;
    private final List<Name> givenUp = new ArrayList<>();
    private int fresh;

    /**
     * Of one history.
     *
     * @param prefix of names that nobody had before
     * @param base of the domain, in which names are unique
     * @param told what happened, for the reader of a failure
     */
    Logins(Random random, String prefix, String base, List<String> told) {
        this.random = random;
        this.prefix = prefix;
        this.base = base;
        this.told = told;
    }

    /**
     * What a user is known by.
     *
     * @param login null of one who was restored without it
     */
    private record Name(
            RDN commonName, String account, @Nullable String login) {

        static Name of(Entry user) throws LDAPException {
            return new Name(
                    Objects.requireNonNull(user.getRDN()),
                    Objects.requireNonNull(user.getAttributeValue(ACCOUNT)),
                    user.getAttributeValue(LOGIN));
        }

        List<Modification> modifications() {
            return List.of(
                    new Modification(ModificationType.REPLACE, ACCOUNT, account),
                    login == null
                            ? new Modification(ModificationType.REPLACE, LOGIN)
                            : new Modification(ModificationType.REPLACE, LOGIN, login));
        }
    }

    private static Name of(LDAPConnection directory, String dn) throws LDAPException {
        return Name.of(Objects.requireNonNull(directory.getEntry(dn, ACCOUNT, LOGIN)));
    }

    /** Somebody is about to go. */
    void goes(LDAPConnection directory, String dn) throws LDAPException {
        givenUp.add(of(directory, dn));
    }

    /**
     * Somebody who has all names of one who gave them up.
     *
     * @param last whether it is the one who did so last
     * @return the entry, null if those names are in use
     */
    @Nullable Entry successor(LDAPConnection directory, int person, String parent, boolean last) throws LDAPException {
        if (givenUp.isEmpty()) {
            return null;
        }
        Name name = last ? givenUp.get(givenUp.size() - 1) : any();
        String dn = name.commonName() + "," + parent;
        if (taken(directory, name) || directory.getEntry(dn, "1.1") != null) {
            return null;
        }
        var made = People.person(person).with(ACCOUNT, name.account());
        Entry entry = (name.login() == null ? made.with(LOGIN) : made.with(LOGIN, name.login())).entry(parent);
        entry.setDN(dn);
        entry.setAttribute("cn", name.commonName().getAttributeValues());
        return entry;
    }

    /** Somebody gets another login: one that was given up, or one that nobody had. */
    void rename(LDAPConnection directory, String dn) throws LDAPException {
        Name before = of(directory, dn);
        String free = prefix + fresh++;
        Name name = givenUp.isEmpty() || random.nextInt(3) == 0
                ? new Name(before.commonName(), free, free + "@lab.test")
                : any();
        if (!taken(directory, name)) {
            give(directory, dn, name);
            givenUp.add(before);
        }
    }

    /** Two have each other's login now; a directory lets nobody have one that another still has. */
    void swap(LDAPConnection directory, String one, String other) throws LDAPException {
        Name first = of(directory, one);
        Name second = of(directory, other);
        String between = prefix + fresh++;
        give(directory, one, new Name(first.commonName(), between, between + "@lab.test"));
        give(directory, other, first);
        give(directory, one, second);
    }

    /** Whether a deleted user can come back under the names that it had. */
    boolean restorable(LDAPConnection directory, Entry deleted) throws LDAPException {
        String account = deleted.getAttributeValue(ACCOUNT);
        return account == null || !taken(directory, Name.of(deleted));
    }

    private void give(LDAPConnection directory, String dn, Name name) throws LDAPException {
        directory.modify(dn, name.modifications());
        told.add(dn + ": is " + name.account() + ", " + name.login() + " now");
    }

    private Name any() {
        return givenUp.get(random.nextInt(givenUp.size()));
    }

    private boolean taken(LDAPConnection directory, Name name) throws LDAPException {
        Filter account = Filter.createEqualityFilter(ACCOUNT, name.account());
        Filter filter = name.login() == null
                ? account
                : Filter.createORFilter(account, Filter.createEqualityFilter(LOGIN, name.login()));
        return directory.search(base, SearchScope.SUB, filter, "1.1").getEntryCount() > 0;
    }
}
