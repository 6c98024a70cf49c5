package adsync.sealing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a password as a domain controller does. For sources that are written in Java: the demo and the tests. Nothing of the
 * password becomes a text, and all copies made here are wiped; the caller wipes its own.
 */
public final class Sealer {

    private static final int SALT = 16;
    private static final int HASH = 64;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Encoder STANDARD = Base64.getEncoder().withoutPadding();

    private final RandomGenerator random;

    /** Draws salts from a generator, which should be a secure one. */
    public Sealer(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Seals a password to a key of a set, as the set's policy says.
     *
     * @param account sAMAccountName
     * @param password in UTF-8; left as it is
     * @return a compact JWE
     * @throws SealingException if that cannot be done
     */
    public String seal(Claim claim, String account, byte[] password, KeySet keys, KeySet.SealingKey key) {
        Wiped payload = new Wiped();
        try {
            payload.write("{\"sam\":\"".getBytes(StandardCharsets.US_ASCII));
            payload.write(URL.encode(account.getBytes(StandardCharsets.UTF_8)));
            if (keys.mode() == KeySet.Mode.PHC) {
                payload.write("\",\"phc\":\"".getBytes(StandardCharsets.US_ASCII));
                writeHash(payload, password, keys.rounds());
            } else {
                payload.write("\",\"pw\":\"".getBytes(StandardCharsets.US_ASCII));
                byte[] encoded = URL.encode(password);
                payload.write(encoded);
                Arrays.fill(encoded, (byte) 0);
            }
            payload.write("\"}".getBytes(StandardCharsets.US_ASCII));
            return seal(claim, payload.filledUp(), key);
        } catch (JOSEException | GeneralSecurityException e) {
            throw new SealingException("a password cannot be sealed: " + e.getMessage(), e);
        } finally {
            payload.wipe();
        }
    }

    /**
     * Seals what a source has hashed already, such as Samba.
     *
     * @param payload a JSON object, space-filled to a multiple of 256 octets; wiped
     */
    static String seal(Claim claim, byte[] payload, KeySet.SealingKey key) throws JOSEException {
        try {
            JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.parse(key.algorithm()), EncryptionMethod.A256GCM)
                    .type(new JOSEObjectType(SealedEvent.TYPE))
                    .keyID(key.id())
                    .customParam(SealedEvent.CLAIM, claim.json())
                    .build();
            JWEObject sealed = new JWEObject(header, new Payload(payload));
            sealed.encrypt(encrypter(key.key()));
            return sealed.serialize();
        } finally {
            Arrays.fill(payload, (byte) 0);
        }
    }

    private static JWEEncrypter encrypter(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey point -> new ECDHEncrypter(point);
            case RSAKey modulus -> new RSAEncrypter(modulus);
            default -> throw new IllegalArgumentException("no key to seal to: " + key.getKeyType());
        };
    }

    private void writeHash(Wiped payload, byte[] password, int rounds) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] hash = derive(password, salt, rounds);
        payload.write(("$pbkdf2-sha512$i=" + rounds + "$").getBytes(StandardCharsets.US_ASCII));
        payload.write(STANDARD.encode(salt));
        payload.write("$".getBytes(StandardCharsets.US_ASCII));
        payload.write(STANDARD.encode(hash));
        Arrays.fill(hash, (byte) 0);
    }

    /** PBKDF2 with HMAC-SHA-512 (RFC 8018 5.2), one block; the JDK's own wants characters, which cannot be all octets. */
    private static byte[] derive(byte[] password, byte[] salt, int rounds) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA512"));
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
    }

    /** Octets that are gathered and then wiped. */
    private static final class Wiped extends ByteArrayOutputStream {

        Wiped() {
            super(16 * SealedEvent.BLOCK); // enough never to grow, which would leave a copy behind
        }

        @Override
        public void write(byte[] octets) {
            if (count + octets.length > buf.length) {
                throw new SealingException("a password is too long to be sealed");
            }
            write(octets, 0, octets.length);
        }

        byte[] filledUp() {
            int length = (count + SealedEvent.BLOCK - 1) / SealedEvent.BLOCK * SealedEvent.BLOCK;
            byte[] filled = Arrays.copyOf(buf, length);
            Arrays.fill(filled, count, length, (byte) ' ');
            return filled;
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
