package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches of one connection with neither DirSync nor notification, in pages or not. */
final class PlainSearch {

    private final Domain domain;
    private final AccessRights rights;
    private final Candidates candidates;
    private final Filters filters;
    private final EntryWriter writer;
    private final PagedSearches pagedSearches = new PagedSearches();

    PlainSearch(Domain domain, AccessRights rights) {
        this.domain = domain;
        this.rights = rights;
        this.candidates = new Candidates(domain.store());
        this.filters = new Filters(domain.names());
        this.writer = new EntryWriter(domain.store(), domain.profile().maxValRange());
    }

    /**
     * @param code success, or sizeLimitExceeded with as many entries as were allowed
     * @param controls those of the result
     */
    record Answer(
            List<SearchResultEntryProtocolOp> entries,
            List<String> references,
            ResultCode code,
            List<Control> controls) {}

    /**
     * @throws LDAPException why there is no answer
     */
    Answer answer(SearchRequestProtocolOp request, RequestControls controls, @Nullable DirectoryObject caller)
            throws LDAPException {
        View view = view(controls, caller);
        AttributeSelection selection = AttributeSelection.of(request.getAttributes());
        RequestControls.Paging paging = controls.paging();
        if (paging == null) {
            return unpaged(request, selection, view, references(request, controls));
        }
        int pageLimit = domain.profile().maxPageSize();
        byte[] position = paging.cookie().getValue();
        PagedSearches.Search search = position.length == 0 ? search(request, view) : pagedSearches.take(position);
        int size = Math.min(paging.size(), pageLimit);
        List<SearchResultEntryProtocolOp> entries = take(search, size, selection, view);
        boolean more = size > 0 && search.peek() != null;
        byte[] cookie = more ? pagedSearches.keep(search) : new byte[0];
        Control response = new SimplePagedResultsControl(0, new ASN1OctetString(cookie), false);
        return new Answer(
                entries, more ? List.of() : references(request, controls), ResultCode.SUCCESS, List.of(response));
    }

    View view(RequestControls controls, @Nullable DirectoryObject caller) throws LDAPException {
        boolean allowed = rights.has(caller, Right.SEE_DELETED);
        boolean recycled = controls.has(RequestControls.SHOW_RECYCLED);
        boolean deleted = recycled || controls.has(RequestControls.SHOW_DELETED);
        return new View(allowed && deleted, allowed && recycled, controls.nameStyle());
    }

    private Answer unpaged(
            SearchRequestProtocolOp request, AttributeSelection selection, View view, List<String> references)
            throws LDAPException {
        PagedSearches.Search search = search(request, view);
        int limit = domain.profile().has(Behaviour.UNPAGED_SEARCHES_CUT)
                ? domain.profile().maxPageSize()
                : Integer.MAX_VALUE;
        if (request.getSizeLimit() > 0) {
            limit = Math.min(limit, request.getSizeLimit());
        }
        List<SearchResultEntryProtocolOp> entries = take(search, limit, selection, view);
        ResultCode code = search.peek() == null ? ResultCode.SUCCESS : ResultCode.SIZE_LIMIT_EXCEEDED;
        return new Answer(entries, references, code, List.of());
    }

    private PagedSearches.Search search(SearchRequestProtocolOp request, View view) throws LDAPException {
        boolean bin = domain.profile().has(Behaviour.RECYCLE_BIN);
        DirectoryObject base = domain.names().required(request.getBaseDN());
        if (!view.shows(base, bin)) {
            throw Refusal.noSuchObject(request.getBaseDN(), "");
        }
        Predicate<DirectoryObject> test = filters.test(request.getFilter());
        return new PagedSearches.Search(
                candidates.of(base, request.getScope(), request.getFilter(), view.deleted()),
                object -> view.shows(object, bin) && domain.store().find(object.guid()) == object && test.test(object));
    }

    private List<SearchResultEntryProtocolOp> take(
            PagedSearches.Search search, int limit, AttributeSelection selection, View view) {
        List<SearchResultEntryProtocolOp> entries = new ArrayList<>();
        while (entries.size() < limit) {
            DirectoryObject object = search.next();
            if (object == null) {
                break;
            }
            entries.add(writer.entry(object, selection, view));
        }
        return entries;
    }

    /** A search below the domain is told that the configuration goes on elsewhere (RFC 4511 4.5.3). */
    private List<String> references(SearchRequestProtocolOp request, RequestControls controls) throws LDAPException {
        boolean whole = request.getScope().equals(SearchScope.SUB)
                && domain.names().find(request.getBaseDN()).object() == domain.root();
        return whole && !controls.has(RequestControls.DOMAIN_SCOPE)
                ? List.of("ldap://" + domain.dnsName() + "/" + domain.configurationDn())
                : List.of();
    }
}
