package adsync.scim;

import adsync.scim.ScimOperation.Edit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a user as the body of a PUT (RFC 7644 3.5.1), which replaces: what the account holds and nobody asked to change is in it,
 * too, whoever put it there.
 */
final class ReplacementEncoder {

    /** What only the provider writes, and a password, which is none of ours even where the provider shows what it made of it. */
    private static final Set<String> NOT_OURS = Set.of("meta", "groups", "password");

    private ReplacementEncoder() {}

    /**
     * The whole user.
     *
     * @param account as it was read; is not changed
     * @param ours what else the account is to hold; an edit comes first
     */
    static JsonObject encode(JsonObject account, String id, List<Edit> edits, Map<String, Object> ours) {
        JsonObject user = account.copy();
        List.copyOf(user.fieldNames()).stream()
                .filter(name -> NOT_OURS.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(user::remove);
        put(user, "id", id);
        ours.forEach((path, value) -> {
            Object shown = ScimPath.parse(path).read(user);
            if (shown == null || !ScimDigest.of(path, shown).equals(ScimDigest.of(path, value))) {
                write(user, path, value);
            }
        });
        edits.forEach(edit -> write(user, edit.path(), edit.value()));
        dropEmpty(user);
        put(user, "schemas", schemas(account, user));
        return user;
    }

    /** A complex attribute whole, too: what was derived of its earlier value, such as {@code $ref}, is true no more. */
    private static void write(JsonObject user, String path, @Nullable Object value) {
        ScimPath place = ScimPath.parse(path);
        String urn = place.extension();
        JsonObject parent = urn == null ? user : child(user, urn);
        String part = place.subAttribute();
        if (part == null) {
            put(parent, place.attribute(), value);
        } else {
            put(child(parent, place.attribute()), part, value);
        }
    }

    private static JsonObject child(JsonObject parent, String name) {
        if (Body.value(parent, name) instanceof JsonObject child) {
            return child;
        }
        JsonObject child = new JsonObject();
        put(parent, name, child);
        return child;
    }

    /** Names mean the same in any letter case (RFC 7643 2.1): the provider's spelling stays. */
    private static void put(JsonObject parent, String name, @Nullable Object value) {
        String known = parent.fieldNames().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
        if (value == null) {
            parent.remove(known);
        } else {
            parent.put(known, value);
        }
    }

    /** What is empty means the same as what is absent (RFC 7643 2.5), and not everybody takes it. */
    private static void dropEmpty(JsonObject parent) {
        for (String name : List.copyOf(parent.fieldNames())) {
            Object value = parent.getValue(name);
            if (value instanceof JsonObject child) {
                dropEmpty(child);
            }
            if (value == null || isEmpty(value)) {
                parent.remove(name);
            }
        }
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof JsonObject object && object.isEmpty())
                || (value instanceof JsonArray array && array.isEmpty());
    }

    /** As the provider lists them, with the extensions that come and without those that go. */
    private static JsonArray schemas(JsonObject account, JsonObject user) {
        List<String> urns = new ArrayList<>();
        Objects.requireNonNullElseGet(Body.array(account, "schemas"), () -> new JsonArray().add(ScimPath.CORE_USER))
                .forEach(urn -> urns.add(String.valueOf(urn)));
        urns.removeIf(urn -> Body.value(account, urn) != null && Body.value(user, urn) == null);
        user.fieldNames().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("urn:"))
                .filter(name -> urns.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(urns::add);
        return new JsonArray(urns);
    }
}
