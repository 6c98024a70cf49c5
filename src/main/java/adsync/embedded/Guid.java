package adsync.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The two written forms of an objectGUID (MS-DTYP 2.3.4): sixteen octets with little-endian fields, and text. */
final class Guid {

    static final int LENGTH = 16;

    private Guid() {}

    static byte[] octets(UUID guid) {
        long high = guid.getMostSignificantBits();
        ByteBuffer fields = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        fields.order(ByteOrder.BIG_ENDIAN).putLong(guid.getLeastSignificantBits());
        return fields.array();
    }

    static UUID ofOctets(byte[] octets) {
        ByteBuffer fields = ByteBuffer.wrap(octets, 0, LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        long high = Integer.toUnsignedLong(fields.getInt()) << 32;
        high |= Short.toUnsignedLong(fields.getShort()) << 16;
        high |= Short.toUnsignedLong(fields.getShort());
        return new UUID(high, fields.order(ByteOrder.BIG_ENDIAN).getLong());
    }

    /** Reads the dashed text or thirty-two hexadecimal digits of the octets; null if it is neither. */
    static @Nullable UUID parse(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
            return text.length() == 2 * LENGTH ? ofOctets(HexFormat.of().parseHex(text)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
