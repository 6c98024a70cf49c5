package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All searches: of the rootDSE, plain, DirSync and notification. */
final class Searching {

    private static final Logger LOGGER = LoggerFactory.getLogger(Searching.class);

    private static final Set<String> NOTIFIABLE = caseless("objectClass");
    private static final Set<String> NOTIFIABLE_BY_PRESENCE =
            caseless("objectClass", "objectGUID", "distinguishedName", "name");

    private final Services services;
    private final Domain domain;
    private final DirSync dirSync;

    Searching(Services services) {
        this.services = services;
        this.domain = services.domain();
        this.dirSync = new DirSync(domain, services.rights(), services.faults());
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }

    /** Sends the entries and returns the result, or null if the search stays pending. */
    @Nullable LDAPMessage search(int messageId, SearchRequestProtocolOp request, List<Control> controls, Session session) {
        try {
            if (request.getBaseDN().isEmpty() && request.getScope().equals(SearchScope.BASE)) {
                SearchResultEntryProtocolOp entry =
                        domain.store().read(() -> new RootDse(domain).entry(request.getAttributes()));
                session.connection().sendSearchResultEntry(messageId, entry);
                return done(messageId, ResultCode.SUCCESS, List.of());
            }
            session.requireCaller();
            RequestControls checked = new RequestControls(controls);
            RequestControls.DirSyncRequest sync = checked.dirSync();
            if (sync != null) {
                return changes(messageId, request, checked, sync, session);
            }
            if (checked.has(RequestControls.NOTIFICATION)) {
                watch(messageId, request, checked, session);
                return null;
            }
            return entries(messageId, request, checked, session);
        } catch (LDAPException e) {
            return new LDAPMessage(
                    messageId,
                    new SearchResultDoneProtocolOp(
                            e.getResultCode().intValue(), e.getMatchedDN(), e.getMessage(), null));
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("a search could not be answered");
            return new LDAPMessage(
                    messageId, new SearchResultDoneProtocolOp(ResultCode.OTHER_INT_VALUE, null, e.toString(), null));
        }
    }

    private static LDAPMessage done(int messageId, ResultCode code, List<Control> controls) {
        return new LDAPMessage(messageId, new SearchResultDoneProtocolOp(code.intValue(), null, null, null), controls);
    }

    private LDAPMessage entries(
            int messageId, SearchRequestProtocolOp request, RequestControls controls, Session session)
            throws LDAPException {
        services.faults().searchOutages().strike();
        PlainSearch.Answer answer =
                domain.store().read(() -> session.plainSearch().answer(request, controls, session.caller()));
        if (!services.faults().everythingHidden()) {
            for (SearchResultEntryProtocolOp entry : answer.entries()) {
                session.connection().sendSearchResultEntry(messageId, entry);
            }
        }
        for (String reference : answer.references()) {
            session.connection()
                    .sendSearchResultReference(messageId, new SearchResultReferenceProtocolOp(List.of(reference)));
        }
        return done(messageId, answer.code(), answer.controls());
    }

    private LDAPMessage changes(
            int messageId,
            SearchRequestProtocolOp request,
            RequestControls controls,
            RequestControls.DirSyncRequest sync,
            Session session)
            throws LDAPException {
        Faults faults = services.faults();
        faults.dirSyncOutages().strike();
        ChangePage page = domain.store().read(() -> dirSync.page(request, controls, sync, session.caller()));
        List<SearchResultEntryProtocolOp> entries = faults.everythingHidden() ? List.of() : page.entries();
        boolean lost = faults.takeLostAnswer();
        int inTime = Math.min(entries.size(), faults.entriesInTime());
        for (SearchResultEntryProtocolOp entry : entries.subList(0, lost ? entries.size() / 2 : inTime)) {
            session.connection().sendSearchResultEntry(messageId, entry);
        }
        if (lost) {
            session.cut();
        }
        if (inTime < entries.size()) {
            return done(messageId, ResultCode.TIME_LIMIT_EXCEEDED, List.of());
        }
        if (faults.takeMissingControl()) {
            return done(messageId, ResultCode.SUCCESS, List.of());
        }
        boolean repeat = faults.takeRepeatedCookie();
        Control response = new ActiveDirectoryDirSyncControl(
                false,
                repeat || page.moreResults() ? 1 : 0,
                0,
                repeat ? sync.cookie() : new ASN1OctetString(page.cookie()));
        return done(messageId, ResultCode.SUCCESS, List.of(response));
    }

    private void watch(int messageId, SearchRequestProtocolOp request, RequestControls controls, Session session)
            throws LDAPException {
        ResultCode refusal = services.faults().notificationRefusal();
        if (refusal != null) {
            throw Refusal.of(refusal, "00002024", "SvcErr: " + refusal.getName());
        }
        boolean byPresence = domain.profile().has(Behaviour.NOTIFICATIONS_BY_PRESENCE);
        if (!notifiable(request.getFilter(), byPresence ? NOTIFIABLE_BY_PRESENCE : NOTIFIABLE)) {
            throw Refusal.of(ResultCode.UNWILLING_TO_PERFORM, "000020B9", "Search filter too complex");
        }
        domain.store().read(() -> {
            View view = session.plainSearch().view(controls, session.caller());
            boolean deletions = domain.profile().has(Behaviour.DELETIONS_NOTIFIED_UNASKED) || view.deleted();
            session.notifications()
                    .add(new Watch(
                            messageId,
                            domain.names().required(request.getBaseDN()),
                            request.getScope(),
                            AttributeSelection.of(request.getAttributes()),
                            view,
                            deletions));
            return true;
        });
    }

    private static boolean notifiable(Filter filter, Set<String> attributes) {
        String name = filter.getAttributeName();
        return filter.getFilterType() == Filter.FILTER_TYPE_PRESENCE && name != null && attributes.contains(name);
    }

    boolean compare(DirectoryObject object, CompareRequestProtocolOp request) throws LDAPException {
        Filter equal = Filter.createEqualityFilter(
                request.getAttributeName(), request.getAssertionValue().getValue());
        if (Schema.find(request.getAttributeName()) == null) {
            throw Refusal.of(ResultCode.NO_SUCH_ATTRIBUTE, "00000057", "LdapErr: no such attribute");
        }
        return new Filters(domain.names()).test(equal).test(object);
    }

    ASN1OctetString whoAmI(@Nullable DirectoryObject caller) {
        String name = caller == null ? null : caller.text(Schema.SAM_ACCOUNT_NAME);
        return new ASN1OctetString(name == null ? "" : "u:" + domain.netbiosName() + "\\" + name);
    }
}
