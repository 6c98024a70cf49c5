package adsync.intake;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a TLS handshake with the intake failed. */
enum FailedHandshake {
    /** A certificate was shown, and it is not ours or has ended. */
    CERTIFICATE("certificate"),
    /** The other side left, or did not come to an end in time. */
    LEFT("left"),
    /** It does not speak TLS, or not ours. */
    PROTOCOL("protocol");

    private final String word;

    FailedHandshake(String word) {
        this.word = word;
    }

    /** As meters have it. */
    String word() {
        return word;
    }

    /** What a failure means. */
    static FailedHandshake of(Throwable failure) {
        if (causes(failure)
                .anyMatch(one -> one instanceof CertificateException || one instanceof CertPathValidatorException)) {
            return CERTIFICATE;
        }
        return causes(failure).anyMatch(FailedHandshake::left) ? LEFT : PROTOCOL;
    }

    private static boolean left(Throwable failure) {
        return failure instanceof SslHandshakeTimeoutException
                || (failure instanceof IOException && !(failure instanceof SSLException));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, one -> one != null, Throwable::getCause).limit(20); // a chain may be a ring
    }
}
