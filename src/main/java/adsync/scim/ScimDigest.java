package adsync.scim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digests of SCIM values, so that what was acknowledged can be compared without being kept. Equal for values that a
 * provider may treat as equal: logins in any letter case, lists in any order, sub-attributes in any order.
 */
public final class ScimDigest {

    private static final int OCTETS = 8;

    private ScimDigest() {}

    /** The digest of each value of a resource, by path. */
    public static SortedMap<String, String> of(ScimResource resource) {
        SortedMap<String, String> digests = new TreeMap<>();
        resource.values().forEach((path, value) -> digests.put(path, of(path, value)));
        return digests;
    }

    /** The digest of one value: 16 hexadecimal digits. */
    public static String of(String path, Object value) {
        String text = "userName".equals(path) ? value.toString().toLowerCase(Locale.ROOT) : canonical(value);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String canonical(Object value) {
        return switch (value) {
            case Map<?, ?> map -> canonicalMap(map);
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(element -> parts.add(canonical(element)));
                parts.sort(null);
                yield parts.toString();
            }
            default -> value.getClass() == Boolean.class ? value.toString() : '"' + value.toString() + '"';
        };
    }

    private static String canonicalMap(Map<?, ?> map) {
        SortedMap<String, String> parts = new TreeMap<>();
        map.forEach((name, element) -> parts.put(String.valueOf(name), canonical(element)));
        return parts.toString();
    }
}
