package adsync.embedded;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: who is bound, and what is pending. */
final class Session {

    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);

    private final LDAPListenerClientConnection connection;
    private final Socket socket;
    private final NotificationQueue notifications;
    private final PlainSearch plainSearch;
    private volatile @Nullable DirectoryObject caller;

    Session(Services services, LDAPListenerClientConnection connection) {
        this.connection = connection;
        this.socket = connection.getSocket();
        this.notifications = new NotificationQueue(services.domain(), services.faults(), connection);
        this.plainSearch = new PlainSearch(services.domain(), services.rights());
    }

    LDAPListenerClientConnection connection() {
        return connection;
    }

    NotificationQueue notifications() {
        return notifications;
    }

    /** Its searches, with the pages they have come to. */
    PlainSearch plainSearch() {
        return plainSearch;
    }

    /** Who is bound; null for nobody. */
    @Nullable DirectoryObject caller() {
        return caller;
    }

    void bind(@Nullable DirectoryObject account) {
        caller = account;
    }

    /**
     * @throws LDAPException operationsError if nobody is bound
     */
    DirectoryObject requireCaller() throws LDAPException {
        DirectoryObject bound = caller;
        if (bound == null) {
            throw Refusal.of(
                    ResultCode.OPERATIONS_ERROR, "00002020", "LdapErr: Operation unavailable without authentication");
        }
        return bound;
    }

    boolean secure() {
        return connection.getSocket() instanceof SSLSocket;
    }

    /** Closes the socket under the connection's feet: closing properly could wait for a client that does not read. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("a connection was already closed");
        }
    }

    /** Ends all pending notification searches with that code. */
    void endNotifications(ResultCode code) {
        for (int messageId : notifications.end()) {
            send(new LDAPMessage(
                    messageId, new SearchResultDoneProtocolOp(code.intValue(), null, "00002024: SvcErr", null)));
        }
    }

    /** Writes a message of its own accord, which the SDK offers for entries only. */
    private void send(LDAPMessage message) {
        synchronized (connection) {
            try {
                OutputStream output = connection.getSocket().getOutputStream();
                output.write(message.encode().encode());
                output.flush();
            } catch (IOException e) {
                LOGGER.atDebug().setCause(e).log("a connection was already closed");
            }
        }
    }
}
