package adsync.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The value of a relative distinguished name (RFC 4514). */
final class RelativeName {

    private static final int HEXADECIMAL = 16;

    private RelativeName() {}

    /** {@code Sales, North} of {@code CN=Sales\, North}. */
    static String value(String rdn) {
        String text = rdn.substring(rdn.indexOf('=') + 1);
        var octets = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); ) {
            if (text.charAt(at) != '\\' || at + 1 == text.length()) {
                int point = text.codePointAt(at);
                octets.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            } else if (at + 2 < text.length() && hexadecimal(text, at + 1) && hexadecimal(text, at + 2)) {
                octets.write(Integer.parseInt(text, at + 1, at + 3, HEXADECIMAL));
                at += 3;
            } else {
                octets.write(text.charAt(at + 1));
                at += 2;
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static boolean hexadecimal(String text, int at) {
        return Character.digit(text.charAt(at), HEXADECIMAL) >= 0;
    }
}
