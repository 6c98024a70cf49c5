package adsync.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that is logged in. Its failures are {@link DirectoryException}s.
 *
 * @param connection the library's
 * @param server how messages name the other side
 */
record Session(LDAPConnection connection, String server) implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);

    /** Runs a search; {@code doing} says in a message what it is for. */
    SearchResult search(String doing, SearchRequest request) {
        try {
            return attempt(request);
        } catch (LDAPException e) {
            throw Failures.of(server, doing, e);
        } catch (RuntimeException e) {
            throw Failures.of(server, doing, e);
        }
    }

    /** For a caller that tells more result codes apart. */
    SearchResult attempt(SearchRequest request) throws LDAPSearchException {
        SearchResult result = connection.search(request);
        if (result.getReferenceCount() > 0) {
            LOGGER.atDebug()
                    .addKeyValue("server", server)
                    .addKeyValue("references", result.getReferenceCount())
                    .log("search references ignored");
        }
        return result;
    }

    /** Reads one object; empty if this server has none of that name. */
    Optional<SearchResultEntry> read(String baseDn, Control[] controls, String... attributes) {
        SearchRequest request =
                new SearchRequest(baseDn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), attributes);
        request.setControls(controls);
        try {
            return entries(attempt(request)).stream().findFirst();
        } catch (LDAPException e) {
            if (isAbsence(e.getResultCode())) {
                return Optional.empty();
            }
            throw Failures.of(server, "reading " + named(baseDn), e);
        } catch (RuntimeException e) {
            throw Failures.of(server, "reading " + named(baseDn), e);
        }
    }

    private static String named(String dn) {
        return dn.isEmpty() ? "the root DSE" : dn;
    }

    /** The entries of a search without a listener. */
    static List<SearchResultEntry> entries(SearchResult result) {
        List<SearchResultEntry> entries = result.getSearchEntries();
        return entries == null ? List.of() : entries;
    }

    private static boolean isAbsence(ResultCode code) {
        return ResultCode.NO_SUCH_OBJECT.equals(code)
                || ResultCode.REFERRAL.equals(code)
                || ResultCode.INVALID_DN_SYNTAX.equals(code);
    }

    @Override
    public void close() {
        connection.close();
    }
}
