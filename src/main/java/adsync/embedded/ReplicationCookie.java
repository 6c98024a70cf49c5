package adsync.embedded;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a DirSync cookie holds (MS-DRSR 5.115): how far the reader came at this domain controller and what it knows of
 * the others. Nothing of filter, attributes or naming context, so nothing guards against mixing them up.
 *
 * @param generation which cookies of the issuing database are still good, in the reserved field
 * @param scanned up to which local number objects were looked at
 * @param known up to which local number values were told in earlier cycles
 * @param issuer the database that issued it
 * @param vector the highest originating number known of each database
 */
record ReplicationCookie(long generation, long scanned, long known, UUID issuer, Map<UUID, Long> vector) {

    private static final byte[] SIGNATURE = "MSDS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 3;
    private static final int HEAD = 68;
    private static final int VECTOR_HEAD = 16;
    private static final int CURSOR = 24;

    ReplicationCookie {
        vector = Map.copyOf(vector);
    }

    /** Whether a write is new to the holder of the cookie. */
    boolean isNew(Stamp stamp, long since) {
        return stamp.localUsn() > since && stamp.originUsn() > vector.getOrDefault(stamp.originInvocationId(), 0L);
    }

    byte[] encode(long fileTime) {
        int vectorLength = VECTOR_HEAD + CURSOR * vector.size();
        ByteBuffer octets = ByteBuffer.allocate(HEAD + vectorLength).order(ByteOrder.LITTLE_ENDIAN);
        octets.put(SIGNATURE)
                .putInt(VERSION)
                .putLong(fileTime)
                .putLong(generation)
                .putInt(vectorLength);
        octets.putLong(scanned).putLong(0).putLong(known).put(Guid.octets(issuer));
        octets.putInt(1).putInt(0).putInt(vector.size()).putInt(0);
        vector.forEach((origin, usn) -> octets.put(Guid.octets(origin)).putLong(usn));
        return octets.array();
    }

    /** The value of replUpToDateVector (MS-DRSR, UPTODATE_VECTOR_V2_EXT): all but one's own; no octets if there is nothing. */
    static byte[] replicated(Store store) {
        Map<UUID, Long> others = new LinkedHashMap<>(store.upToDateVector());
        others.remove(store.invocationId());
        if (others.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer octets = ByteBuffer.allocate(VECTOR_HEAD + (CURSOR + Long.BYTES) * others.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        octets.putInt(2).putInt(0).putInt(others.size()).putInt(0);
        others.forEach(
                (origin, usn) -> octets.put(Guid.octets(origin)).putLong(usn).putLong(Texts.fileTime(store.now())));
        return octets.array();
    }

    /**
     * Reads a cookie; null if it is none.
     *
     * @param strictly whether signature, version and lengths must be right, or just long enough
     */
    static @Nullable ReplicationCookie decode(byte[] cookie, boolean strictly) {
        ByteBuffer octets = ByteBuffer.wrap(cookie).order(ByteOrder.LITTLE_ENDIAN);
        try {
            byte[] signature = new byte[SIGNATURE.length];
            octets.get(signature);
            boolean headed = Arrays.equals(signature, SIGNATURE) && octets.getInt() == VERSION;
            if (strictly && !headed) {
                return null;
            }
            octets.position(16);
            long generation = octets.getLong();
            int vectorLength = octets.getInt();
            if (vectorLength < 0 || (strictly && vectorLength != octets.capacity() - HEAD)) {
                return null;
            }
            long scanned = octets.getLong();
            octets.getLong();
            long known = octets.getLong();
            UUID issuer = guid(octets);
            return new ReplicationCookie(generation, scanned, known, issuer, vector(octets));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<UUID, Long> vector(ByteBuffer octets) {
        Map<UUID, Long> vector = new LinkedHashMap<>();
        if (octets.hasRemaining()) {
            octets.position(octets.position() + 8);
            int cursors = octets.getInt();
            octets.getInt();
            for (int at = 0; at < cursors; at++) {
                vector.put(guid(octets), octets.getLong());
            }
        }
        return vector;
    }

    private static UUID guid(ByteBuffer octets) {
        byte[] guid = new byte[Guid.LENGTH];
        octets.get(guid);
        return Guid.ofOctets(guid);
    }
}
