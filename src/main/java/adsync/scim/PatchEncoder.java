package adsync.scim;

import adsync.scim.ScimOperation.Edit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes edits as the body of a PATCH (RFC 7644 3.5.2), in the one form all known providers take. */
final class PatchEncoder {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private PatchEncoder() {}

    /** A path in every operation, lists whole, an empty list to clear a list, {@code remove} to clear anything else. */
    static JsonObject encode(List<Edit> edits) {
        JsonArray operations = new JsonArray();
        edits.stream()
                .sorted(Comparator.comparing(PatchEncoder::removes))
                .map(PatchEncoder::operation)
                .forEach(operations::add);
        return new JsonObject().put("schemas", new JsonArray().add(SCHEMA)).put("Operations", operations);
    }

    /** Whether the edit becomes a {@code remove}, which some providers refuse if there is nothing to remove. */
    static boolean removes(Edit edit) {
        return edit.value() == null && !edit.multiValued();
    }

    /** The same edits in parts that do not take each other down: all that set something, then each removal alone. */
    static List<List<Edit>> apart(List<Edit> edits) {
        List<List<Edit>> parts = new ArrayList<>();
        List<Edit> rest = edits.stream().filter(edit -> !removes(edit)).toList();
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        edits.stream().filter(PatchEncoder::removes).map(List::of).forEach(parts::add);
        return parts;
    }

    private static JsonObject operation(Edit edit) {
        String path = ScimPath.parse(edit.path()).toString();
        if (removes(edit)) {
            return new JsonObject().put("op", "remove").put("path", path);
        }
        Object value = edit.value() == null ? new JsonArray() : edit.value();
        return new JsonObject().put("op", "replace").put("path", path).put("value", value);
    }
}
