package adsync.sealing;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;

/** Which keys go with which algorithm (RFC 7518 4). */
final class Algorithms {

    static final String ECDH = JWEAlgorithm.ECDH_ES.getName();
    static final String RSA = JWEAlgorithm.RSA_OAEP_256.getName();

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    private Algorithms() {}

    static boolean fits(JWK key) {
        String algorithm = key.getAlgorithm().getName();
        return switch (key) {
            case ECKey point -> ECDH.equals(algorithm) && Curve.P_256.equals(point.getCurve());
            case RSAKey modulus ->
                RSA.equals(algorithm) && modulus.size() >= LEAST_RSA_BITS && modulus.size() <= MOST_RSA_BITS;
            default -> false;
        };
    }
}
