package adsync.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The provider's public keys, signed by its offline root (a compact JWS, {@code typ} is {@code pwkeyset+jws}). Keys that are not
 * known here are left out.
 *
 * @param version grows with each set
 * @param expires when it should have been replaced; sealing to it stays safe afterwards
 * @param mode what is sealed
 * @param rounds of PBKDF2 in the mode {@link Mode#PHC}; 0 in the other
 * @param keys those that can be sealed to, in the order of the set
 * @param text the set as it was signed
 */
public record KeySet(long version, Instant expires, Mode mode, int rounds, List<SealingKey> keys, String text) {

    /** Longer ones are not read; domain controllers have the same limit. */
    public static final int LONGEST = 16 * 1024;

    private static final String TYPE = "pwkeyset+jws";
    /** Sources refuse fewer, and a set that they refuse must not get to them. */
    private static final int LEAST_ROUNDS = 100_000;

    private static final int MOST_ROUNDS = 10_000_000;

    /** Versions and key ids are bounded likewise. */
    private static final long MOST_VERSION = 0xFFFF_FFFFL;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** What is sealed. */
    public enum Mode {
        /** A strong salted hash that was made where the password was changed. */
        PHC,
        /** The password itself. */
        SEAL
    }

    /**
     * A key to seal to.
     *
     * @param id {@code kid}
     * @param notBefore from when on it is used
     * @param key its public half, with {@code alg}
     */
    public record SealingKey(String id, Instant notBefore, JWK key) {

        /** How a content key is agreed on or wrapped, {@code ECDH-ES} or {@code RSA-OAEP-256}. */
        public String algorithm() {
            return key.getAlgorithm().getName();
        }
    }

    public KeySet {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a set and checks its signature.
     *
     * @throws SealingException if it is none, or the root has not signed it
     */
    public static KeySet read(String text, RootKey root) {
        String compact = text.strip();
        if (compact.length() > LONGEST) {
            throw new SealingException("the key set is longer than " + LONGEST + " characters");
        }
        try {
            JWSObject signed = JWSObject.parse(compact);
            boolean named = JWSAlgorithm.ES256.equals(signed.getHeader().getAlgorithm())
                    && signed.getHeader().getType() != null
                    && TYPE.equals(signed.getHeader().getType().getType());
            if (!named) {
                throw new SealingException("the key set must be signed with ES256 and have the type " + TYPE);
            }
            if (!signed.verify(new ECDSAVerifier(root.key()))) {
                throw new SealingException("the key set is not signed by the pinned root key");
            }
            return content(JSONObjectUtils.parse(signed.getPayload().toString()), compact);
        } catch (SealingException e) {
            throw e;
        } catch (ParseException | RuntimeException e) { // the library meets odd input with any of them
            throw new SealingException("the key set cannot be read: it is no compact JWS of a JSON object", e);
        } catch (JOSEException e) {
            throw new SealingException("the signature of the key set cannot be checked: " + e.getMessage(), e);
        }
    }

    private static KeySet content(Map<String, Object> content, String text) throws ParseException {
        long version = number(content, "ver");
        Instant expires = Instant.ofEpochSecond(number(content, "exp"));
        Mode mode = mode(content.get("mode"));
        long rounds = mode == Mode.PHC ? number(content, "rounds") : 0;
        if (version > MOST_VERSION) {
            throw new SealingException("the key set has version " + version + ", and the sources take none above "
                    + MOST_VERSION + ": number it anew");
        }
        if (version < 1) {
            throw new SealingException("the key set has version " + version + ", and the first is 1");
        }
        if (mode == Mode.PHC && (rounds < LEAST_ROUNDS || rounds > MOST_ROUNDS)) {
            throw new SealingException("the key set asks for " + rounds + " rounds, and the sources take "
                    + LEAST_ROUNDS + " to " + MOST_ROUNDS);
        }
        List<SealingKey> keys = new ArrayList<>();
        Map<String, Object>[] all = JSONObjectUtils.getJSONObjectArray(content, "keys");
        for (Map<String, Object> one : all == null ? List.<Map<String, Object>>of() : List.of(all)) {
            key(one).ifPresent(keys::add);
        }
        return new KeySet(version, expires, mode, (int) rounds, keys, text);
    }

    private static long number(Map<String, Object> content, String name) {
        if (content.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new SealingException("the key set has no number \"" + name + "\"");
    }

    private static Mode mode(@Nullable Object word) {
        return switch (String.valueOf(word)) {
            case "phc" -> Mode.PHC;
            case "seal" -> Mode.SEAL;
            default -> throw new SealingException("the key set has no \"mode\" that is phc or seal");
        };
    }

    /** Reads a key; empty if it is of no use here. */
    static Optional<SealingKey> key(Map<String, Object> json) {
        try {
            JWK key = JWK.parse(json).toPublicJWK();
            boolean usable = key != null
                    && KeyUse.ENCRYPTION.equals(key.getKeyUse())
                    && key.getAlgorithm() != null
                    && key.getKeyID() != null
                    && KEY_ID.matcher(key.getKeyID()).matches()
                    && key.getNotBeforeTime() != null
                    && Algorithms.fits(key);
            return usable
                    ? Optional.of(new SealingKey(
                            key.getKeyID(), key.getNotBeforeTime().toInstant(), key))
                    : Optional.empty();
        } catch (ParseException | RuntimeException e) {
            return Optional.empty(); // of a kind that is not known here
        }
    }

    /** The key to seal to now: the newest that may be used already. */
    public Optional<SealingKey> current(Instant now) {
        return keys.stream()
                .filter(key -> !key.notBefore().isAfter(now))
                .max(Comparator.comparing(SealingKey::notBefore));
    }

    /** The ids of all keys. */
    Set<String> ids() {
        return keys.stream().map(SealingKey::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Without the text, which is long. */
    @Override
    public String toString() {
        return "KeySet[" + version + ", " + mode + ", " + ids() + "]";
    }
}
