package adsync.mapping;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a row of the mapping puts its value.
 *
 * @param path the SCIM path, with {@code enterprise:} and {@code extension:} in place of the schemas' URNs
 * @param type which element of a multi-valued attribute; null if the path is all of it
 * @param part which sub-attribute of that element
 */
record Target(String path, @Nullable String type, String part) {

    static final String ENTERPRISE = "enterprise:";
    static final String EXTENSION = "extension:";
    private static final String ENTERPRISE_URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final Pattern ELEMENT =
            Pattern.compile("(\\w+)\\s*\\[\\s*type\\s+eq\\s+\"(\\w+)\"\\s*](?:\\.(\\w+))?", Pattern.CASE_INSENSITIVE);

    /** Reads the notation of the table; anything that is not an element is a path. */
    static Target parse(String text) {
        Matcher element = ELEMENT.matcher(text.strip());
        if (!element.matches()) {
            return new Target(text.strip(), null, "");
        }
        String part = element.group(3);
        return new Target(element.group(1), element.group(2), part == null ? "value" : part);
    }

    /** Reads what an administrator wrote: the notation of the table, or full URNs. */
    static Target parse(String text, String extensionUrn) {
        return parse(shortened(shortened(text.strip(), ENTERPRISE_URN, ENTERPRISE), extensionUrn, EXTENSION));
    }

    private static String shortened(String text, String urn, String prefix) {
        return text.startsWith(urn + ":") ? prefix + text.substring(urn.length() + 1) : text;
    }

    /** The path as the provider knows it. */
    String scimPath(String extensionUrn) {
        if (path.startsWith(ENTERPRISE)) {
            return ENTERPRISE_URN + ":" + path.substring(ENTERPRISE.length());
        }
        return path.startsWith(EXTENSION) ? extensionUrn + ":" + path.substring(EXTENSION.length()) : path;
    }

    /** The notation of the table. */
    @Override
    public String toString() {
        return type == null ? path : path + "[type eq \"" + type + "\"]" + (part.equals("value") ? "" : "." + part);
    }
}
