package adsync.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Salted hashes of passwords: {@code $pbkdf2-sha512$i=…$salt$hash}, and {@code $6$} of crypt(3), which Samba makes. */
final class StrongHash {

    /** The least that sources accept, so that a demo on a small machine keeps up; a real provider asks for 210,000. */
    static final int ROUNDS = 100_000;

    private static final int SALT = 16;
    private static final int HASH = 64;
    private static final String HMAC = "HmacSHA512";
    private static final Pattern PHC =
            Pattern.compile("\\$pbkdf2-sha512\\$i=(\\d{1,8})\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{86})");
    private static final byte[] CLEAR = "\"pw\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern HASHED = Pattern.compile("\"phc\":\"([^\"]{1,200})\"");

    private static final int FACTOR = 10;

    private StrongHash() {}

    /**
     * What is taken, and nothing else is.
     *
     * @param hashed whether a hash must come, or the password itself
     * @param rounds of PBKDF2: of a hash that is made here, and the least of one that comes, if that is not less than sources accept
     */
    record Policy(boolean hashed, int rounds) {

        private int least() {
            return Math.max(rounds, ROUNDS);
        }

        /** Fewer are soon guessed; of many more, each login would be a burden. A round of crypt(3) does more than one of PBKDF2. */
        private boolean allows(String hash) {
            Matcher parts = PHC.matcher(hash);
            if (parts.matches()) {
                return within(Integer.parseInt(parts.group(1)), least());
            }
            OptionalInt crypt = Sha512Crypt.rounds(hash);
            return crypt.isPresent() && within(crypt.getAsInt(), least() / FACTOR);
        }

        private boolean within(int told, int fewest) {
            return told >= fewest && told <= least() * FACTOR;
        }
    }

    /**
     * The hash in what was opened, or made of the password in it.
     *
     * @throws IllegalArgumentException if it has neither, or the policy is against it
     */
    static String of(byte[] payload, Policy policy, SecureRandom random) {
        int at = indexOf(payload, CLEAR);
        if (at >= 0) {
            if (policy.hashed()) {
                throw new IllegalArgumentException("it must be hashed where it was changed");
            }
            int start = at + CLEAR.length;
            int end = start;
            while (end < payload.length && payload[end] != '"') {
                end++;
            }
            byte[] encoded = Arrays.copyOfRange(payload, start, end);
            byte[] password = Base64.getUrlDecoder().decode(encoded);
            try {
                return make(password, policy.rounds(), random);
            } finally {
                Arrays.fill(password, (byte) 0);
                Arrays.fill(encoded, (byte) 0);
            }
        }
        if (!policy.hashed()) {
            throw new IllegalArgumentException("it must come as it is: nothing else can be made of a hash");
        }
        Matcher hashed = HASHED.matcher(new String(payload, StandardCharsets.US_ASCII));
        if (!hashed.find()) {
            throw new IllegalArgumentException("there is no password");
        }
        String hash = hashed.group(1);
        if (!policy.allows(hash)) {
            throw new IllegalArgumentException("the hash is of an unknown kind, or of too few or too many rounds");
        }
        return hash;
    }

    private static String make(byte[] password, int rounds, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return "$pbkdf2-sha512$i=" + rounds + "$" + text.encodeToString(salt) + "$"
                + text.encodeToString(derive(password, salt, rounds));
    }

    static boolean fits(String hash, byte[] password) {
        Matcher parts = PHC.matcher(hash);
        if (!parts.matches()) {
            return Sha512Crypt.fits(hash, password);
        }
        byte[] derived = derive(password, Base64.getDecoder().decode(parts.group(2)), Integer.parseInt(parts.group(1)));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts.group(3)));
    }

    /** PBKDF2 (RFC 8018 5.2), one block. */
    private static byte[] derive(byte[] password, byte[] salt, int rounds) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, HMAC));
            mac.update(salt);
            byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] hash = block.clone();
            for (int round = 1; round < rounds; round++) {
                block = mac.doFinal(block);
                for (int at = 0; at < HASH; at++) {
                    hash[at] ^= block[at];
                }
            }
            return hash;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static int indexOf(byte[] octets, byte[] wanted) {
        for (int at = 0; at + wanted.length <= octets.length; at++) {
            if (Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
