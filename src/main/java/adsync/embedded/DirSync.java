package adsync.embedded;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches with the DirSync control (MS-ADTS 3.1.1.3.4.1.3). A page costs what it holds, not what there is. */
final class DirSync {

    private static final int OBJECT_SECURITY = 0x1;
    private static final int INCREMENTAL_VALUES = 0x80000000;
    private static final int FEWEST = 100;
    private static final int LEAST_BYTES = 1 << 20;

    private final Domain domain;
    private final AccessRights rights;
    private final Faults faults;
    private final Filters filters;

    DirSync(Domain domain, AccessRights rights, Faults faults) {
        this.domain = domain;
        this.rights = rights;
        this.faults = faults;
        this.filters = new Filters(domain.names());
    }

    /**
     * One page of changes.
     *
     * @param caller null if nobody is bound
     * @throws LDAPException what Active Directory answers to such a request
     */
    ChangePage page(
            SearchRequestProtocolOp request,
            RequestControls controls,
            RequestControls.DirSyncRequest sync,
            @Nullable DirectoryObject caller)
            throws LDAPException {
        if (!sync.critical() || controls.has(RequestControls.PAGED_RESULTS)) {
            throw Refusal.of(ResultCode.OPERATIONS_ERROR, "00000057", "LdapErr: DirSync must be critical and alone");
        }
        boolean objectSecurity = (sync.flags() & OBJECT_SECURITY) != 0;
        DirectoryObject root = namingContext(request.getBaseDN(), objectSecurity);
        if (!objectSecurity && !rights.has(caller, Right.REPLICATE)) {
            throw Refusal.of(
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00002105", "LdapErr: the right to replicate is missing");
        }
        ReplicationCookie cookie = cookie(sync.cookie().getValue());
        if (faults.takeEmptyPage()) {
            return new ChangePage(domain).finish(cookie, true);
        }
        ChangeSelection selection =
                new ChangeSelection(request.getAttributes(), domain.profile().has(Behaviour.ASTERISK_ONLY_ALONE));
        ChangeWalk walk = new ChangeWalk(
                domain,
                root,
                filters.test(request.getFilter()),
                selection,
                cookie,
                (sync.flags() & INCREMENTAL_VALUES) != 0,
                seesDeleted(caller, objectSecurity));
        return walk.collect(limit(request.getSizeLimit()), Math.max(LEAST_BYTES, sync.maxBytes()), controls);
    }

    private DirectoryObject namingContext(String baseDn, boolean objectSecurity) throws LDAPException {
        Names.Found found = domain.names().find(baseDn);
        DirectoryObject base = found.object();
        if (base != null && base.parent() == null) {
            return base;
        }
        if (base == null && found.matched().isEmpty()) {
            throw Refusal.noSuchObject(baseDn, "");
        }
        throw objectSecurity
                ? Refusal.unwilling("SvcErr: DirSync is asked of a naming context")
                : Refusal.of(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00002105", "DirSync is asked of a naming context");
    }

    private boolean seesDeleted(@Nullable DirectoryObject caller, boolean objectSecurity) {
        return rights.has(caller, Right.SEE_DELETED)
                || (!objectSecurity && domain.profile().has(Behaviour.REPLICATION_SHOWS_DELETED));
    }

    private int limit(int sizeLimit) {
        if (!domain.profile().has(Behaviour.DIR_SYNC_IN_PAGES)) {
            return Integer.MAX_VALUE;
        }
        int most = domain.profile().maxPageSize();
        return sizeLimit == 0 ? most : Math.min(most, Math.max(FEWEST, sizeLimit));
    }

    private ReplicationCookie cookie(byte[] octets) throws LDAPException {
        Store store = domain.store();
        if (octets.length == 0) {
            return new ReplicationCookie(faults.cookieGeneration(), 0, 0, store.invocationId(), Map.of());
        }
        boolean strictly = domain.profile().has(Behaviour.COOKIES_CHECKED_STRICTLY);
        ReplicationCookie cookie = ReplicationCookie.decode(octets, strictly);
        if (cookie == null || !faults.accepts(cookie, store.invocationId())) {
            throw strictly
                    ? Refusal.of(ResultCode.PROTOCOL_ERROR, "0000203D", "LdapErr: error processing control")
                    : Refusal.of(
                            ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "0000202C", "the cookie cannot be unmarshalled");
        }
        if (cookie.issuer().equals(store.invocationId())) {
            return cookie;
        }
        return new ReplicationCookie(faults.cookieGeneration(), 0, 0, store.invocationId(), cookie.vector());
    }
}
