package adsync.bench;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The LDAP library alone, reading what the service reads: as fast as this directory gives it. */
final class BareDirectory {

    private static final String USERS = "(&(objectClass=user)(!(objectClass=computer)))";
    private static final String NOBODY = "(objectGUID=\\00)";
    private static final int FLAGS = 0x80000800;
    private static final int DIRSYNC_PAGE = 1000;
    private static final int SEARCH_PAGE = 500;

    private final Place place;
    private final String[] attributes;
    private @Nullable ASN1OctetString mark;

    BareDirectory(Place place, Collection<String> attributes) {
        this.place = place;
        this.attributes = attributes.toArray(String[]::new);
    }

    /** What a DirSync loop was given. */
    private record Loop(
            long users, double seconds, @Nullable ASN1OctetString cookie) {

        double rate() {
            return users / seconds;
        }
    }

    /** Users a second of a DirSync loop from its beginning to its end. */
    double dirSync() throws LDAPException {
        return loop(USERS, null).rate();
    }

    /** Remembers where DirSync is now. */
    void mark() throws LDAPException {
        mark = loop(NOBODY, mark).cookie();
    }

    /** Users a second of a DirSync loop over what has changed since. */
    double dirSyncSinceMark(int users) throws LDAPException {
        Loop changed = loop(USERS, mark);
        if (changed.users() != users) {
            throw new IllegalStateException(users + " users are changed, but DirSync told of " + changed.users());
        }
        return changed.rate();
    }

    private Loop loop(String filter, @Nullable ASN1OctetString from) throws LDAPException {
        try (LDAPConnection connection = place.connect(place.service())) {
            long begun = System.nanoTime();
            ASN1OctetString cookie = from;
            long users = 0;
            boolean more = true;
            while (more) {
                SearchRequest request = request(place.baseDn(), filter, attributes);
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
            return new Loop(users, (System.nanoTime() - begun) / 1e9, cookie);
        }
    }

    /** Users a second of a paged search below the root. */
    double search() throws LDAPException {
        var users = new LongAdder();
        long begun = System.nanoTime();
        pages(page -> users.add(page.getEntryCount()), attributes);
        return users.sum() * 1e9 / (System.nanoTime() - begun);
    }

    /** The distinguished names of all users below the root. */
    List<String> names() throws LDAPException {
        List<String> names = new ArrayList<>();
        pages(page -> names.addAll(names(page)), "1.1");
        return names;
    }

    private static List<String> names(SearchResult page) {
        return Objects.requireNonNull(page.getSearchEntries()).stream()
                .map(SearchResultEntry::getDN)
                .toList();
    }

    private void pages(Consumer<SearchResult> each, String... wanted) throws LDAPException {
        try (LDAPConnection connection = place.connect(place.service())) {
            @Nullable ASN1OctetString cookie = null;
            boolean more = true;
            while (more) {
                SearchRequest request = request(place.root(), USERS, wanted);
                request.setControls(new SimplePagedResultsControl(SEARCH_PAGE, cookie, true));
                SearchResult page = connection.search(request);
                var response = SimplePagedResultsControl.get(page);
                if (response == null) {
                    throw new IllegalStateException("the answer is not paged");
                }
                each.accept(page);
                cookie = response.getCookie();
                more = response.moreResultsToReturn();
            }
        }
    }

    private static SearchRequest request(String base, String filter, String... wanted) throws LDAPException {
        var request = new SearchRequest(base, SearchScope.SUB, filter, wanted);
        request.setResponseTimeoutMillis(0);
        return request;
    }
}
