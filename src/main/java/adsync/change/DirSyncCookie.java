package adsync.change;

import java.util.Arrays;

/** The opaque token of a DirSync answer (MS-ADTS 3.1.1.3.4.1.3): stored and sent back, never looked into. */
public final class DirSyncCookie {

    private final byte[] octets;

    private DirSyncCookie(byte[] octets) {
        this.octets = octets;
    }

    /** Wraps a copy of the server's octets. */
    public static DirSyncCookie of(byte[] octets) {
        return new DirSyncCookie(octets.clone());
    }

    /** A copy of the server's octets. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirSyncCookie cookie && Arrays.equals(octets, cookie.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Names the length only. */
    @Override
    public String toString() {
        return "DirSyncCookie[" + octets.length + " octets]";
    }
}
