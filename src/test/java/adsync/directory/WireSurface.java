package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import javax.net.SocketFactory;

/** What a hostile directory sends for a DirSync search, and for a page of an enumeration: octets in BER, or not. */
public final class WireSurface implements Surface {

    private static final NamingContext CONTEXT = new NamingContext(new ObjectGuid(new UUID(1, 2)), "DC=example,DC=com");
    private static final int LARGEST_MESSAGE = 1 << 20;

    /** The library allocates what a message says that it is long, up to the limit. */
    @Override
    public long allocation() {
        return 64 * MIB;
    }

    @Override
    public void take(byte[] octets) {
        try (Session session = session(octets)) {
            DirSyncPage page = new DirSync(session, DirSyncQuery.of(List.of("title"), true))
                    .page(CONTEXT, DirSyncCookie.of(new byte[] {1}));
            assertThat(page.cookie().octets()).isNotEmpty();
            assertThat(page.touched()).doesNotHaveDuplicates();
        } catch (DirectoryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try (Session session = session(octets)) {
            RootDse rootDse = RootDse.read(session);
            EntryDecoder decoder = new EntryDecoder(session, rootDse, new TreeSet<>(List.of("title")), true);
            PagedSearch<?> search = new LdapPagedSearch<>(
                    session, CONTEXT.dn(), DirSyncQuery.USERS, decoder.attributes(), 10, decoder::object);
            while (search.hasNext()) {
                assertThat(search.next()).doesNotContainNull();
            }
            assertThat(rootDse.readInvocationId(session)).isNotNull();
        } catch (DirectoryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static Session session(byte[] octets) {
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

        private final byte[] octets;

        Sockets(byte[] octets) {
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

        Spoken(byte[] octets) {
            this.octets = new ByteArrayInputStream(octets);
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
