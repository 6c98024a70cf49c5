package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Equality of values, by the rule of their attribute's syntax. */
final class Values {

    private Values() {}

    /** Whether two lists hold the same octets in any order. */
    static boolean same(List<byte[]> one, List<byte[]> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (byte[] value : one) {
            if (other.stream().noneMatch(candidate -> Arrays.equals(candidate, value))) {
                return false;
            }
        }
        return true;
    }

    /** Whether two values are the same to the directory: text without regard to case, all else octet by octet. */
    static boolean match(AttributeType type, byte[] one, byte[] other) {
        return type.syntax() == Syntax.TEXT ? sameText(one, other) : Arrays.equals(one, other);
    }

    static boolean contains(AttributeType type, List<byte[]> values, byte[] wanted) {
        for (byte[] value : values) {
            if (match(type, value, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Compares ASCII in place and decodes only what is not: a scan calls this once an object. */
    static boolean sameText(byte[] one, byte[] other) {
        for (int at = 0; at < one.length && at < other.length; at++) {
            if (one[at] < 0 || other[at] < 0) {
                return Texts.of(one).equalsIgnoreCase(Texts.of(other));
            }
            if (lower(one[at]) != lower(other[at])) {
                return false;
            }
        }
        return one.length == other.length;
    }

    private static int lower(byte character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
    }

    /**
     * A client's value as it is stored.
     *
     * @throws LDAPException if the syntax does not allow it (invalidAttributeSyntax)
     */
    static byte[] checked(AttributeType type, byte[] value) throws LDAPException {
        switch (type.syntax()) {
            case INTEGER -> {
                try {
                    return Texts.octets(Long.toString(Long.parseLong(Texts.of(value))));
                } catch (NumberFormatException e) {
                    throw invalid(type, e);
                }
            }
            case BOOLEAN -> {
                String claim = Texts.of(value).toUpperCase(Locale.ROOT);
                if (!claim.equals("TRUE") && !claim.equals("FALSE")) {
                    throw invalid(type, null);
                }
                return Texts.octets(claim);
            }
            case TEXT, TIME, OCTETS, NAME, LINK, BACK_LINK -> {
                if (value.length == 0) {
                    throw invalid(type, null);
                }
                return value;
            }
        }
        throw new IllegalStateException(type.syntax().name());
    }

    private static LDAPException invalid(AttributeType type, @Nullable Throwable cause) {
        return new LDAPException(
                ResultCode.INVALID_ATTRIBUTE_SYNTAX, "00000057: LdapErr: not a value of attribute " + type, cause);
    }
}
