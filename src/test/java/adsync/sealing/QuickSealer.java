package adsync.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ContentCryptoProvider;
import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.jca.JWEJCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKey;

/**
 * Seals passwords as {@link Sealer} does, all with one ephemeral key: to draw one and to agree on a secret takes most of the time
 * where thousands are sealed that are there to be many. Whoever opens them cannot tell.
 */
public final class QuickSealer {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final JWEHeader header;
    private final SecretKey agreed;

    /** Seals to the key that is current. */
    public QuickSealer(KeySet keys) {
        KeySet.SealingKey key = keys.current(Instant.now()).orElseThrow();
        try {
            ECKey ephemeral = new ECKeyGenerator(Curve.P_256).generate();
            header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                    .type(new JOSEObjectType(SealedEvent.TYPE))
                    .keyID(key.id())
                    .ephemeralPublicKey(ephemeral.toPublicJWK())
                    .build();
            SecretKey secret =
                    ECDH.deriveSharedSecret(key.key().toECKey().toECPublicKey(), ephemeral.toECPrivateKey(), null);
            agreed = ECDH.deriveSharedKey(header, secret, new ConcatKDF("SHA-256"));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A compact JWE with the password itself in it. */
    public String seal(Claim claim, String account, byte[] password) {
        byte[] payload = ("{\"sam\":\"" + URL.encodeToString(account.getBytes(UTF_8)) + "\",\"pw\":\""
                        + URL.encodeToString(password) + "\"}")
                .getBytes(UTF_8);
        byte[] filled = Arrays.copyOf(payload, SealedEvent.BLOCK);
        Arrays.fill(filled, payload.length, filled.length, (byte) ' ');
        JWEHeader claiming = new JWEHeader.Builder(header)
                .customParams(Map.of(SealedEvent.CLAIM, claim.json()))
                .build();
        try {
            var parts = ContentCryptoProvider.encrypt(
                    claiming, filled, AAD.compute(claiming), agreed, null, new JWEJCAContext());
            return String.join(
                    ".",
                    parts.getHeader().toBase64URL().toString(),
                    "",
                    parts.getInitializationVector().toString(),
                    parts.getCipherText().toString(),
                    parts.getAuthenticationTag().toString());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
