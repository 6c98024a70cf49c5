package adsync.bench;

import com.unboundid.ldap.sdk.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From the change of an object to the answer about it; an object is changed again only after that. Thread-safe. */
final class Timings {

    private final Map<String, Long> open = new HashMap<>();
    private final List<Long> nanos = new ArrayList<>();

    synchronized void begun(String guid) {
        open.put(guid, System.nanoTime());
    }

    synchronized void answered(String guid) {
        Long since = open.remove(guid.toLowerCase(Locale.ROOT));
        if (since != null) {
            nanos.add(System.nanoTime() - since);
        }
    }

    synchronized boolean complete() {
        return open.isEmpty();
    }

    synchronized double milliseconds(int percentile) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100)) / 1e6;
    }

    /** The objectGUID of an entry as text, in lower case. */
    static String guid(@Nullable Entry entry) {
        byte[] octets = entry == null ? null : entry.getAttributeValueBytes("objectGUID");
        if (octets == null) {
            throw new IllegalStateException("no objectGUID in " + entry);
        }
        ByteBuffer fields = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        long high = ((fields.getInt() & 0xffffffffL) << 32)
                | ((fields.getShort() & 0xffffL) << 16)
                | (fields.getShort() & 0xffffL);
        return new UUID(high, fields.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
    }
}
