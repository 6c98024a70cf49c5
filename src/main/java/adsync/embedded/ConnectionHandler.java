package adsync.embedded;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of one client connection, on the connection's own thread, and answers them. The first instance
 * belongs to no connection: the listener makes one of it for each.
 */
final class ConnectionHandler extends LDAPListenerRequestHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionHandler.class);

    private final Services services;
    private final @Nullable Session session;
    private final Searching searching;

    ConnectionHandler(Services services) {
        this(services, null);
    }

    private ConnectionHandler(Services services, @Nullable Session session) {
        this.services = services;
        this.session = session;
        this.searching = new Searching(services);
    }

    /** An answer without its code, which says what kind it is. */
    @FunctionalInterface
    private interface Reply {
        ProtocolOp of(int code, @Nullable String matchedDn, @Nullable String message, @Nullable List<String> referrals);
    }

    /** A change of the directory. */
    @FunctionalInterface
    private interface Change {
        void make(RequestControls controls) throws LDAPException;
    }

    @Override
    public ConnectionHandler newInstance(LDAPListenerClientConnection connection) {
        Session opened = new Session(services, connection);
        services.connections().add(opened);
        return new ConnectionHandler(services, opened);
    }

    private Session session() {
        return Objects.requireNonNull(session, "the first handler belongs to no connection");
    }

    @Override
    public void closeInstance() {
        services.connections().remove(session());
        session().notifications().close();
    }

    private LDAPMessage answer(int messageId, Reply reply, Step<Integer> step) {
        services.faults().gate().pass();
        try {
            return new LDAPMessage(messageId, reply.of(step.run(), null, null, null));
        } catch (LDAPException e) {
            return new LDAPMessage(
                    messageId, reply.of(e.getResultCode().intValue(), e.getMatchedDN(), e.getMessage(), null));
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("a request could not be answered");
            return new LDAPMessage(messageId, reply.of(ResultCode.OTHER_INT_VALUE, null, e.toString(), null));
        }
    }

    /** A change: done under the store's lock, by somebody who may. */
    private LDAPMessage change(int messageId, Reply reply, List<Control> controls, Change change) {
        return answer(
                messageId,
                reply,
                () -> services.domain().store().write(() -> {
                    if (!services.rights().has(session().requireCaller(), Right.WRITE)) {
                        throw Refusal.accessDenied("SecErr: problem 4003 (INSUFF_ACCESS_RIGHTS)");
                    }
                    change.make(new RequestControls(controls));
                    return ResultCode.SUCCESS_INT_VALUE;
                }));
    }

    @Override
    public LDAPMessage processAddRequest(int messageId, AddRequestProtocolOp request, List<Control> controls) {
        return change(
                messageId,
                AddResponseProtocolOp::new,
                controls,
                checked -> services.passwords()
                        .added(
                                new Adding(services.domain())
                                        .add(request, session().secure()),
                                request.getAttributes()));
    }

    @Override
    public LDAPMessage processDeleteRequest(int messageId, DeleteRequestProtocolOp request, List<Control> controls) {
        return change(
                messageId,
                DeleteResponseProtocolOp::new,
                controls,
                checked -> new Deleting(services.domain())
                        .delete(alive(request.getDN()), checked.has(RequestControls.TREE_DELETE)));
    }

    @Override
    public LDAPMessage processModifyRequest(int messageId, ModifyRequestProtocolOp request, List<Control> controls) {
        return change(messageId, ModifyResponseProtocolOp::new, controls, checked -> {
            boolean deleted = checked.has(RequestControls.SHOW_DELETED) || checked.has(RequestControls.SHOW_RECYCLED);
            DirectoryObject object =
                    deleted ? services.domain().names().required(request.getDN()) : alive(request.getDN());
            if (Restoring.isRestore(request.getModifications())) {
                new Restoring(services.domain()).restore(object, request.getModifications());
            } else {
                boolean permissive = checked.has(RequestControls.PERMISSIVE_MODIFY);
                new Modifying(services.domain(), object, session().secure(), permissive)
                        .apply(request.getModifications());
                services.passwords().modified(object, request.getModifications());
            }
        });
    }

    @Override
    public LDAPMessage processModifyDNRequest(
            int messageId, ModifyDNRequestProtocolOp request, List<Control> controls) {
        return change(
                messageId,
                ModifyDNResponseProtocolOp::new,
                controls,
                checked -> new Renaming(services.domain())
                        .rename(
                                alive(request.getDN()),
                                request.getNewRDN(),
                                request.deleteOldRDN(),
                                request.getNewSuperiorDN()));
    }

    private DirectoryObject alive(String dn) throws LDAPException {
        DirectoryObject object = services.domain().names().required(dn);
        if (object.deleted()) {
            throw Refusal.noSuchObject(dn, "");
        }
        return object;
    }

    @Override
    public LDAPMessage processBindRequest(int messageId, BindRequestProtocolOp request, List<Control> controls) {
        Reply reply = (code, matchedDn, message, referrals) ->
                new BindResponseProtocolOp(code, matchedDn, message, referrals, null);
        return answer(messageId, reply, () -> {
            session().bind(null);
            services.faults().bindOutages().strike();
            session().bind(services.domain().store().read(() -> new Authentication(services.domain()).bind(request)));
            return ResultCode.SUCCESS_INT_VALUE;
        });
    }

    @Override
    public LDAPMessage processCompareRequest(int messageId, CompareRequestProtocolOp request, List<Control> controls) {
        return answer(
                messageId,
                CompareResponseProtocolOp::new,
                () -> services.domain().store().read(() -> {
                    session().requireCaller();
                    boolean same = searching.compare(alive(request.getDN()), request);
                    return same ? ResultCode.COMPARE_TRUE_INT_VALUE : ResultCode.COMPARE_FALSE_INT_VALUE;
                }));
    }

    @Override
    public LDAPMessage processExtendedRequest(
            int messageId, ExtendedRequestProtocolOp request, List<Control> controls) {
        services.faults().gate().pass();
        ExtendedResponseProtocolOp response = request.getOID().equals(RootDse.WHO_AM_I)
                ? new ExtendedResponseProtocolOp(
                        ResultCode.SUCCESS_INT_VALUE,
                        null,
                        null,
                        null,
                        null,
                        searching.whoAmI(session().caller()))
                : new ExtendedResponseProtocolOp(
                        ResultCode.PROTOCOL_ERROR_INT_VALUE, null, "00000057: LdapErr: unknown", null, null, null);
        return new LDAPMessage(messageId, response);
    }

    @Override
    public void processAbandonRequest(int messageId, AbandonRequestProtocolOp request, List<Control> controls) {
        session().notifications().abandon(request.getIDToAbandon());
    }

    /**
     * Null for a notification search: the SDK then sends nothing and the search stays pending, which is what its
     * listener is documented to do only in its source.
     */
    @Override
    @SuppressWarnings("NullAway")
    public LDAPMessage processSearchRequest(int messageId, SearchRequestProtocolOp request, List<Control> controls) {
        services.connections().searched();
        services.faults().gate().pass();
        return searching.search(messageId, request, controls, session());
    }
}
