package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of one subtree search, each decoded whole. */
final class LdapPagedSearch<T> implements PagedSearch<T> {

    /** As long as a server may take for one (MaxQueryDuration). */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Session session;
    private final SearchRequest request;
    private final int pageSize;
    private final Function<SearchResultEntry, T> decode;
    private final List<Control> controls;

    private @Nullable ASN1OctetString cookie;
    private boolean more = true;
    private int expected;

    LdapPagedSearch(
            Session session,
            String baseDn,
            Filter filter,
            String[] attributes,
            int pageSize,
            Function<SearchResultEntry, T> decode,
            Control... controls) {
        this.session = session;
        this.request = new SearchRequest(baseDn, SearchScope.SUB, filter, attributes);
        this.request.setResponseTimeoutMillis(TIMEOUT.toMillis());
        this.pageSize = pageSize;
        this.decode = decode;
        this.controls = List.of(controls);
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public List<T> next() {
        if (!more) {
            throw new NoSuchElementException("the last page was read");
        }
        more = false; // unless this page comes
        request.setControls(controls);
        request.addControl(new SimplePagedResultsControl(pageSize, cookie, true));
        SearchResult result = session.search("enumerating " + request.getBaseDN(), request);
        List<T> page = new ArrayList<>(result.getEntryCount());
        for (SearchResultEntry entry : Session.entries(result)) {
            page.add(decode.apply(entry));
        }
        SimplePagedResultsControl response = response(result);
        cookie = response.getCookie();
        more = response.moreResultsToReturn();
        expected = Math.max(expected, response.getSize()); // the last page says 0
        return page;
    }

    @Override
    public int expected() {
        return expected;
    }

    /** Without it we could not know that the enumeration is complete, and what is not enumerated may be taken for gone. */
    private SimplePagedResultsControl response(SearchResult result) {
        try {
            SimplePagedResultsControl response = SimplePagedResultsControl.get(result);
            if (response != null) {
                return response;
            }
        } catch (LDAPException e) {
            throw Failures.of(session.server(), "enumerating " + request.getBaseDN(), e);
        }
        throw new DirectoryException(
                Reason.PROTOCOL,
                session.server() + ": enumerating " + request.getBaseDN()
                        + ": the answer does not say whether it ends");
    }
}
