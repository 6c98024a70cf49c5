package adsync.scim;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a text of the provider's fit for logs: no secrets, no control characters, not long. */
final class Redaction {

    static final int MAX_LENGTH = 300;

    private static final String MASK = "[masked]";

    /** Longer texts are cut before they are searched, so that a huge answer costs nothing. */
    private static final int MAX_SEARCHED = 64 * 1024;

    private static final String SECRET = "(?:passw|pwd|secret|token|credential|authorization|assertion|apikey|api_key)";
    private static final String STRING = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+";

    /** A member whose name tells, with its value: a string, also one that is cut off, a list, an object, a number. */
    private static final Pattern MEMBER = Pattern.compile(
            "(\"[^\"]{0,80}?" + SECRET + "[^\"]{0,80}\"\\s*:\\s*)(?:" + STRING
                    + "|\\[[^\\]]*+\\]?+|\\{[^}]*+\\}?+|[^,}\\]\\s]++)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** An echoed edit of a patch: its path tells, its value follows or precedes. */
    private static final Pattern EDIT = Pattern.compile(
            "\\{(?=[^{}]*\"(?:path|name|attribute)\"\\s*:\\s*\"[^\"{}]*" + SECRET + ")[^{}]*+\\}?+",
            Pattern.CASE_INSENSITIVE);

    /** In prose: {@code password=…}, {@code Bearer …}. */
    private static final Pattern PROSE = Pattern.compile(
            "(\\b(?:bearer|basic)\\s+|" + SECRET + "\\w{0,40}+\\s*[=:]\\s*)(?!\\[masked)[^\\s\",;&}]{3,}",
            Pattern.CASE_INSENSITIVE);

    private final Supplier<List<String>> secrets;

    /**
     * With texts that are never to be seen, whatever is around them.
     *
     * @param secrets what they are now
     */
    Redaction(Supplier<List<String>> secrets) {
        this.secrets = secrets;
    }

    private List<String> secrets() {
        return secrets.get().stream()
                .flatMap(secret -> Stream.of(secret, secret.strip()))
                .filter(secret -> secret.length() >= 4)
                .toList();
    }

    String clean(Buffer text) {
        return clean(text.getString(0, Math.min(text.length(), MAX_SEARCHED)));
    }

    String clean(String text) {
        String clean = text.substring(0, Math.min(text.length(), MAX_SEARCHED));
        for (String secret : secrets()) {
            clean = clean.replace(secret, MASK);
        }
        clean = EDIT.matcher(clean).replaceAll('"' + MASK + '"');
        clean = MEMBER.matcher(clean).replaceAll("$1\"" + MASK + '"');
        clean = PROSE.matcher(clean).replaceAll("$1" + MASK);
        clean = clean.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + '…';
    }
}
