package adsync.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Tells by a name which domain an object is in. */
public final class Domains {

    private Domains() {}

    /**
     * The domain of an object, by the domain components that its distinguished name ends with (RFC 2247).
     *
     * @return its DNS name in lower case, for example {@code contoso.com}; empty if the name ends with none, or is none
     */
    public static String of(String dn) {
        RDN[] components;
        try {
            components = new DN(dn).getRDNs();
        } catch (LDAPException e) {
            return "";
        }
        Deque<String> labels = new ArrayDeque<>();
        for (int i = components.length - 1; i >= 0 && components[i].hasAttribute("DC"); i--) {
            labels.addFirst(components[i].getAttributeValues()[0].toLowerCase(Locale.ROOT));
        }
        return String.join(".", labels);
    }
}
