package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions.SimpleLogin;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections: TCP, TLS, bind. */
final class Connector {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connector.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST_MESSAGE = 64 << 20;

    private final DirectoryOptions options;
    private final SSLSocketFactory tls;
    private final Set<String> toldInClear = ConcurrentHashMap.newKeySet();

    /** Throws {@link DirectoryException} if the trusted certificates cannot be read. */
    Connector(DirectoryOptions options) {
        this(options, Trust.sockets(options.trust()));
    }

    /** With sockets that trust in their own way. */
    Connector(DirectoryOptions options, SSLSocketFactory tls) {
        this.options = options;
        this.tls = tls;
    }

    /**
     * For one thread at a time, which reads the answers itself: a call then ends with the connection, whoever closes it.
     * (Where a thread of the library reads, a call that begins while the connection is being closed waits for nothing.)
     * The caller closes it.
     */
    Session open(Server server) {
        return open(server, true);
    }

    /** For operations that stay pending; their answers are read by a thread of the library. The caller closes it. */
    Session openForPending(Server server) {
        return open(server, false);
    }

    private Session open(Server server, boolean synchronous) {
        String password = password();
        try {
            return login(server, synchronous);
        } catch (DirectoryException e) {
            if (e.reason() == Reason.CREDENTIALS
                    && options.login() instanceof SimpleLogin login
                    && login.password().renewed(password)) {
                LOGGER.atInfo().addKeyValue("server", server.toString()).log("the password is another one by now");
                return login(server, synchronous);
            }
            throw e;
        }
    }

    private String password() {
        return options.login() instanceof SimpleLogin login ? login.password().reveal() : "";
    }

    private Session login(Server server, boolean synchronous) {
        Session session = new Session(connect(server, synchronous), server.toString());
        try {
            bind(session.connection(), server);
            return session;
        } catch (DirectoryException e) {
            session.close();
            throw e;
        }
    }

    /** Whether it is a domain controller of the domain that is asked for. Asks without a login, which may be none there. */
    boolean serves(Server server) {
        if (options.only().isEmpty()) {
            return true;
        }
        try (Session session = new Session(connect(server), server.toString())) {
            String domain = Domains.of(RootDse.read(session).defaultNamingContext());
            return options.only().get().equals(domain);
        }
    }

    /** Without a bind. The caller closes it. */
    LDAPConnection connect(Server server) {
        return connect(server, true);
    }

    private LDAPConnection connect(Server server, boolean synchronous) {
        requireEncryption(server);
        LDAPConnectionOptions how = connectionOptions(synchronous);
        LDAPConnection connection = server.ldaps() ? new LDAPConnection(tls, how) : new LDAPConnection(how);
        try {
            connection.connect(server.host(), server.port(), (int) CONNECT_TIMEOUT.toMillis());
            if (!server.ldaps() && options.startTls()) {
                startTls(connection);
            }
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw Failures.of(server.toString(), "connecting", e);
        }
    }

    private void startTls(LDAPConnection connection) throws LDAPException {
        var result = connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
        if (!ResultCode.SUCCESS.equals(result.getResultCode())) {
            throw new LDAPException(result);
        }
    }

    private void bind(LDAPConnection connection, Server server) {
        try {
            connection.bind(Login.request(options, connection, server));
        } catch (LDAPException e) {
            String doing = "logging in as " + options.login().user();
            throw KerberosFailure.of(server.toString(), doing, e)
                    .orElseGet(() -> Failures.of(server.toString(), doing, e));
        }
    }

    private void requireEncryption(Server server) {
        if (server.ldaps() || options.startTls()) {
            return;
        }
        if (!options.allowClearText()) {
            throw new DirectoryException(
                    Reason.TLS,
                    server + ": would send the password and all data in clear; use ldaps://, or StartTLS,"
                            + " or allow clear text explicitly");
        }
        if (toldInClear.add(server.toString())) {
            LOGGER.atWarn().addKeyValue("server", server.toString()).log("connection is not encrypted");
        }
    }

    private static LDAPConnectionOptions connectionOptions(boolean synchronous) {
        LDAPConnectionOptions connection = new LDAPConnectionOptions();
        connection.setUseSynchronousMode(synchronous);
        connection.setConnectTimeoutMillis((int) CONNECT_TIMEOUT.toMillis());
        connection.setResponseTimeoutMillis(READ_TIMEOUT.toMillis());
        for (OperationType operation : OperationType.values()) {
            connection.setResponseTimeoutMillis(operation, READ_TIMEOUT.toMillis());
        }
        connection.setResponseTimeoutMillis(OperationType.BIND, BIND_TIMEOUT.toMillis());
        connection.setAbandonOnTimeout(true);
        connection.setFollowReferrals(false);
        connection.setMaxMessageSize(LARGEST_MESSAGE);
        return connection;
    }
}
