package adsync.directory;

import adsync.change.DirSyncCookie;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads up-to-dateness vectors: replUpToDateVector of a naming context, and the one in a DirSync cookie (MS-DRSR 5.115). What has
 * another form is none.
 */
final class VectorDecoder {

    private static final byte[] SIGNATURE = "MSDS".getBytes(StandardCharsets.US_ASCII);
    private static final int COOKIE_VERSION = 3;
    private static final int LENGTH_AT = 24;
    private static final int VECTOR_AT = 68;

    /** The forms with and without the time of the last success. */
    private static final int TIMED = 2;

    private static final int UNTIMED = 1;

    private VectorDecoder() {}

    /** What the holder of a cookie is not told any more. */
    static Optional<UpToDateVector> ofCookie(DirSyncCookie cookie) {
        ByteBuffer octets = ByteBuffer.wrap(cookie.octets()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            byte[] signature = new byte[SIGNATURE.length];
            octets.get(signature);
            if (!Arrays.equals(signature, SIGNATURE)
                    || octets.getInt() != COOKIE_VERSION
                    || octets.getInt(LENGTH_AT) != octets.capacity() - VECTOR_AT) {
                return Optional.empty();
            }
            octets.position(VECTOR_AT);
            return octets.hasRemaining() ? vector(octets) : Optional.of(UpToDateVector.NONE);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a domain controller has of the others. */
    static Optional<UpToDateVector> ofAttribute(byte[] value) {
        try {
            return vector(ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static Optional<UpToDateVector> vector(ByteBuffer octets) {
        int version = octets.getInt();
        octets.getInt();
        int cursors = octets.getInt();
        octets.getInt();
        if (version != UNTIMED && version != TIMED) {
            return Optional.empty();
        }
        Map<UUID, Long> usns = new HashMap<>();
        for (int at = 0; at < cursors; at++) { // a wrong number comes to the end of the octets soon
            byte[] database = new byte[ObjectGuid.LENGTH];
            octets.get(database);
            usns.put(ObjectGuid.ofOctets(database).value(), octets.getLong());
            if (version == TIMED) {
                octets.getLong();
            }
        }
        return Optional.of(new UpToDateVector(usns));
    }
}
