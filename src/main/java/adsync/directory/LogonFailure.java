package adsync.directory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in words why a bind was refused: the Win32 code that Active Directory hides in the text of result 49. */
final class LogonFailure {

    private static final Pattern CODE = Pattern.compile("\\bdata ([0-9a-fA-F]+)\\b");

    private static final Map<String, String> WORDS = Map.of(
            "525", "there is no such account",
            "52e", "the account name or the password is wrong",
            "530", "the account may not log on at this time of day",
            "531", "the account may not log on from this computer",
            "532", "the password of the account has expired",
            "533", "the account is disabled",
            "701", "the account has expired",
            "773", "the account must change its password first",
            "775", "the account is locked out");

    private LogonFailure() {}

    /** The cause in words; empty if the text has no code, or one we do not know. */
    static Optional<String> words(@Nullable String diagnosticMessage) {
        if (diagnosticMessage == null) {
            return Optional.empty();
        }
        Matcher code = CODE.matcher(diagnosticMessage);
        return code.find() ? Optional.ofNullable(WORDS.get(code.group(1).toLowerCase(Locale.ROOT))) : Optional.empty();
    }
}
