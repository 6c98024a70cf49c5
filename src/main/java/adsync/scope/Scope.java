package adsync.scope;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;

/** The selected root: an object is ours if it lives below it. The root is known by its GUID; its name may change. */
public final class Scope {

    private final ObjectGuid root;
    private final String rootDn;
    private final DN parsedRootDn;

    /**
     * The scope of a root under its present name.
     *
     * @param root identity of the root
     * @param rootDn its distinguished name now
     * @throws IllegalArgumentException if that is no distinguished name
     */
    public Scope(ObjectGuid root, String rootDn) {
        this.root = root;
        this.rootDn = rootDn;
        this.parsedRootDn = parse(rootDn);
    }

    /** Identity of the root. */
    public ObjectGuid root() {
        return root;
    }

    /** The root's distinguished name now. */
    public String rootDn() {
        return rootDn;
    }

    /** Whether an object of this name lives at or below the root. */
    public boolean contains(String dn) {
        return parse(dn).isDescendantOf(parsedRootDn, true);
    }

    private static DN parse(String dn) {
        try {
            return new DN(dn);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("not a distinguished name: " + dn, e);
        }
    }
}
