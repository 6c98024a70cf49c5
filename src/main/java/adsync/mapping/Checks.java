package adsync.mapping;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Whether a directory value can be sent in a certain form, and how it is then written. */
final class Checks {

    /** More than any attribute of the standard schema holds, and less than a request should be delayed by. */
    static final int LONGEST_TEXT = 4096;

    /** A thumbnailPhoto has up to 100 KiB (MS-ADA3); this is its length in Base64. */
    private static final int LONGEST_PHOTO = (100 * 1024 + 2) / 3 * 4;

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n?");
    private static final Pattern BLANKS = Pattern.compile("[\\t\\n\\r]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n]]");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Checks() {}

    /** One line: without control characters, without blanks around it. */
    static Checked text(String value) {
        return cleaned(value, text -> BLANKS.matcher(text).replaceAll(" "));
    }

    /** Several lines, separated by line feeds only. */
    static Checked lines(String value) {
        return cleaned(value, text -> LINE_BREAK.matcher(text).replaceAll("\n").replace('\t', ' '));
    }

    /** A mail address; its domain in lower case, so that it compares well. */
    static Checked email(String value) {
        return refined(text(value), text -> {
            int at = text.lastIndexOf('@');
            return EMAIL.matcher(text).matches()
                    ? new Checked.Usable(
                            text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT))
                    : new Checked.Unusable("is not a mail address");
        });
    }

    /** A country by its two letters (ISO 3166-1 alpha-2). */
    static Checked country(String value) {
        return refined(text(value), text -> {
            String code = text.toUpperCase(Locale.ROOT);
            return COUNTRIES.contains(code)
                    ? new Checked.Usable(code)
                    : new Checked.Unusable("is not a two-letter country code of ISO 3166");
        });
    }

    /** A language tag (BCP 47). */
    static Checked language(String value) {
        return refined(text(value), text -> {
            try {
                String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
                return new Checked.Usable(tag);
            } catch (IllformedLocaleException e) {
                return new Checked.Unusable("is not a language tag such as de-DE");
            }
        });
    }

    /** An address that a provider may show as a link: with a host, on the web. */
    static Checked webAddress(String value) {
        return refined(text(value), text -> {
            try {
                URI address = new URI(text);
                boolean web =
                        "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
                return web && address.getHost() != null
                        ? new Checked.Usable(text)
                        : new Checked.Unusable("is not an address that begins with https:// or http:// and a host");
            } catch (URISyntaxException e) {
                return new Checked.Unusable("is not a web address");
            }
        });
    }

    /** A JPEG as a data URI (RFC 2397). */
    static Checked photo(String base64) {
        if (base64.length() > LONGEST_PHOTO) {
            return new Checked.Unusable("is larger than 100 KiB");
        }
        return octets(base64) instanceof Checked.Usable fine
                ? new Checked.Usable("data:image/jpeg;base64," + fine.value())
                : octets(base64);
    }

    /** Octets in Base64. */
    static Checked octets(String base64) {
        if (base64.isEmpty()) {
            return new Checked.Absent();
        }
        return BASE64.matcher(base64).matches()
                ? new Checked.Usable(base64)
                : new Checked.Unusable("is not readable as octets");
    }

    private static Checked refined(Checked text, Function<String, Checked> check) {
        return text instanceof Checked.Usable usable ? check.apply(usable.value()) : text;
    }

    private static Checked cleaned(String value, UnaryOperator<String> lineBreaks) {
        if (value.length() > LONGEST_TEXT) {
            return new Checked.Unusable("is longer than " + LONGEST_TEXT + " characters");
        }
        String printable = isPlain(value)
                ? value
                : UNPRINTABLE.matcher(lineBreaks.apply(value)).replaceAll("");
        String text = printable.strip();
        return text.isEmpty() ? new Checked.Absent() : new Checked.Usable(text);
    }

    /** Whether there is nothing to clean: almost always, and patterns take most of the time that a user takes. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (Character.isISOControl(unit) || Character.isSurrogate(unit)) {
                return false;
            }
        }
        return true;
    }
}
