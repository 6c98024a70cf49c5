package adsync.sealing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A password that only the provider can open (a compact JWE, {@code typ} is {@code pwc+jwe}), with what its header tells. What is
 * sealed is not touched.
 *
 * @param claim whose password, when and where it was changed
 * @param keyId the provider's key that opens it
 * @param algorithm {@code ECDH-ES} or {@code RSA-OAEP-256}
 * @param sealed the whole of it
 */
public record SealedEvent(Claim claim, String keyId, String algorithm, String sealed) {

    /** Longer ones are not read. */
    public static final int LONGEST = 8 * 1024;

    static final String TYPE = "pwc+jwe";

    /** The name of the claim in the header. */
    static final String CLAIM = "pwc";

    /** What is sealed is filled up to a multiple of this, so that its length does not tell that of the password. */
    static final int BLOCK = 256;

    private static final int LONGEST_HEADER = 2048;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int BITS_PER_OCTET = 8;

    /**
     * Reads one as far as its header tells, and checks that the rest has the form that it must have.
     *
     * @throws SealingException if it is none of ours; the message says what is wrong and nothing of what is sealed
     */
    public static SealedEvent read(String sealed) {
        if (sealed.length() > LONGEST) {
            throw new SealingException("it is longer than " + LONGEST + " characters");
        }
        try {
            Base64URL[] parts = JWEObject.split(sealed);
            require(parts.length == 5 && parts[0].toString().length() <= LONGEST_HEADER, "it is no compact JWE");
            JWEHeader header = JWEHeader.parse(parts[0]);
            Claim claim = Claim.read(header.getCustomParam(CLAIM));
            check(header);
            checkParts(header, parts);
            return new SealedEvent(
                    claim, header.getKeyID(), header.getAlgorithm().getName(), sealed);
        } catch (SealingException e) {
            throw e;
        } catch (ParseException | RuntimeException e) { // the library meets odd input with any of them
            throw new SealingException("it is no compact JWE with a protected header", e);
        }
    }

    /** The provider's key that opens what is sealed; empty if its header does not say it. */
    public static String keyId(String sealed) {
        try {
            String id = JWEHeader.parse(JWEObject.split(sealed)[0]).getKeyID();
            return id == null ? "" : id;
        } catch (ParseException | RuntimeException e) { // the library meets odd input with any of them
            return "";
        }
    }

    private static void check(JWEHeader header) {
        require(header.getType() != null && TYPE.equals(header.getType().getType()), "typ must be " + TYPE);
        require(EncryptionMethod.A256GCM.equals(header.getEncryptionMethod()), "enc must be A256GCM");
        require(header.getCompressionAlgorithm() == null, "zip is not allowed");
        require(header.getCriticalParams() == null, "crit is not allowed");
        require(header.getKeyID() != null && !header.getKeyID().isEmpty(), "kid is missing");
        String algorithm = header.getAlgorithm().getName();
        require(Algorithms.ECDH.equals(algorithm) || Algorithms.RSA.equals(algorithm), "alg is not known here");
        require(
                Algorithms.RSA.equals(algorithm) || onCurve(header.getEphemeralPublicKey()),
                "epk must be a point of the curve P-256");
    }

    private static boolean onCurve(@Nullable JWK key) {
        return key instanceof ECKey point && Curve.P_256.equals(point.getCurve()) && !point.isPrivate();
    }

    private static void checkParts(JWEHeader header, Base64URL[] parts) {
        boolean agreed = Algorithms.ECDH.equals(header.getAlgorithm().getName());
        require(parts[1].toString().isEmpty() == agreed, "the encrypted key does not fit alg");
        require(
                parts[2].decode().length == NONCE && parts[4].decode().length == TAG,
                "nonce or tag have another length");
        int length = parts[3].decode().length;
        require(length > 0 && length % BLOCK == 0, "what is sealed must be filled up to a multiple of " + BLOCK);
    }

    /**
     * Checks that it was sealed to one of the provider's keys, in the way the key is for.
     *
     * @throws SealingException if it was not: nobody can open it
     */
    public void check(List<KeySet.SealingKey> keys) {
        List<KeySet.SealingKey> named =
                keys.stream().filter(key -> key.id().equals(keyId)).toList();
        require(!named.isEmpty(), "kid is in no key set of the provider of the last 30 days");
        List<KeySet.SealingKey> fitting =
                named.stream().filter(key -> key.algorithm().equals(algorithm)).toList();
        require(!fitting.isEmpty(), "alg is not that of the key");
        if (Algorithms.RSA.equals(algorithm)) {
            int octets = new Base64URL(sealed.split("\\.", 3)[1]).decode().length;
            require(
                    fitting.stream().anyMatch(key -> octets == key.key().size() / BITS_PER_OCTET),
                    "the encrypted key has not the length of the key");
        }
    }

    private static void require(boolean well, String complaint) {
        if (!well) {
            throw new SealingException(complaint);
        }
    }

    /** What was sealed is not for logs, sealed as it is. */
    @Override
    public String toString() {
        return "SealedEvent[" + claim.id() + "]";
    }
}
