package adsync.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whoever is logged in (S-1-5-11), who may read everything here. */
final class Everybody {

    private static final byte[] SID = {1, 1, 0, 0, 0, 0, 0, 5, 11, 0, 0, 0};

    /** SE_SELF_RELATIVE and SE_DACL_PRESENT. */
    private static final short CONTROL = (short) 0x8004;

    private static final int HEADER = 20;
    private static final int LIST_HEADER = 8;
    private static final int ENTRY = 8 + SID.length;

    /** To list, to read properties and to read access rights. */
    private static final int READ = 0x20094;

    private Everybody() {}

    static byte[] sid() {
        return SID.clone();
    }

    /** A security descriptor (MS-DTYP 2.4.6) with access rights only. */
    static byte[] readsEverything() {
        return ByteBuffer.allocate(HEADER + LIST_HEADER + ENTRY)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 1)
                .putShort(CONTROL)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(HEADER)
                .putShort((short) 4)
                .putShort((short) (LIST_HEADER + ENTRY))
                .putInt(1)
                .putShort((short) 0)
                .putShort((short) ENTRY)
                .putInt(READ)
                .put(SID)
                .array();
    }
}
