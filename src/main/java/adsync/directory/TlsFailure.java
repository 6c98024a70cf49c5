package adsync.directory;

import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why TLS was not established. */
final class TlsFailure {

    private TlsFailure() {}

    /** Whether the cause is TLS itself and not the network below it. */
    static boolean isOne(Throwable e) {
        return find(e, SocketException.class).isEmpty()
                && (find(e, SSLException.class).isPresent()
                        || find(e, GeneralSecurityException.class).isPresent());
    }

    /** Whether what answers on the port does not speak TLS there, as far as can be told: it ends the handshake, or says something else. */
    static boolean isOtherProtocol(Throwable e) {
        return isUnrecognised(e) || !isOne(e);
    }

    /** Java has no type of its own for it. */
    private static boolean isUnrecognised(Throwable e) {
        return find(e, SSLException.class)
                .filter(failure -> String.valueOf(failure.getMessage()).startsWith("Unsupported or unrecognized"))
                .isPresent();
    }

    static String words(Throwable e) {
        if (isUnrecognised(e)) {
            return "the server does not speak TLS on this port";
        }
        Optional<CertificateExpiredException> expired = find(e, CertificateExpiredException.class);
        if (expired.isPresent()) {
            return "the certificate of the server has expired: " + expired.get().getMessage();
        }
        if (find(e, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate of the server is not valid yet; is the clock right?";
        }
        Optional<CertificateException> name =
                find(e, CertificateException.class).filter(TlsFailure::isOtherHost);
        if (name.isPresent()) {
            return "the certificate of the server is for another host name: "
                    + name.get().getMessage();
        }
        if (find(e, CertPathBuilderException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()) {
            return "the certificate of the server was not issued by a certificate authority that we trust";
        }
        return "TLS failed: "
                + find(e, SSLException.class).map(Throwable::getMessage).orElseGet(e::toString);
    }

    /** Java has no type of its own for it. */
    private static boolean isOtherHost(CertificateException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
