package adsync.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By whom and by which names the page may be reached. */
final class Reach {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");
    private static final String LOOPBACK = "127.0.0.1";

    private final WebOptions options;

    Reach(WebOptions options) {
        this.options = options;
    }

    /** Where the page is reached, with a slash at its end; empty if it is not served. */
    Optional<String> page(int port) {
        if (!options.page() || port == 0 || !(options.allowClearText() || overLoopback(options.host()))) {
            return Optional.empty();
        }
        return Optional.of(options.address()
                .map(address -> address.toString().replaceFirst("/*$", "/"))
                .orElseGet(() -> "http://" + named(options.host()) + ":" + port + "/"));
    }

    private static boolean overLoopback(String host) {
        return EVERY_ADDRESS.contains(host) || "localhost".equals(host) || loopback(host);
    }

    private static String named(String host) {
        if (EVERY_ADDRESS.contains(host)) {
            return LOOPBACK;
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Whether the page may be served on this connection: what is signed in with is not for others to read on the way. */
    boolean from(HttpServerRequest request) {
        return options.page()
                && (options.allowClearText()
                        || (loopback(request.localAddress()) && loopback(request.remoteAddress())));
    }

    private static boolean loopback(@Nullable SocketAddress address) {
        return address != null && address.hostAddress() != null && loopback(address.hostAddress());
    }

    /** Of an address in digits: no name is looked up. */
    private static boolean loopback(String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.%]*:[0-9a-zA-Z:.%]*")) {
            return false;
        }
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether a request names us as its host: a page of another name that leads to our address (DNS rebinding) has its own name
     * there.
     */
    boolean known(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return false;
        }
        String host = authority.host();
        return THIS_MACHINE.contains(host)
                || options.address()
                        .map(URI::getHost)
                        .filter(host::equalsIgnoreCase)
                        .isPresent()
                || (options.allowClearText() && ownAddress(request, host));
    }

    private static boolean ownAddress(HttpServerRequest request, String host) {
        SocketAddress local = request.localAddress();
        return local != null && host.equals(named(String.valueOf(local.hostAddress())));
    }

    /** Whether a request comes from our own page, as far as the browser says. */
    static boolean sameOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        String host = request.getHeader("Host");
        return (origin == null || origin.equals("http://" + host) || origin.equals("https://" + host))
                && (site == null || site.equals("same-origin"));
    }

    /** Whether the browser sees an encrypted page, behind a reverse proxy. */
    static boolean encrypted(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && origin.startsWith("https://");
    }
}
