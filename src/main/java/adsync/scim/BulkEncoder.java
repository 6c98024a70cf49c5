package adsync.scim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes operations as a bulk request (RFC 7644 3.7). */
final class BulkEncoder {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /** A comma, and what a position can take more than the one digit that is counted. */
    private static final int SPARE = 6;

    private BulkEncoder() {}

    static JsonObject encode(List<ScimOperation> operations) {
        JsonArray items = new JsonArray();
        for (int position = 0; position < operations.size(); position++) {
            items.add(item(operations.get(position), position));
        }
        return new JsonObject().put("schemas", new JsonArray().add(SCHEMA)).put("Operations", items);
    }

    /** The octets of one operation, and the comma. */
    static int size(ScimOperation operation) {
        return Buffer.buffer(item(operation, 0).encode()).length() + SPARE;
    }

    /** The name of an operation in its request: opaque to the provider, unique, and to be found in its log. */
    static String bulkId(ScimOperation operation, int position) {
        return operation.correlationId().value() + '.' + position;
    }

    /** The method of an operation. */
    static String method(ScimOperation operation) {
        return switch (operation) {
            case ScimOperation.Create create -> "POST";
            case ScimOperation.Patch patch -> "PATCH";
            case ScimOperation.Delete delete -> "DELETE";
        };
    }

    /** The path of a user below the base URL. */
    static String path(String id) {
        return "/Users/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonObject item(ScimOperation operation, int position) {
        JsonObject item = new JsonObject().put("method", method(operation));
        return switch (operation) {
            case ScimOperation.Create create ->
                item.put("path", "/Users")
                        .put("bulkId", bulkId(create, position))
                        .put("data", UserEncoder.encode(create.resource()));
            case ScimOperation.Patch patch ->
                item.put("path", path(patch.id())).put("data", PatchEncoder.encode(patch.edits()));
            case ScimOperation.Delete delete -> item.put("path", path(delete.id()));
        };
    }
}
