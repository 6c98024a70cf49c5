package adsync.directory;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as the caseIgnore matching rules compare it (RFC 4517 4.2.11): without letter case and needless blanks. */
final class CaseIgnoredText {

    private static final Pattern BLANKS = Pattern.compile(" {2,}");

    private CaseIgnoredText() {}

    /** A whole value. */
    static String whole(String text) {
        return atEnd(atStart(text));
    }

    /** A part from within a value: the blanks around it count. */
    static String within(String text) {
        return BLANKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    }

    /** The beginning of a value. */
    static String atStart(String text) {
        String normal = within(text);
        return normal.startsWith(" ") ? normal.substring(1) : normal;
    }

    /** The end of a value. */
    static String atEnd(String text) {
        String normal = within(text);
        return normal.endsWith(" ") ? normal.substring(0, normal.length() - 1) : normal;
    }
}
