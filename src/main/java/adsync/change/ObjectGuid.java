package adsync.change;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.UUID;

/**
 * The identity of a directory object. It survives renames and moves and is never reused (MS-ADTS 3.1.1.1.4).
 *
 * @param value the GUID as Active Directory's own tools print it
 */
public record ObjectGuid(UUID value) implements Comparable<ObjectGuid> {

    /** The number of octets of the binary form. */
    public static final int LENGTH = 16;

    private static final int TEXT_LENGTH = 36;

    /**
     * Reads the binary form of the objectGUID attribute, whose first three fields are little-endian (MS-DTYP 2.3.4).
     *
     * @throws IllegalArgumentException unless there are exactly 16 octets
     */
    public static ObjectGuid ofOctets(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("an objectGUID has 16 octets, this one has " + octets.length);
        }
        ByteBuffer fields = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        long data1 = Integer.toUnsignedLong(fields.getInt());
        long data2 = Short.toUnsignedLong(fields.getShort());
        long data3 = Short.toUnsignedLong(fields.getShort());
        long data4 = fields.order(ByteOrder.BIG_ENDIAN).getLong();
        return new ObjectGuid(new UUID(data1 << 32 | data2 << 16 | data3, data4));
    }

    /**
     * Reads the text form, with or without braces, in either letter case.
     *
     * @throws IllegalArgumentException if it is not a GUID
     */
    public static ObjectGuid parse(String text) {
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        if (!isGuid(bare)) {
            throw new IllegalArgumentException("not a GUID: " + text);
        }
        return new ObjectGuid(UUID.fromString(bare.toLowerCase(Locale.ROOT)));
    }

    /** {@link UUID#fromString} takes signs, and fields of other lengths. */
    private static boolean isGuid(String text) {
        boolean well = text.length() == TEXT_LENGTH;
        for (int at = 0; well && at < TEXT_LENGTH; at++) {
            char sign = text.charAt(at);
            boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
            well = hyphen ? sign == '-' : sign < 128 && Character.digit(sign, 16) >= 0;
        }
        return well;
    }

    /** The binary form that {@link #ofOctets} reads. */
    public byte[] octets() {
        ByteBuffer fields = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        long high = value.getMostSignificantBits();
        fields.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        fields.order(ByteOrder.BIG_ENDIAN).putLong(value.getLeastSignificantBits());
        return fields.array();
    }

    @Override
    public int compareTo(ObjectGuid other) {
        return value.compareTo(other.value);
    }

    /** The text form: lower case, {@code 8-4-4-4-12}. */
    @Override
    public String toString() {
        return value.toString();
    }
}
