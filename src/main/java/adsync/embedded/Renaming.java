package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rename and move within a naming context (MS-ADTS 3.1.1.5.4.1). What is below comes along without being touched. */
final class Renaming {

    private final Domain domain;

    Renaming(Domain domain) {
        this.domain = domain;
    }

    /**
     * @param newParentName null to leave it where it is
     * @throws LDAPException why not
     */
    void rename(DirectoryObject object, String newRdn, boolean deleteOldRdn, @Nullable String newParentName)
            throws LDAPException {
        if (!deleteOldRdn) {
            throw Refusal.unwilling("SvcErr: the old name must go");
        }
        DirectoryObject parent = object.parent();
        if (parent == null || object.deleted() || object.number(Schema.attribute("systemFlags"), 0) != 0) {
            throw Refusal.unwilling("SvcErr: it cannot be renamed");
        }
        if (newParentName != null) {
            parent = newParent(newParentName);
        }
        if (parent.within(object) || parent.root() != object.root()) {
            throw Refusal.unwilling("SvcErr: it cannot be moved there");
        }
        RDN rdn = parsed(newRdn);
        if (!rdn.getAttributeNames()[0].equalsIgnoreCase(object.objectClass().namingAttribute())) {
            throw Refusal.unwilling("SvcErr: " + rdn.getAttributeNames()[0] + " does not name it");
        }
        place(object, parent, rdn, Map.of());
    }

    private DirectoryObject newParent(String name) throws LDAPException {
        DirectoryObject parent = domain.names().find(name).object();
        if (parent == null || parent.deleted()) {
            throw Refusal.of(ResultCode.OTHER, "00002095", "UpdErr: there is no " + name);
        }
        return parent;
    }

    private static RDN parsed(String rdn) throws LDAPException {
        try {
            return new RDN(rdn);
        } catch (LDAPException e) {
            throw Refusal.badName(rdn);
        }
    }

    /**
     * Puts an object at a place under a name, and writes other values with it.
     *
     * @throws LDAPException entryAlreadyExists if the name is taken there, namingViolation if it may not be there
     */
    void place(DirectoryObject object, DirectoryObject parent, RDN rdn, Map<AttributeType, List<byte[]>> more)
            throws LDAPException {
        if (!object.objectClass().mayBeBelow(parent.objectClass())) {
            throw Refusal.of(
                    ResultCode.NAMING_VIOLATION, "00002099", "NameErr: none of its class below " + parent.dn());
        }
        String relativeName = Names.relativeName(rdn);
        DirectoryObject there = parent.child(relativeName);
        if (there != null && there != object) {
            throw Refusal.of(ResultCode.ENTRY_ALREADY_EXISTS, "00002071", "UpdErr: there is one already");
        }
        if (more.isEmpty() && parent == object.parent() && relativeName.equals(object.rdn())) {
            return;
        }
        relocate(object, parent, relativeName, rdn.getAttributeValues()[0], more);
    }

    /** The name's stamp is what tells other domain controllers of a move, so it is renewed even if it stays. */
    void relocate(
            DirectoryObject object,
            DirectoryObject parent,
            String relativeName,
            String name,
            Map<AttributeType, List<byte[]>> more) {
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>(more);
        values.put(Schema.attribute(object.objectClass().namingAttribute()), Texts.value(name));
        values.put(Schema.NAME, Texts.value(name));
        domain.store().relocate(object, parent, relativeName);
        domain.store().rewrite(object, values, Schema.NAME);
    }
}
