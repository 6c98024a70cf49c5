package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which result of a bulk answer belongs to which operation. Providers re-order results, leave some out, and
 * leave out what would name them; a result that cannot be told for sure belongs to nobody.
 */
final class BulkMatch {

    private final List<ScimOperation> operations;
    private final List<JsonObject> results;

    /** By result, the position of its operation. */
    private final @Nullable Integer[] owners;

    /** By position of an operation, whether a result belongs to it. */
    private final BitSet taken = new BitSet();

    private BulkMatch(List<ScimOperation> operations, List<JsonObject> results) {
        this.operations = operations;
        this.results = results;
        owners = new @Nullable Integer[results.size()];
    }

    /**
     * The result of each operation, in the order of the operations; empty if it has none. Each is compared with all operations, so
     * of far too many only the first are looked at.
     */
    static List<Optional<JsonObject>> match(List<ScimOperation> operations, JsonArray answers) {
        List<JsonObject> results = answers.stream()
                .limit(2L * operations.size() + 1)
                .map(answer -> answer instanceof JsonObject result ? result : new JsonObject())
                .toList();
        BulkMatch match = new BulkMatch(operations, results);
        match.claim(match::sameBulkId);
        match.claim(match::sameResource);
        match.claimByPosition();
        return match.byOperation();
    }

    private void claim(BiPredicate<JsonObject, Integer> belongs) {
        for (int index = 0; index < owners.length; index++) {
            // Most providers keep the order: then the first position that is free is the one.
            for (int position = taken.nextClearBit(0);
                    owners[index] == null && position < operations.size();
                    position = taken.nextClearBit(position + 1)) {
                if (belongs.test(results.get(index), position)) {
                    owners[index] = position;
                    taken.set(position);
                }
            }
        }
    }

    private boolean sameBulkId(JsonObject result, int position) {
        ScimOperation operation = operations.get(position);
        return operation instanceof ScimOperation.Create
                && BulkEncoder.bulkId(operation, position).equals(Body.text(result, "bulkId"));
    }

    private boolean sameResource(JsonObject result, int position) {
        ScimOperation operation = operations.get(position);
        return switch (operation) {
            case ScimOperation.Create create -> false;
            case ScimOperation.Change change -> methodFits(result, operation) && names(result, change.id());
            case ScimOperation.Delete delete -> methodFits(result, operation) && names(result, delete.id());
        };
    }

    /** Position tells only if nothing is missing, nothing was added, and all that is known agrees with it. */
    private void claimByPosition() {
        if (results.size() != operations.size()) {
            return;
        }
        for (int index = 0; index < owners.length; index++) {
            Integer owner = owners[index];
            if (owner == null ? !methodFits(results.get(index), operations.get(index)) : owner != index) {
                return;
            }
        }
        for (int index = 0; index < owners.length; index++) {
            owners[index] = index;
        }
    }

    private List<Optional<JsonObject>> byOperation() {
        List<Optional<JsonObject>> found = new ArrayList<>(Collections.nCopies(operations.size(), Optional.empty()));
        for (int index = 0; index < owners.length; index++) {
            Integer owner = owners[index];
            if (owner != null) {
                found.set(owner, Optional.of(results.get(index)));
            }
        }
        return found;
    }

    private static boolean methodFits(JsonObject result, ScimOperation operation) {
        String method = Body.text(result, "method");
        return method == null || method.toUpperCase(Locale.ROOT).equals(BulkEncoder.method(operation));
    }

    private static boolean names(JsonObject result, String id) {
        return Stream.of(
                        Body.text(result, "id"),
                        lastSegment(Body.text(result, "location")),
                        lastSegment(Body.text(result, "path")),
                        Body.text(Body.object(result, "data"), "id"),
                        Body.text(Body.object(result, "response"), "id"))
                .filter(Objects::nonNull)
                .anyMatch(id::equals);
    }

    /** Where the path of a location ends, and its query or fragment begins. */
    private static int end(String location) {
        for (int at = 0; at < location.length(); at++) {
            if (location.charAt(at) == '?' || location.charAt(at) == '#') {
                return at;
            }
        }
        return location.length();
    }

    /** The id in a location or path; null if there is none. */
    static @Nullable String lastSegment(@Nullable String location) {
        if (location == null) {
            return null;
        }
        int end = end(location);
        while (end > 0 && location.charAt(end - 1) == '/') {
            end--;
        }
        String segment = location.substring(location.lastIndexOf('/', end - 1) + 1, end);
        try {
            return segment.isEmpty() || "Users".equalsIgnoreCase(segment)
                    ? null
                    : segment.indexOf('%') < 0
                            ? segment
                            : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment; // a stray per cent sign: then it is part of the id
        }
    }
}
