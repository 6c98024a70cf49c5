package adsync.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/**
 * The public half of the provider's offline root, which signs key sets. It is pinned: configured here, and on each domain
 * controller.
 *
 * @param text the two coordinates of the point on P-256, 64 octets in base64url without padding
 */
public record RootKey(String text) {

    private static final int COORDINATE = 32;

    /**
     * Checks that it is a point of the curve.
     *
     * @throws IllegalArgumentException if it is none
     */
    public RootKey {
        point(text);
    }

    /** The root with this public key. */
    public static RootKey of(ECPublicKey key) {
        ECKey point = new ECKey.Builder(Curve.P_256, key).build();
        byte[] both = Arrays.copyOf(point.getX().decode(), 2 * COORDINATE);
        System.arraycopy(point.getY().decode(), 0, both, COORDINATE, COORDINATE);
        return new RootKey(Base64URL.encode(both).toString());
    }

    ECPublicKey key() {
        return point(text);
    }

    private static ECPublicKey point(String text) {
        byte[] both = new Base64URL(text).decode();
        if (both.length != 2 * COORDINATE) {
            throw new IllegalArgumentException("a root key has 64 octets in base64url, this one has " + both.length);
        }
        try {
            return new ECKey.Builder(
                            Curve.P_256,
                            Base64URL.encode(Arrays.copyOf(both, COORDINATE)),
                            Base64URL.encode(Arrays.copyOfRange(both, COORDINATE, both.length)))
                    .build()
                    .toECPublicKey();
        } catch (JOSEException | IllegalStateException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the root key is no point of the curve P-256", e);
        }
    }
}
