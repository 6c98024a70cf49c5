package adsync.bench;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The LDAP library alone, reading what the service reads: as fast as this directory gives it. */
final class BareDirectory {

    private static final String USERS = "(&(objectClass=user)(!(objectClass=computer)))";
    private static final int FLAGS = 0x80000800;
    private static final int DIRSYNC_PAGE = 1000;
    private static final int SEARCH_PAGE = 500;

    private final Place place;
    private final String[] attributes;

    BareDirectory(Place place, Collection<String> attributes) {
        this.place = place;
        this.attributes = attributes.toArray(String[]::new);
    }

    /** Users a second of a DirSync loop from its beginning to its end. */
    double dirSync() throws LDAPException {
        try (LDAPConnection connection = place.connect(place.service())) {
            long begun = System.nanoTime();
            ASN1OctetString cookie = null;
            long users = 0;
            boolean more = true;
            while (more) {
                SearchRequest request = request(place.baseDn());
                request.setSizeLimit(DIRSYNC_PAGE);
                request.setControls(
                        new ActiveDirectoryDirSyncControl(true, FLAGS, Integer.MAX_VALUE, cookie),
                        new Control("1.2.840.113556.1.4.417", true));
                SearchResult page = connection.search(request);
                var response = ActiveDirectoryDirSyncControl.get(page);
                if (response == null) {
                    throw new IllegalStateException("the answer has no DirSync control");
                }
                users += page.getEntryCount();
                cookie = response.getCookie();
                more = response.getFlags() != 0;
            }
            return users * 1e9 / (System.nanoTime() - begun);
        }
    }

    /** Users a second of a paged search below the root. */
    double search() throws LDAPException {
        try (LDAPConnection connection = place.connect(place.service())) {
            long begun = System.nanoTime();
            @Nullable ASN1OctetString cookie = null;
            long users = 0;
            boolean more = true;
            while (more) {
                SearchRequest request = request(place.root());
                request.setControls(new SimplePagedResultsControl(SEARCH_PAGE, cookie, true));
                SearchResult page = connection.search(request);
                var response = SimplePagedResultsControl.get(page);
                if (response == null) {
                    throw new IllegalStateException("the answer is not paged");
                }
                users += page.getEntryCount();
                cookie = response.getCookie();
                more = response.moreResultsToReturn();
            }
            return users * 1e9 / (System.nanoTime() - begun);
        }
    }

    private SearchRequest request(String base) throws LDAPException {
        var request = new SearchRequest(base, SearchScope.SUB, USERS, attributes);
        request.setResponseTimeoutMillis(0);
        return request;
    }
}
