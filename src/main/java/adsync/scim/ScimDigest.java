package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digests of SCIM values, so that what was acknowledged can be compared without being kept. Equal for values that a
 * provider may treat as equal: logins in any letter case, lists in any order, sub-attributes in any order, the same
 * moment in another form, a number or a truth value as a text, and without what providers add of their own
 * ({@code primary:false}, {@code display}, {@code $ref}, nulls, a manager's displayName).
 */
public final class ScimDigest {

    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Names of things that are there anyway; the provider keeps them (RFC 7643 2.4). */
    private static final Set<String> DERIVED = Set.of("$ref", "display");

    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");

    /** How we write a moment; with a digit for each zero it is its own canonical form. */
    private static final String OWN_FORM = "0000-00-00T00:00:00Z";

    private static final int SHORTEST_MOMENT = "2027-01-31T12:00Z".length();
    private static final int TIME_SIGN = "2027-01-31".length();

    /** No attribute of SCIM is as deep (RFC 7643 2.3.8); below it there is something, and what it is makes no difference. */
    private static final int DEEPEST = 8;

    private ScimDigest() {}

    /** The digest of each value of a resource, by path. */
    public static SortedMap<String, String> of(ScimResource resource) {
        return of(resource.values());
    }

    /** The digest of each value, by path. */
    static SortedMap<String, String> of(Map<String, Object> values) {
        SortedMap<String, String> digests = new TreeMap<>();
        values.forEach((path, value) -> digests.put(path, of(path, value)));
        return digests;
    }

    /**
     * The digest of one value: 16 hexadecimal digits. It tells values apart that differ by accident (FNV-1a, 64 bits); nobody
     * gains by making two that are alike.
     *
     * @param value as {@link ScimResource} has it, or as it was decoded from JSON
     */
    public static String of(String path, Object value) {
        String text = text(path, value);
        long digest = FNV_OFFSET_BASIS;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            digest = (digest ^ (unit & 0xff)) * FNV_PRIME;
            digest = (digest ^ (unit >>> Byte.SIZE)) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(digest);
    }

    /** Whether a value is as good as none. */
    static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Map<?, ?> map -> map.values().stream().allMatch(ScimDigest::isEmpty);
            case Iterable<?> list
            when list instanceof List || list instanceof JsonArray ->
                !list.iterator().hasNext();
            case JsonObject object -> isEmpty(object.getMap());
            default -> false;
        };
    }

    private static String text(String path, Object value) {
        return switch (path) {
            case "userName", "active" -> value.toString().toLowerCase(Locale.ROOT);
            default -> canonical(path.endsWith(":manager") ? managerId(value) : value, 0);
        };
    }

    /** Of a manager, only who it is. */
    private static Object managerId(Object manager) {
        Map<?, ?> parts = switch (manager) {
            case Map<?, ?> map -> map;
            case JsonObject object -> object.getMap();
            default -> Map.of();
        };
        Object id = parts.get("value");
        return id == null ? manager : id;
    }

    private static String canonical(Object value, int depth) {
        return switch (value) {
            case JsonObject object -> canonicalMap(object.getMap(), depth + 1);
            case JsonArray array -> canonicalList(array.getList(), depth + 1);
            case Map<?, ?> map -> canonicalMap(map, depth + 1);
            case List<?> list -> canonicalList(list, depth + 1);
            default -> quote(scalar(value.toString()));
        };
    }

    private static String quote(String text) {
        boolean plain = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
        return plain ? '"' + text + '"' : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String scalar(String text) {
        if (mayBeMoment(text) && !isOwnForm(text) && MOMENT.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant().toString();
            } catch (DateTimeException e) {
                return text; // only looks like one
            }
        }
        return text;
    }

    /** Spares almost every text the pattern. */
    private static boolean mayBeMoment(String text) {
        return text.length() >= SHORTEST_MOMENT && text.charAt(TIME_SIGN) == 'T';
    }

    /** Spares the moments that we made ourselves to be read. */
    private static boolean isOwnForm(String text) {
        if (text.length() != OWN_FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char wanted = OWN_FORM.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static String canonicalList(List<?> list, int depth) {
        if (depth > DEEPEST) {
            return "[]";
        }
        List<String> parts = new ArrayList<>();
        for (Object element : list) {
            if (!isEmpty(element)) {
                parts.add(canonical(element, depth));
            }
        }
        parts.sort(null);
        return parts.toString();
    }

    private static String canonicalMap(Map<?, ?> map, int depth) {
        if (depth > DEEPEST) {
            return "{}";
        }
        SortedMap<String, String> parts = new TreeMap<>();
        map.forEach((name, element) -> {
            String key = String.valueOf(name);
            boolean byDefault = "primary".equals(key) && "false".equals(String.valueOf(element));
            if (!isEmpty(element) && !byDefault && !DERIVED.contains(key)) {
                parts.put(key, canonical(element, depth));
            }
        });
        return parts.toString();
    }
}
