package adsync.directory;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The DirSync search (MS-ADTS 3.1.1.3.4.1.3) on one connection. */
final class DirSync {

    /** Longer than a server may take for one (MaxDirSyncDuration and MaxQueryDuration). */
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    /** The most that Active Directory gives; it takes the size limit of the request for the size of a page. */
    private static final int LARGEST_PAGE = 1000;

    /** The least that Active Directory gives. */
    private static final int SMALLEST_PAGE = 100;

    private static final int NAMING_CONTEXT_HEAD = 0x1;
    private static final Control[] NO_CONTROLS = {};

    private final Session session;
    private final DirSyncQuery query;
    private int pageSize = LARGEST_PAGE;

    DirSync(Session session, DirSyncQuery query) {
        this.session = session;
        this.query = query;
    }

    /** The next page for a cookie; null for the beginning of time. */
    DirSyncPage page(NamingContext namingContext, @Nullable DirSyncCookie cookie) {
        return page(namingContext, query.objects(), cookie);
    }

    /** A cookie of this moment. */
    DirSyncCookie currentCookie(NamingContext namingContext) {
        DirSyncPage page = page(namingContext, DirSyncQuery.NOTHING, null);
        while (page.moreResults()) {
            DirSyncPage next = page(namingContext, DirSyncQuery.NOTHING, page.cookie());
            if (next.moreResults() && next.cookie().equals(page.cookie())) {
                throw problem(namingContext, "the cookie does not move on");
            }
            page = next;
        }
        return page.cookie();
    }

    /** Proves the right to ask, and that the server knows the control. */
    void probe(NamingContext namingContext) {
        page(namingContext, DirSyncQuery.NOTHING, null);
    }

    /** A page whose time is up is asked for in smaller ones for as long as the connection lasts; the same would end likewise. */
    private DirSyncPage page(NamingContext namingContext, Filter filter, @Nullable DirSyncCookie cookie) {
        try {
            return ask(namingContext, filter, cookie);
        } catch (LDAPException e) {
            if (ResultCode.TIME_LIMIT_EXCEEDED.equals(e.getResultCode()) && pageSize > SMALLEST_PAGE) {
                pageSize = Math.max(SMALLEST_PAGE, pageSize / 2);
                return page(namingContext, filter, cookie);
            }
            throw failure(namingContext, cookie, e);
        } catch (ClassCastException e) {
            // Samba answers a control that it cannot decode with an extended response.
            LDAPException refused = new LDAPException(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, String.valueOf(e), e);
            throw failure(namingContext, cookie, refused);
        }
    }

    private DirSyncPage ask(NamingContext namingContext, Filter filter, @Nullable DirSyncCookie cookie)
            throws LDAPException {
        TouchedCollector collector = new TouchedCollector();
        SearchRequest request = new SearchRequest(
                collector,
                namingContext.dn(),
                SearchScope.SUB,
                filter,
                query.attributes().toArray(String[]::new));
        request.setSizeLimit(pageSize);
        request.setResponseTimeoutMillis(TIMEOUT.toMillis());
        request.setControls(Controls.dirSync(cookie), Controls.showDeleted());
        if (query.groups()) {
            request.addControl(Controls.extendedDn()); // members come by identity
        }
        SearchResult result = session.attempt(request);
        String problem = collector.problem();
        if (problem != null) {
            throw problem(namingContext, problem);
        }
        return page(namingContext, collector, ActiveDirectoryDirSyncControl.get(result));
    }

    private DirSyncPage page(
            NamingContext namingContext, TouchedCollector collector, @Nullable ActiveDirectoryDirSyncControl response) {
        if (response == null || response.getCookie() == null) {
            throw problem(namingContext, "the answer has no DirSync control, so it is no answer of DirSync");
        }
        byte[] cookie = response.getCookie().getValue();
        if (cookie.length == 0) {
            throw problem(namingContext, "the answer has an empty cookie, which would mean to begin anew");
        }
        return new DirSyncPage(collector.touched(), DirSyncCookie.of(cookie), response.getFlags() != 0);
    }

    private DirectoryException failure(NamingContext namingContext, @Nullable DirSyncCookie cookie, LDAPException e) {
        return switch (e.getResultCode().intValue()) {
            case ResultCode.PROTOCOL_ERROR_INT_VALUE, ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE -> {
                if (cookie != null) {
                    probe(namingContext);
                    yield failed(Reason.COOKIE, namingContext, "the server does not accept the cookie", e);
                }
                yield failed(Reason.UNSUPPORTED, namingContext, "the server does not know DirSync", e);
            }
            case ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE, ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
                failed(Reason.RIGHTS, namingContext, refusal(namingContext), e);
            default -> Failures.of(session.server(), doing(namingContext), e);
        };
    }

    /** The same result stands for two causes, and the first must be excluded before the second is claimed. */
    private String refusal(NamingContext namingContext) {
        Optional<SearchResultEntry> base = session.read(namingContext.dn(), NO_CONTROLS, "instanceType");
        Integer instanceType = base.map(entry -> entry.getAttributeValueAsInteger("instanceType"))
                .orElse(null);
        return instanceType != null && (instanceType & NAMING_CONTEXT_HEAD) == 0
                ? "it is not the root of a naming context, and DirSync works on nothing else"
                : "the account needs the right \"Replicating Directory Changes\" on it";
    }

    private DirectoryException failed(Reason reason, NamingContext namingContext, String why, LDAPException e) {
        String message = session.server() + ": " + doing(namingContext) + ": " + why + "; " + Failures.words(e);
        return new DirectoryException(reason, message, e);
    }

    private DirectoryException problem(NamingContext namingContext, String what) {
        return new DirectoryException(Reason.PROTOCOL, session.server() + ": " + doing(namingContext) + ": " + what);
    }

    private static String doing(NamingContext namingContext) {
        return "DirSync on " + namingContext.dn();
    }
}
