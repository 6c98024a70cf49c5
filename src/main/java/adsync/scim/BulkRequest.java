package adsync.scim;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Operations that go to the provider in one request (RFC 7644 3.7). Each is written once, as it is added. */
public final class BulkRequest {

    private static final String HEAD =
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[";
    private static final String TAIL = "]}";

    private final int maxOctets;
    private final List<ScimOperation> operations = new ArrayList<>();
    private final Buffer items = Buffer.buffer();

    /**
     * Begins one.
     *
     * @param maxOctets how long it may become (maxPayloadSize)
     */
    public BulkRequest(int maxOctets) {
        this.maxOctets = maxOctets;
    }

    /** All of these, however long that becomes. */
    public static BulkRequest of(List<ScimOperation> operations) {
        var request = new BulkRequest(Integer.MAX_VALUE);
        operations.forEach(request::add);
        return request;
    }

    /**
     * Adds an operation, unless the request would become too long by it; the first one is added however long it is.
     *
     * @param operation of a resource that no other operation of this request is about
     */
    public boolean add(ScimOperation operation) {
        // By way of a text: half a surrogate pair then becomes a question mark instead of an exception.
        byte[] item = BulkEncoder.item(operation, operations.size()).encode().getBytes(StandardCharsets.UTF_8);
        if (!operations.isEmpty()) {
            if ((long) octets() + 1 + item.length > maxOctets) {
                return false;
            }
            items.appendByte((byte) ',');
        }
        items.appendBytes(item);
        operations.add(operation);
        return true;
    }

    /** In the order in which they were added. */
    public List<ScimOperation> operations() {
        return List.copyOf(operations);
    }

    /** How many operations it has. */
    public int size() {
        return operations.size();
    }

    /** How long its body is. */
    public int octets() {
        return HEAD.length() + items.length() + TAIL.length();
    }

    Buffer body() {
        return Buffer.buffer(octets()).appendString(HEAD).appendBuffer(items).appendString(TAIL);
    }
}
