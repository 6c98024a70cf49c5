package adsync.scim;

import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Says why there is no connection. A certificate or protocol that does not fit will not mend itself and is
 * {@link ScimOutcome.Denied}; everything else is {@link ScimOutcome.Busy}. Either way nothing was sent.
 */
final class Unsent {

    private Unsent() {}

    static ScimOutcome outcome(String url, Throwable failure) {
        URI uri = URI.create(url);
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ':' + uri.getPort();
        List<Throwable> causes = causes(failure);
        Optional<String> tls = tls(causes);
        if (tls.isPresent()) {
            return new ScimOutcome.Denied(0, "TLS with " + host + " failed: " + tls.get());
        }
        String reason = causes.stream().anyMatch(UnknownHostException.class::isInstance)
                ? "its name cannot be resolved"
                : String.valueOf(failure.getMessage());
        return new ScimOutcome.Busy(0, Optional.empty(), "cannot connect to " + host + ": " + reason);
    }

    /** What is wrong with the server's certificate or protocol, in words; empty if that is not it. */
    static Optional<String> tls(List<Throwable> causes) {
        String texts = String.join(
                        "; ",
                        causes.stream()
                                .map(cause -> String.valueOf(cause.getMessage()))
                                .toList())
                .toLowerCase(Locale.ROOT);
        if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return Optional.of(TlsFault.EXPIRED.words());
        }
        if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return Optional.of(TlsFault.NOT_YET_VALID.words());
        }
        if (texts.contains("no subject alternative") || texts.contains("no name matching")) {
            return Optional.of(TlsFault.OTHER_HOST.words());
        }
        if (texts.contains("unable to find valid certification path") || texts.contains("trust anchor")) {
            return Optional.of(TlsFault.UNKNOWN_AUTHORITY.words());
        }
        if (texts.contains("not an ssl/tls record")) {
            return Optional.of(TlsFault.NO_TLS.words());
        }
        // A handshake that was cut off says nothing about who is there.
        boolean passing = texts.contains("timed out")
                || texts.contains("connection closed")
                || causes.stream()
                        .anyMatch(cause -> cause instanceof ClosedChannelException || cause instanceof SocketException);
        return causes.stream()
                .filter(cause -> cause instanceof SSLException && !passing)
                .reduce((outer, inner) -> inner) // the innermost says most
                .map(cause -> String.valueOf(cause.getMessage()));
    }

    static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
