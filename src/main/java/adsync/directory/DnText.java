package adsync.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;

/** Splits distinguished names (RFC 4514) and keeps every character as the server wrote it. */
final class DnText {

    /** Longer than any name is; the library's reader takes the square of the length. */
    static final int LONGEST = 16 * 1024;

    private DnText() {}

    /** The first component, for example {@code CN=Adler\, Ada}; all of it if there is only one. */
    static String rdn(String dn) {
        int end = endOfFirst(dn);
        return end < 0 ? dn : dn.substring(0, end);
    }

    /** What follows the first component; empty if there is only one. */
    static String parent(String dn) {
        int end = endOfFirst(dn);
        return end < 0 ? "" : dn.substring(end + 1);
    }

    /** Equal for two spellings of the same name; the text itself if it is no name. */
    static String normal(String dn) {
        if (dn.length() > LONGEST) {
            return dn;
        }
        try {
            return DN.normalize(dn);
        } catch (LDAPException e) {
            return dn;
        }
    }

    /** The first comma that is no part of a value: neither escaped nor, as RFC 2253 allows, inside quotes. */
    private static int endOfFirst(String dn) {
        boolean quoted = false;
        for (int i = 0; i < dn.length(); i++) {
            switch (dn.charAt(i)) {
                case '\\' -> i++; // of a pair of hex digits the second one cannot be mistaken for anything
                case '"' -> quoted = !quoted;
                case ',' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }
}
