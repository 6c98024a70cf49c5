package adsync.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** A directory that says the same whatever is asked, without a network. */
final class SpokenAnswers {

    private static final int LARGEST_MESSAGE = 1 << 20;

    private SpokenAnswers() {}

    /** A connection like ours, on which these octets come. */
    static Session session(InputStream octets) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setMaxMessageSize(LARGEST_MESSAGE);
        options.setFollowReferrals(false);
        try {
            var connection = new LDAPConnection(new Sockets(octets), options, "127.0.0.1", 389);
            return new Session(connection, "dc1");
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a connection to somebody who says the same whatever is asked. */
    private static final class Sockets extends SocketFactory {

        private final InputStream octets;

        Sockets(InputStream octets) {
            this.octets = octets;
        }

        @Override
        public Socket createSocket() {
            return new Spoken(octets);
        }

        @Override
        public Socket createSocket(String host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            return createSocket();
        }
    }

    private static final class Spoken extends Socket {

        private final InputStream octets;

        Spoken(InputStream octets) {
            this.octets = octets;
        }

        @Override
        public void connect(SocketAddress address, int timeout) {}

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public InputStream getInputStream() {
            return octets;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void setSoTimeout(int timeout) {}

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setReuseAddress(boolean on) {}

        @Override
        public void setSoLinger(boolean on, int seconds) {}
    }
}
