package adsync.model;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Logins that pass from one user to another. */
final class PreviewLogins {

    private static final String LOGIN = "userPrincipalName";

    /** What a new user has of the one before. */
    private static final Set<String> PERSONAL = Set.of(
            "objectClass",
            "cn",
            "sAMAccountName",
            LOGIN,
            "givenName",
            "sn",
            "displayName",
            "mail",
            "title",
            "userAccountControl");

    private final LDAPConnection administrator;
    private final List<String> told;

    PreviewLogins(LDAPConnection administrator, List<String> told) {
        this.administrator = administrator;
        this.told = told;
    }

    /** Two have each other's login. */
    void swap(String one, String other) throws LDAPException {
        if (!one.equals(other)) {
            String first = login(one);
            String second = login(other);
            set(one, "between@lab.test");
            set(other, first);
            set(one, second);
            told.add("swapped logins of " + one + " and " + other);
        }
    }

    /** Somebody is deleted, and somebody else stands there under the same names. */
    void replace(String who) throws LDAPException {
        Entry before = Objects.requireNonNull(administrator.getEntry(who));
        Entry next = new Entry(who);
        for (Attribute attribute : before.getAttributes()) {
            if (PERSONAL.contains(attribute.getName())) {
                next.addAttribute(attribute);
            }
        }
        administrator.delete(who);
        administrator.add(next);
        told.add("replaced " + who);
    }

    private String login(String dn) throws LDAPException {
        return Objects.requireNonNull(
                Objects.requireNonNull(administrator.getEntry(dn, LOGIN)).getAttributeValue(LOGIN));
    }

    private void set(String dn, String login) throws LDAPException {
        administrator.modify(dn, new Modification(ModificationType.REPLACE, LOGIN, login));
    }
}
