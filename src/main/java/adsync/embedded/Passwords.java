package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The one attribute that is written and never read. What is kept of a password is a digest, followed by octets of
 * chance: writing the same password again is a change, and DirSync tells of it.
 */
final class Passwords {

    private static final int DIGEST_LENGTH = 32;

    private Passwords() {}

    /**
     * The stored form of a value of unicodePwd: the password in quotation marks, in UTF-16 (MS-ADTS 3.1.1.3.1.5.1).
     *
     * @throws LDAPException unwillingToPerform if it is anything else
     */
    static byte[] ofQuoted(byte[] quoted, byte[] chance) throws LDAPException {
        String text = new String(quoted, StandardCharsets.UTF_16LE);
        if (quoted.length % 2 != 0 || text.length() < 3 || !text.startsWith("\"") || !text.endsWith("\"")) {
            throw Refusal.unwilling("SvcErr: unicodePwd must be a quoted password in UTF-16");
        }
        return of(text.substring(1, text.length() - 1), chance);
    }

    static byte[] of(String password, byte[] chance) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_16LE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] stored = Arrays.copyOf(digest, DIGEST_LENGTH + chance.length);
        System.arraycopy(chance, 0, stored, DIGEST_LENGTH, chance.length);
        return stored;
    }

    static boolean fits(DirectoryObject account, String password) {
        return fits(account, of(password, new byte[0]));
    }

    /** Whether a stored form is of the account's password. */
    static boolean fits(DirectoryObject account, byte[] stored) {
        List<byte[]> kept = account.values(Schema.UNICODE_PWD);
        return !kept.isEmpty() && Arrays.equals(kept.get(0), 0, DIGEST_LENGTH, stored, 0, DIGEST_LENGTH);
    }
}
