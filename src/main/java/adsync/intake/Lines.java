package adsync.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.security.cert.Certificate;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The connections that are open, no more than there may be. Of one event loop. */
final class Lines {

    private final Vertx vertx;
    private final Limits limits;
    private final MeterRegistry meters;
    private final IdentityHashMap<HttpConnection, Line> open = new IdentityHashMap<>();

    Lines(Vertx vertx, Limits limits, MeterRegistry meters) {
        this.vertx = vertx;
        this.limits = limits;
        this.meters = meters;
    }

    /** For those that are to come: as many as connections in all, and as many of one address as have no certificate. */
    Handshakes handshakes() {
        return new Handshakes(limits.connections(), limits.anonymous(), this::cut);
    }

    /** Takes a connection whose handshake is over, or cuts it off. */
    void admit(HttpConnection connection) {
        if (tooMany(connection)) {
            cut();
            connection.close();
            return;
        }
        Line line = new Line(vertx, connection, limits, this::cut);
        open.put(connection, line);
        connection.closeHandler(closed -> {
            open.remove(connection);
            line.closed();
        });
    }

    /**
     * One certificate has room for twice as many as are served. Without a certificate anybody can open them: those leave room
     * for the others, and one address leaves room for the next.
     */
    private boolean tooMany(HttpConnection connection) {
        if (open.size() >= limits.connections()) {
            return true;
        }
        Optional<Certificate> certificate = certificate(connection);
        if (certificate.isPresent()) {
            // Whose it is shows with a request only; who opens a few too many hears then that they are.
            return count(one -> certificate(one.connection()).equals(certificate)) >= 2L * limits.connectionsOfOne();
        }
        return count(one -> anonymous(one.connection())) >= limits.anonymous()
                || count(one -> anonymous(one.connection())
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

    private static Optional<Certificate> certificate(HttpConnection connection) {
        try {
            return connection.peerCertificates().stream().findFirst();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Where it comes from. */
    static String address(HttpConnection connection) {
        return String.valueOf(connection.remoteAddress().hostAddress());
    }
}
