package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A search for somebody who waits in front of a screen: it is read page by page until its end, a number of entries, or a time,
 * whichever comes first.
 *
 * @param most how many entries are read at most
 * @param within how long it may take; a page that has begun may take as long again
 */
record BoundedSearch(Session session, int most, Duration within) {

    private static final int PAGE = 1000;

    /**
     * Reads.
     *
     * @return whether that was all
     * @throws DirectoryException if a page cannot be read
     */
    boolean read(
            String baseDn, SearchScope scope, Filter filter, Consumer<SearchResultEntry> taken, String... attributes) {
        SearchRequest request = new SearchRequest(baseDn, scope, filter, attributes);
        request.setResponseTimeoutMillis(within.toMillis());
        long end = System.nanoTime() + within.toNanos();
        int left = most;
        @Nullable ASN1OctetString cookie = null;
        do {
            request.setControls(new SimplePagedResultsControl(Math.min(PAGE, left), cookie, true));
            SearchResult page = session.search("listing " + baseDn, request);
            Session.entries(page).forEach(taken);
            left -= page.getEntryCount();
            cookie = next(page, baseDn);
        } while (cookie != null && left > 0 && System.nanoTime() < end);
        return cookie == null;
    }

    private @Nullable ASN1OctetString next(SearchResult page, String baseDn) {
        try {
            SimplePagedResultsControl control = SimplePagedResultsControl.get(page);
            if (control != null) {
                return control.moreResultsToReturn() ? control.getCookie() : null;
            }
        } catch (LDAPException e) {
            throw Failures.of(session.server(), "listing " + baseDn, e);
        }
        throw new DirectoryException(
                Reason.PROTOCOL,
                session.server() + ": listing " + baseDn + ": the answer does not say whether it ends");
    }
}
