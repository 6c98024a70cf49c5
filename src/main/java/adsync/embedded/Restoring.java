package adsync.embedded;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Undelete: a modify that takes isDeleted away and gives a new distinguished name (MS-ADTS 3.1.1.5.3.7). */
final class Restoring {

    private final Domain domain;

    Restoring(Domain domain) {
        this.domain = domain;
    }

    static boolean isRestore(List<Modification> modifications) {
        return modifications.stream()
                .anyMatch(modification -> modification.getAttributeName().equalsIgnoreCase("isDeleted")
                        && modification.getModificationType().equals(ModificationType.DELETE));
    }

    /**
     * @throws LDAPException why not
     */
    void restore(DirectoryObject object, List<Modification> modifications) throws LDAPException {
        DirectoryObject grave = object.parent();
        if (!object.deleted() || grave == null || !grave.deleted()) {
            throw Refusal.unwilling("SvcErr: it is not deleted");
        }
        if (domain.profile().has(Behaviour.RECYCLE_BIN) && object.recycled()) {
            throw Refusal.unwilling("SvcErr: it left the recycle bin");
        }
        String name = newName(modifications);
        if (name == null) {
            throw Refusal.unwilling("SvcErr: an undelete gives a distinguishedName");
        }
        RDN rdn;
        String parentName;
        try {
            DN dn = new DN(name);
            rdn = dn.getRDN();
            parentName = dn.getParentString();
        } catch (LDAPException e) {
            throw Refusal.badName(name);
        }
        if (rdn == null || parentName == null) {
            throw Refusal.badName(name);
        }
        Map<AttributeType, List<byte[]>> values = revived(object);
        Incoming incoming = new Incoming(domain);
        for (AttributeType type : List.of(Schema.SAM_ACCOUNT_NAME, Schema.USER_PRINCIPAL_NAME)) {
            incoming.requireUnique(type, object.values(type), object);
        }
        new Renaming(domain).place(object, domain.names().required(parentName), rdn, values);
    }

    private static @Nullable String newName(List<Modification> modifications) {
        return modifications.stream()
                .filter(modification -> modification.getAttributeName().equalsIgnoreCase("distinguishedName"))
                .map(modification -> modification.getAttribute().getValue())
                .findFirst()
                .orElse(null);
    }

    private Map<AttributeType, List<byte[]>> revived(DirectoryObject object) {
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
        values.put(Schema.IS_DELETED, List.of());
        values.put(Schema.IS_RECYCLED, List.of());
        ObjectClass objectClass = object.objectClass();
        DirectoryObject category = domain.names().category(objectClass);
        if (category != null) {
            values.put(Schema.OBJECT_CATEGORY, List.of(Guid.octets(category.guid())));
        }
        if (objectClass.isA("user")) {
            long control = object.number(Schema.USER_ACCOUNT_CONTROL, Defaults.NORMAL_ACCOUNT);
            values.put(Schema.SAM_ACCOUNT_TYPE, Texts.value(Defaults.userAccountType(control)));
        } else if (objectClass.isA("group")) {
            values.put(
                    Schema.SAM_ACCOUNT_TYPE,
                    Texts.value(Defaults.groupAccountType(object.number(Schema.GROUP_TYPE, 0))));
        }
        if (objectClass.isA("user") && object.values(Schema.PWD_LAST_SET).isEmpty()) {
            values.put(Schema.PWD_LAST_SET, Texts.value(0));
            values.put(Schema.ACCOUNT_EXPIRES, Texts.value(0));
            values.put(Schema.PRIMARY_GROUP_ID, Texts.value(Defaults.DOMAIN_USERS));
        }
        return values;
    }
}
