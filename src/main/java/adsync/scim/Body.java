package adsync.scim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads JSON that may be anything: members of another type count as absent, names are taken in any letter case. */
final class Body {

    private Body() {}

    /** The object a text holds; empty if it holds something else. */
    static JsonObject parse(Buffer text) {
        try {
            return text.length() == 0 ? new JsonObject() : new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject(); // whoever needs a member will miss it
        }
    }

    /** Whether a text is a page for people: a proxy, a portal or the wrong URL answered, not the provider. */
    static boolean isPage(String contentType, Buffer text) {
        return contentType.contains("text/html") || begins(text, '<');
    }

    /** Whether a text begins as an object and is none. */
    static boolean breaksOff(Buffer text) {
        if (!begins(text, '{')) {
            return false;
        }
        try {
            text.toJsonObject();
            return false;
        } catch (DecodeException e) {
            return true;
        }
    }

    private static boolean begins(Buffer text, char with) {
        int at = 0;
        while (at < text.length() && (text.getByte(at) <= ' ')) {
            at++; // white space, and the three octets of a byte order mark, which are negative
        }
        return at < text.length() && text.getByte(at) == with;
    }

    static @Nullable Object value(@Nullable JsonObject parent, String name) {
        if (parent == null) {
            return null;
        }
        Object exact = parent.getValue(name);
        if (exact != null) {
            return exact;
        }
        for (String candidate : parent.fieldNames()) {
            if (candidate.equalsIgnoreCase(name)) {
                return parent.getValue(candidate);
            }
        }
        return null;
    }

    /** A text or number, as text; null for anything else. */
    static @Nullable String text(@Nullable JsonObject parent, String name) {
        Object value = value(parent, name);
        return value instanceof CharSequence || value instanceof Number ? value.toString() : null;
    }

    static @Nullable JsonObject object(@Nullable JsonObject parent, String name) {
        return value(parent, name) instanceof JsonObject child ? child : null;
    }

    static @Nullable JsonArray array(@Nullable JsonObject parent, String name) {
        return value(parent, name) instanceof JsonArray child ? child : null;
    }

    /** A whole number, also if it is written as text; {@code otherwise} if there is none. */
    static long number(@Nullable JsonObject parent, String name, long otherwise) {
        String text = text(parent, name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** True or false, also if it is written as text. */
    static boolean flag(@Nullable JsonObject parent, String name, boolean otherwise) {
        Object value = value(parent, name);
        return (value instanceof Boolean || value instanceof CharSequence)
                ? Boolean.parseBoolean(value.toString())
                : otherwise;
    }
}
