package adsync.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Security identifiers (MS-DTYP 2.4.2) of one domain: the domain's own three numbers and a relative one. */
final class Sid {

    private static final int SUB_AUTHORITY = 21;

    private Sid() {}

    /** The identifier of a new domain. */
    static byte[] ofDomain(RandomGenerator random) {
        return of(SUB_AUTHORITY, random.nextInt(1 << 30), random.nextInt(1 << 30), random.nextInt(1 << 30));
    }

    static byte[] relative(byte[] domain, int relative) {
        ByteBuffer numbers = ByteBuffer.allocate(domain.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        numbers.put(domain).putInt(relative);
        numbers.put(1, (byte) (domain[1] + 1));
        return numbers.array();
    }

    static int relativeOf(byte[] sid) {
        return ByteBuffer.wrap(sid).order(ByteOrder.LITTLE_ENDIAN).getInt(sid.length - 4);
    }

    static String text(byte[] sid) {
        ByteBuffer numbers = ByteBuffer.wrap(sid).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder("S-").append(sid[0]).append('-').append(sid[7]);
        for (int at = 8; at < sid.length; at += 4) {
            text.append('-').append(Integer.toUnsignedString(numbers.getInt(at)));
        }
        return text.toString();
    }

    /** Reads the text form or hexadecimal digits of the octets; empty if it is neither. */
    static byte[] parse(String text) {
        try {
            if (!text.startsWith("S-1-5-")) {
                return HexFormat.of().parseHex(text);
            }
            String[] numbers = text.substring("S-1-5-".length()).split("-", -1);
            int[] authorities = new int[numbers.length];
            for (int at = 0; at < numbers.length; at++) {
                authorities[at] = Integer.parseUnsignedInt(numbers[at]);
            }
            return of(authorities);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] of(int... authorities) {
        ByteBuffer numbers = ByteBuffer.allocate(8 + 4 * authorities.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.put((byte) 1).put((byte) authorities.length).put(new byte[] {0, 0, 0, 0, 0, 5});
        for (int authority : authorities) {
            numbers.putInt(authority);
        }
        return numbers.array();
    }
}
