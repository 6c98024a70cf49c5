package adsync.fuzz;

import java.io.ByteArrayOutputStream;

/**
 * Makes long inputs of short ones, since what takes the square of the length shows only in long ones: what stands between the
 * signs <code>{*</code> and <code>*}</code> is repeated.
 */
final class Stretch {

    private static final int LENGTH = 48 * 1024;

    private Stretch() {}

    /** The input as it is meant; the octets themselves if no part of them is to be repeated. */
    static byte[] of(byte[] octets) {
        int open = indexOf(octets, '{', '*', 0);
        int close = open < 0 ? -1 : indexOf(octets, '*', '}', open + 2);
        if (close <= open + 2) {
            return octets;
        }
        var stretched = new ByteArrayOutputStream(LENGTH + octets.length);
        stretched.write(octets, 0, open);
        int part = close - open - 2;
        for (int length = 0; length < LENGTH; length += part) {
            stretched.write(octets, open + 2, part);
        }
        stretched.write(octets, close + 2, octets.length - close - 2);
        return stretched.toByteArray();
    }

    private static int indexOf(byte[] octets, char first, char second, int from) {
        for (int at = from; at + 1 < octets.length; at++) {
            if (octets[at] == first && octets[at + 1] == second) {
                return at;
            }
        }
        return -1;
    }
}
