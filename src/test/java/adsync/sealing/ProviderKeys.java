package adsync.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A provider's offline root and its key pairs, as a test needs them. */
public final class ProviderKeys {

    public static final Instant EXPIRES = Instant.parse("2099-01-01T00:00:00Z");

    private final ECKey root;
    private final Map<String, JWK> keys = new LinkedHashMap<>();

    public ProviderKeys() {
        this.root = point("root");
        keys.put("k1", point("k1"));
    }

    public RootKey root() {
        try {
            return RootKey.of(root.toECPublicKey());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A further key of the kind {@code RSA-OAEP-256}. */
    public ProviderKeys rsa(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            keys.put(
                    id,
                    new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                            .privateKey((RSAPrivateKey) pair.getPrivate())
                            .keyID(id)
                            .build());
            return this;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey point(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey((ECPrivateKey) pair.getPrivate())
                    .keyID(id)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What a set says; later keys are newer. */
    public Map<String, Object> content(long version, String mode) {
        return content(version, mode, List.of());
    }

    /** The same with keys of other kinds. */
    Map<String, Object> content(long version, String mode, List<Map<String, Object>> others) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (JWK key : keys.values()) {
            Map<String, Object> json = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
            json.put("use", "enc");
            json.put("alg", key instanceof ECKey ? "ECDH-ES" : "RSA-OAEP-256");
            json.put("nbf", 1_600_000_000L + all.size());
            all.add(json);
        }
        all.addAll(others);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("ver", version);
        content.put("exp", EXPIRES.getEpochSecond());
        content.put("mode", mode);
        content.put("rounds", 100_000);
        content.put("keys", all);
        return content;
    }

    public String set(long version, String mode) {
        return sign(content(version, mode), "pwkeyset+jws");
    }

    /** A signed set with a key of a kind that nobody knows, and no other. */
    public String useless(long version) {
        Map<String, Object> content = content(version, "seal");
        content.put(
                "keys",
                List.of(Map.of(
                        "kty", "OKP", "crv", "X25519", "x", "AAAA", "use", "enc", "alg", "HPKE-0", "kid", "k9", "nbf",
                        1)));
        return sign(content, "pwkeyset+jws");
    }

    /** Takes a key out of the sets to come. */
    public ProviderKeys without(String id) {
        keys.remove(id);
        return this;
    }

    public KeySet keySet(String mode) {
        return KeySet.read(set(1, mode), root());
    }

    public String sign(Map<String, Object> content, String type) {
        try {
            JWSObject set = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType(type))
                            .build(),
                    new Payload(content));
            set.sign(new ECDSASigner(root));
            return set.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What was sealed. */
    public String open(String sealed) {
        try {
            JWEObject opened = JWEObject.parse(sealed);
            JWK key = keys.get(opened.getHeader().getKeyID());
            opened.decrypt(key instanceof ECKey point ? new ECDHDecrypter(point) : new RSADecrypter((RSAKey) key));
            return opened.getPayload().toString();
        } catch (JOSEException | ParseException e) {
            throw new AssertionError(e);
        }
    }
}
