package adsync.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hash {@code $6$} of crypt(3) (Drepper, "Unix crypt using SHA-256 and SHA-512"). */
final class Sha512Crypt {

    private static final Pattern FORM = Pattern.compile(
            "(?:\\{CRYPT})?\\$6\\$(?:rounds=(\\d{4,9})\\$)?([./0-9A-Za-z]{1,16})\\$([./0-9A-Za-z]{86})");
    private static final int USUAL_ROUNDS = 5000;
    private static final int LENGTH = 64;
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Sha512Crypt() {}

    /** How many rounds a hash has; empty if it is none of these. */
    static OptionalInt rounds(String hash) {
        Matcher form = FORM.matcher(hash);
        return form.matches() ? OptionalInt.of(rounds(form)) : OptionalInt.empty();
    }

    private static int rounds(Matcher form) {
        return form.group(1) == null ? USUAL_ROUNDS : Integer.parseInt(form.group(1));
    }

    static boolean fits(String hash, byte[] password) {
        Matcher form = FORM.matcher(hash);
        if (!form.matches()) {
            return false;
        }
        String made = encode(digest(password, form.group(2).getBytes(StandardCharsets.US_ASCII), rounds(form)));
        return MessageDigest.isEqual(
                made.getBytes(StandardCharsets.US_ASCII), form.group(3).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] digest(byte[] password, byte[] salt, int rounds) {
        MessageDigest sha = sha();
        byte[] mixed = mix(sha, password, salt);
        for (int time = 0; time < password.length; time++) {
            sha.update(password);
        }
        byte[] passwords = stretched(sha.digest(), password.length);
        for (int time = 0; time < 16 + (mixed[0] & 0xFF); time++) {
            sha.update(salt);
        }
        byte[] salts = stretched(sha.digest(), salt.length);
        for (int round = 0; round < rounds; round++) {
            boolean odd = round % 2 != 0;
            sha.update(odd ? passwords : mixed);
            if (round % 3 != 0) {
                sha.update(salts);
            }
            if (round % 7 != 0) {
                sha.update(passwords);
            }
            sha.update(odd ? mixed : passwords);
            mixed = sha.digest();
        }
        Arrays.fill(passwords, (byte) 0);
        return mixed;
    }

    private static byte[] mix(MessageDigest sha, byte[] password, byte[] salt) {
        sha.update(password);
        sha.update(salt);
        sha.update(password);
        byte[] second = sha.digest();
        sha.update(password);
        sha.update(salt);
        sha.update(stretched(second, password.length));
        for (int length = password.length; length > 0; length >>= 1) {
            sha.update((length & 1) != 0 ? second : password);
        }
        return sha.digest();
    }

    private static byte[] stretched(byte[] digest, int length) {
        byte[] stretched = new byte[length];
        for (int at = 0; at < length; at++) {
            stretched[at] = digest[at % LENGTH];
        }
        return stretched;
    }

    /** Three octets to four characters, in an order of its own. */
    private static String encode(byte[] digest) {
        StringBuilder text = new StringBuilder();
        int first = 0;
        int second = 21;
        int third = 42;
        for (int group = 0; group < 21; group++) {
            put(text, digest[first], digest[second], digest[third], 4);
            int before = first;
            first = second + 1;
            second = third + 1;
            third = before + 1;
        }
        put(text, (byte) 0, (byte) 0, digest[63], 2);
        return text.toString();
    }

    private static void put(StringBuilder text, byte high, byte middle, byte low, int characters) {
        int value = (high & 0xFF) << 16 | (middle & 0xFF) << 8 | (low & 0xFF);
        for (int at = 0; at < characters; at++) {
            text.append(ALPHABET.charAt(value & 0x3F));
            value >>= 6;
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
