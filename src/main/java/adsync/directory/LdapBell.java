package adsync.directory;

import adsync.change.NamingContext;
import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A notification search (MS-ADTS 3.1.1.3.4.1.9), which stays pending, on a connection of its own. */
final class LdapBell implements Bell {

    private static final Logger LOGGER = LoggerFactory.getLogger(LdapBell.class);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);
    private static final int NEVER = 0;

    private enum State {
        REGISTERING,
        RINGING,
        ENDED
    }

    private final Session session;
    private final Listener listener;
    private final AtomicReference<State> state = new AtomicReference<>(State.REGISTERING);
    private final AtomicReference<@Nullable SearchResult> end = new AtomicReference<>();

    private LdapBell(Session session, Listener listener) {
        this.session = session;
        this.listener = listener;
    }

    /** Takes the session over, and closes it if the registration fails. */
    static Bell register(Session session, RootDse expected, NamingContext namingContext, Listener listener) {
        try {
            requireSame(session, expected);
            if (expected.supportedControls().contains(Controls.SHOW_DELETED)) {
                try {
                    return registered(
                            session, namingContext, listener, Controls.notification(), Controls.showDeleted());
                } catch (DirectoryException refused) {
                    LOGGER.atDebug().setCause(refused).log("no notification of deletions");
                }
            }
            return registered(session, namingContext, listener, Controls.notification());
        } catch (DirectoryException e) {
            session.close();
            throw e;
        }
    }

    private static void requireSame(Session session, RootDse expected) {
        RootDse answering = RootDse.read(session);
        if (!answering.serviceName().equalsIgnoreCase(expected.serviceName())) {
            throw new DirectoryException(
                    Reason.UNREACHABLE,
                    session.server() + ": leads now to " + answering.hostName() + " and before to "
                            + expected.hostName() + "; name each domain controller instead of a shared address");
        }
        if (!answering.notifies()) {
            throw new DirectoryException(Reason.UNSUPPORTED, session.server() + ": does not know change notification");
        }
    }

    static Bell registered(Session session, NamingContext namingContext, Listener listener, Control... controls) {
        LdapBell bell = new LdapBell(session, listener);
        SearchRequest request = new SearchRequest(
                bell.new Ears(),
                namingContext.dn(),
                SearchScope.SUB,
                Filter.createPresenceFilter("objectClass"), // the only filter that is allowed
                "objectGUID",
                "uSNChanged");
        request.setControls(controls);
        request.setResponseTimeoutMillis(NEVER);
        try {
            AsyncRequestID unused = session.connection().asyncSearch(request); // ends with the connection
        } catch (LDAPException e) {
            throw Failures.of(session.server(), "registering a notification", e);
        }
        RootDse.readHighestCommittedUsn(session); // answered after the registration, so that is effective now
        if (!bell.state.compareAndSet(State.REGISTERING, State.RINGING)) {
            throw bell.ended("registering a notification");
        }
        return bell;
    }

    /** Hears what comes in on the thread that reads the connection, which must not be held up. */
    private final class Ears implements AsyncSearchResultListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            if (state.get() != State.ENDED) {
                listener.rung();
            }
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {}

        @Override
        public void searchResultReceived(AsyncRequestID request, SearchResult result) {
            end.set(result);
            if (state.getAndSet(State.ENDED) == State.RINGING) {
                listener.lost(ended("waiting for a notification"));
            }
        }
    }

    private DirectoryException ended(String doing) {
        SearchResult result = end.get();
        return result == null
                ? new DirectoryException(Reason.UNREACHABLE, session.server() + ": " + doing + ": closed")
                : Failures.of(session.server(), doing, new LDAPException(result));
    }

    @Override
    public void ping() {
        SearchRequest request = new SearchRequest(
                "", SearchScope.BASE, Filter.createPresenceFilter("objectClass"), "highestCommittedUSN");
        request.setResponseTimeoutMillis(PING_TIMEOUT.toMillis());
        session.search("ping", request);
    }

    @Override
    public void close() {
        state.set(State.ENDED);
        session.close();
    }
}
