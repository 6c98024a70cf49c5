package adsync.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The connections that are open, no more than there may be. Of one event loop. */
final class Lines {

    private final Vertx vertx;
    private final Limits limits;
    private final MeterRegistry meters;
    private final Function<byte[], Future<Boolean>> known;
    private final IdentityHashMap<HttpConnection, Line> open = new IdentityHashMap<>();

    /**
     * None yet.
     *
     * @param known whether a domain controller has the certificate with this SHA-256
     */
    Lines(Vertx vertx, Limits limits, MeterRegistry meters, Function<byte[], Future<Boolean>> known) {
        this.vertx = vertx;
        this.limits = limits;
        this.meters = meters;
        this.known = known;
    }

    /** For those that are to come: as many as connections in all, and as many of one address as have no certificate. */
    Handshakes handshakes(Clock clock) {
        return new Handshakes(limits.connections(), limits.anonymous(), limits.handshakes(), clock, this::cut);
    }

    /** Takes a connection whose handshake is over, or cuts it off. */
    void admit(HttpConnection connection) {
        String owner = owner(connection);
        if (tooMany(connection, owner)) {
            cut();
            connection.close();
            return;
        }
        Line line = new Line(vertx, connection, owner, limits, this::cut);
        open.put(connection, line);
        connection.closeHandler(closed -> {
            open.remove(connection);
            line.closed();
        });
        digest(connection)
                .ifPresent(digest -> known.apply(digest).onSuccess(good -> {
                    if (!good) {
                        disown(line);
                    }
                }));
    }

    /** An old certificate must not take the places of the domain controller that has a new one. It hears so if there is room. */
    private void disown(Line line) {
        HttpConnection connection = line.connection();
        boolean full = tooMany(connection, "");
        line.disown();
        if (full && open.containsKey(connection)) {
            cut();
            connection.close();
        }
    }

    /**
     * One domain controller has room for twice as many as are served, whatever certificates it was given. Without a certificate anybody
     * can open them: those leave room for the others, and one address leaves room for the next.
     */
    private boolean tooMany(HttpConnection connection, String owner) {
        if (!open.containsKey(connection) && open.size() >= limits.connections()) {
            return true;
        }
        if (!owner.isEmpty()) {
            // Whether it is served shows with a request only; who opens a few too many hears then that they are.
            return count(one -> one.owner().equals(owner)) >= 2L * limits.connectionsOfOne();
        }
        return count(one -> one.owner().isEmpty()) >= limits.anonymous()
                || count(one -> one.owner().isEmpty()
                                && address(one.connection()).equals(address(connection)))
                        >= limits.anonymousOfOne();
    }

    private long count(Predicate<Line> which) {
        return open.values().stream().filter(which).count();
    }

    private void cut() {
        IntakeMeter.CUT.counter(meters).increment();
    }

    /** That of a request; null if it was cut off. */
    @Nullable Line of(HttpConnection connection) {
        return open.get(connection);
    }

    /** Whether a domain controller has as many others as it may have at all. */
    boolean enough(Line line, long controller) {
        return count(one -> !one.equals(line) && one.controller() == controller) >= limits.connectionsOfOne();
    }

    /** Whether a connection has no certificate. */
    static boolean anonymous(HttpConnection connection) {
        return certificate(connection).isEmpty();
    }

    private static Optional<X509Certificate> certificate(HttpConnection connection) {
        try {
            return connection.peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .findFirst();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Whom a certificate is for, as we wrote it into it: the objectGUID; empty without one. */
    private static String owner(HttpConnection connection) {
        return certificate(connection).map(Lines::names).orElse("");
    }

    private static String names(X509Certificate certificate) {
        try {
            return String.valueOf(certificate.getSubjectAlternativeNames());
        } catch (CertificateParsingException e) {
            return certificate.getSubjectX500Principal().getName();
        }
    }

    /** The SHA-256 of its certificate. */
    static Optional<byte[]> digest(HttpConnection connection) {
        return certificate(connection).map(shown -> {
            try {
                return Authority.sha256(shown.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e); // it came encoded
            }
        });
    }

    /** Where it comes from, as {@link Network} has it. */
    static String address(HttpConnection connection) {
        String literal = connection.remoteAddress().hostAddress();
        try {
            return literal == null ? "" : Network.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // it is no name
        }
    }
}
