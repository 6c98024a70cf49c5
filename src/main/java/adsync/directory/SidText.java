package adsync.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The text form of a security identifier, {@code S-1-5-…} (MS-DTYP 2.4.2). */
final class SidText {

    private static final int HEADER = 8;

    private SidText() {}

    /** Reads the binary form of objectSid; empty if the octets are none. */
    static Optional<String> of(byte[] octets) {
        if (octets.length < HEADER || octets.length != HEADER + 4 * Byte.toUnsignedInt(octets[1])) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(octets);
        int revision = Byte.toUnsignedInt(fields.get());
        int subAuthorities = Byte.toUnsignedInt(fields.get());
        long authority = (long) Short.toUnsignedInt(fields.getShort()) << 32 | Integer.toUnsignedLong(fields.getInt());
        StringBuilder text =
                new StringBuilder("S-").append(revision).append('-').append(authority);
        fields.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < subAuthorities; i++) {
            text.append('-').append(Integer.toUnsignedString(fields.getInt()));
        }
        return Optional.of(text.toString());
    }

    /** The relative identifier of the binary form; 0 if there is none. */
    static long lastSubAuthority(byte[] octets) {
        return of(octets)
                .filter(text -> octets.length > HEADER)
                .map(text -> Long.parseLong(text.substring(text.lastIndexOf('-') + 1)))
                .orElse(0L);
    }
}
