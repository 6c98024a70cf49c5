package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletion: an object becomes a tombstone or goes into the recycle bin (MS-ADTS 3.1.1.5.5). */
final class Deleting {

    private static final int NAME_LIMIT = 75;

    private final Domain domain;
    private final Renaming renaming;

    Deleting(Domain domain) {
        this.domain = domain;
        this.renaming = new Renaming(domain);
    }

    /**
     * @param tree whether everything below goes with it
     * @throws LDAPException why not
     */
    void delete(DirectoryObject object, boolean tree) throws LDAPException {
        if (!tree && !object.children().isEmpty()) {
            throw Refusal.of(ResultCode.NOT_ALLOWED_ON_NONLEAF, "00002015", "UpdErr: there is something below it");
        }
        requireDeletable(object);
        bury(object);
    }

    private static void requireDeletable(DirectoryObject object) throws LDAPException {
        boolean critical =
                !object.values(Schema.attribute("isCriticalSystemObject")).isEmpty();
        if (critical || object.parent() == null || object.deleted()) {
            throw Refusal.unwilling("SvcErr: " + object.dn() + " cannot be deleted");
        }
        for (DirectoryObject child : object.children()) {
            requireDeletable(child);
        }
    }

    private void bury(DirectoryObject object) {
        for (DirectoryObject child : List.copyOf(object.children())) {
            bury(child);
        }
        DirectoryObject grave = domain.deletedObjects(object.root());
        if (grave == null) {
            domain.store().expunge(object);
            return;
        }
        boolean bin = domain.profile().has(Behaviour.RECYCLE_BIN);
        Map<AttributeType, List<byte[]>> values = bin ? hidden() : stripped(object);
        values.put(Schema.IS_DELETED, Texts.TRUE);
        DirectoryObject parent = object.parent();
        if (parent != null) {
            values.put(Schema.LAST_KNOWN_PARENT, List.of(Guid.octets(parent.guid())));
        }
        String name = object.text(Schema.NAME);
        if (bin && name != null) {
            values.put(Schema.attribute("msDS-LastKnownRDN"), Texts.value(name));
        }
        if (!bin) {
            domain.store().links().vanish(object);
        }
        String mangled = mangled(name == null ? "" : name, object);
        String relativeName = Names.relativeName(object.objectClass().namingAttribute(), mangled);
        renaming.relocate(object, grave, relativeName, mangled, values);
    }

    /** A name that nobody else can have: the old one, a line feed and the GUID. */
    static String mangled(String name, DirectoryObject object) {
        return name.substring(0, Math.min(NAME_LIMIT, name.length())) + "\nDEL:" + object.guid();
    }

    private static Map<AttributeType, List<byte[]>> hidden() {
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
        values.put(Schema.OBJECT_CATEGORY, List.of());
        values.put(Schema.SAM_ACCOUNT_TYPE, List.of());
        return values;
    }

    private static Map<AttributeType, List<byte[]>> stripped(DirectoryObject object) {
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
        for (Cell cell : object.cells()) {
            if (!cell.type().is(Trait.KEPT)) {
                values.put(cell.type(), List.of());
            }
        }
        values.put(Schema.IS_RECYCLED, Texts.TRUE);
        return values;
    }

    /** The second stage of the recycle bin: what is left is a tombstone. Does nothing to what is not in the bin. */
    void recycle(DirectoryObject object) {
        DirectoryObject grave = object.parent();
        if (object.deleted() && !object.recycled() && grave != null && grave.deleted()) {
            Map<AttributeType, List<byte[]>> values = stripped(object);
            values.remove(Schema.attribute(object.objectClass().namingAttribute()));
            domain.store().links().vanish(object);
            domain.store().write(object, values);
        }
    }
}
