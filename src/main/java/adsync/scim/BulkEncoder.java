package adsync.scim;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes an operation as a part of a bulk request (RFC 7644 3.7). */
final class BulkEncoder {

    private BulkEncoder() {}

    /** The name of an operation in its request: opaque to the provider, unique, and to be found in its log. */
    static String bulkId(ScimOperation operation, int position) {
        return operation.correlationId().value() + '.' + position;
    }

    /** The method of an operation. */
    static String method(ScimOperation operation) {
        return switch (operation) {
            case ScimOperation.Create create -> "POST";
            case ScimOperation.Patch patch -> "PATCH";
            case ScimOperation.Replace replace -> "PUT";
            case ScimOperation.Delete delete -> "DELETE";
        };
    }

    /** The path of a user below the base URL. */
    static String path(String id) {
        return "/Users/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** An operation as an element of {@code Operations}. */
    static JsonObject item(ScimOperation operation, int position) {
        JsonObject item = new JsonObject().put("method", method(operation));
        return switch (operation) {
            case ScimOperation.Create create ->
                item.put("path", "/Users")
                        .put("bulkId", bulkId(create, position))
                        .put("data", UserEncoder.encode(create.resource()));
            case ScimOperation.Patch patch ->
                item.put("path", path(patch.id())).put("data", PatchEncoder.encode(patch.edits()));
            case ScimOperation.Replace replace ->
                // Each needs an answer of its own first, which is one of the two requests that bulk would spare.
                throw new IllegalArgumentException("a replacement of a user goes singly");
            case ScimOperation.Delete delete -> item.put("path", path(delete.id()));
        };
    }
}
