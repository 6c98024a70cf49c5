package adsync.directory;

import adsync.change.ObjectGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Reads a security descriptor (MS-DTYP 2.4.6) for one question: whether it lets somebody read an attribute. The entries of its
 * list count in their order, and the first one that says something decides (MS-ADTS 5.1.3.3.3).
 */
final class AccessRights {

    /** SE_DACL_PRESENT. */
    private static final int HAS_LIST = 0x4;

    private static final int LIST_OFFSET_AT = 16;
    private static final int LIST_HEADER = 8;

    /** INHERIT_ONLY_ACE: said for what is below the object. */
    private static final int ONLY_BELOW = 0x8;

    /** ADS_RIGHT_DS_READ_PROP, GENERIC_ALL and GENERIC_READ. */
    private static final int READ = 0x10 | 0x10000000 | 0x80000000;

    /** ADS_RIGHT_DS_CONTROL_ACCESS and GENERIC_ALL. */
    private static final int CONTROL = 0x100 | 0x10000000;

    /** ACE_OBJECT_TYPE_PRESENT and ACE_INHERITED_OBJECT_TYPE_PRESENT. */
    private static final int NAMES_RIGHT = 0x1;

    private static final int NAMES_HEIR = 0x2;

    private AccessRights() {}

    /**
     * Whether reading is granted. What is confidential needs a control access right besides (MS-ADTS 3.1.1.4.4).
     *
     * @param descriptor the octets of nTSecurityDescriptor
     * @param sids who asks, in text form
     * @throws java.nio.BufferUnderflowException as well as IndexOutOfBoundsException and IllegalArgumentException: malformed
     */
    static boolean grantReading(byte[] descriptor, Set<String> sids, AttributeRights rights) {
        return grant(READ, descriptor, sids, rights.names())
                && (!rights.confidential() || grant(CONTROL, descriptor, sids, rights.names()));
    }

    private static boolean grant(int wanted, byte[] descriptor, Set<String> sids, Set<ObjectGuid> rights) {
        ByteBuffer octets = ByteBuffer.wrap(descriptor).order(ByteOrder.LITTLE_ENDIAN);
        octets.getShort();
        boolean list = (octets.getShort() & HAS_LIST) != 0;
        int at = octets.position(LIST_OFFSET_AT).getInt();
        if (!list || at == 0) {
            return true; // without a list everybody may do everything
        }
        octets.position(at + Integer.BYTES);
        int entries = Short.toUnsignedInt(octets.getShort());
        at += LIST_HEADER;
        for (int entry = 0; entry < entries; entry++) {
            octets.position(at);
            int type = Byte.toUnsignedInt(octets.get());
            int flags = octets.get();
            at += Short.toUnsignedInt(octets.getShort());
            if ((flags & ONLY_BELOW) == 0 && concerns(wanted, type, octets, sids, rights)) {
                return type == Type.ALLOWED || type == Type.ALLOWED_OBJECT;
            }
        }
        return false;
    }

    /** Entries with a condition cannot be judged here: those that allow are passed over, those that deny count. */
    private static boolean concerns(int wanted, int type, ByteBuffer entry, Set<String> sids, Set<ObjectGuid> rights) {
        return switch (type) {
            case Type.ALLOWED, Type.DENIED, Type.DENIED_IF -> about(wanted, entry) && sids.contains(sid(entry));
            case Type.ALLOWED_OBJECT, Type.DENIED_OBJECT, Type.DENIED_OBJECT_IF ->
                about(wanted, entry) && names(entry, rights) && sids.contains(sid(entry));
            default -> false;
        };
    }

    private static boolean about(int wanted, ByteBuffer entry) {
        return (entry.getInt() & wanted) != 0;
    }

    private static boolean names(ByteBuffer entry, Set<ObjectGuid> rights) {
        int present = entry.getInt();
        boolean named = (present & NAMES_RIGHT) == 0 || rights.contains(guid(entry));
        if ((present & NAMES_HEIR) != 0) {
            guid(entry);
        }
        return named;
    }

    private static ObjectGuid guid(ByteBuffer entry) {
        byte[] octets = new byte[ObjectGuid.LENGTH];
        entry.get(octets);
        return ObjectGuid.ofOctets(octets);
    }

    private static String sid(ByteBuffer entry) {
        int start = entry.position();
        byte[] octets = new byte[8 + Integer.BYTES * Byte.toUnsignedInt(entry.get(start + 1))];
        entry.get(octets);
        return SidText.of(octets).orElse("");
    }

    /** The types of entries that speak of access (MS-DTYP 2.4.4.1). */
    private static final class Type {
        static final int ALLOWED = 0x0;
        static final int DENIED = 0x1;
        static final int ALLOWED_OBJECT = 0x5;
        static final int DENIED_OBJECT = 0x6;
        static final int DENIED_IF = 0xA;
        static final int DENIED_OBJECT_IF = 0xC;
    }
}
