package adsync.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets that compare the host we meant with the names of the certificate (RFC 4513 3.1.3) during the handshake,
 * so before a byte of ours is sent. The library's own verifier accepts any certificate at a loopback address, which is
 * where tunnels end.
 *
 * <p>ChaCha20-Poly1305 (RFC 8439) is what they like best: the JVM that we start has no optimising compiler, so not the
 * processor's instructions for AES, and AES-GCM takes a tenth of an initial load's processor time there.
 */
final class HostCheckingSockets extends SSLSocketFactory {

    private static final String QUICK = "CHACHA20";

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory sockets;

    HostCheckingSockets(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    private static Socket checking(Socket socket) {
        SSLSocket secure = (SSLSocket) socket;
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("LDAPS");
        parameters.setProtocols(PROTOCOLS.clone()); // whatever the JVM was told to allow
        parameters.setCipherSuites(quickFirst(parameters.getCipherSuites()));
        secure.setSSLParameters(parameters);
        return secure;
    }

    /** The server has the last word, and nothing is offered that the JVM would not offer by itself. */
    static String[] quickFirst(String... cipherSuites) {
        return Stream.of(cipherSuites)
                .sorted(Comparator.comparing(suite -> !suite.contains(QUICK)))
                .toArray(String[]::new);
    }

    @Override
    public Socket createSocket() throws IOException {
        return checking(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
        return checking(sockets.createSocket(below, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checking(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return checking(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return checking(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return checking(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
