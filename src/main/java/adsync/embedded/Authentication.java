package adsync.embedded;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import org.jspecify.annotations.Nullable;

/** Simple binds by distinguished name, user principal name or {@code DOMAIN\name} (MS-ADTS 5.1.1.1.1). */
final class Authentication {

    private static final String WRONG = "52e";
    private static final String DISABLED = "533";
    private static final String EXPIRED = "701";
    private static final String MUST_CHANGE = "773";
    private static final String LOCKED = "775";

    private final Domain domain;

    Authentication(Domain domain) {
        this.domain = domain;
    }

    /**
     * Who is bound afterwards; null for nobody, as after a bind without name or password.
     *
     * @throws LDAPException invalidCredentials with Active Directory's sub-code in the text
     */
    @Nullable DirectoryObject bind(BindRequestProtocolOp request) throws LDAPException {
        if (request.getCredentialsType() != BindRequestProtocolOp.CRED_TYPE_SIMPLE) {
            throw Refusal.of(ResultCode.AUTH_METHOD_NOT_SUPPORTED, "00002027", "LdapErr: simple binds only");
        }
        String name = request.getBindDN();
        String password = request.getSimplePassword() == null
                ? ""
                : request.getSimplePassword().stringValue();
        if (name.isEmpty() || password.isEmpty()) {
            return null;
        }
        DirectoryObject account = account(name);
        if (account == null || account.deleted() || !Passwords.fits(account, password)) {
            throw denied(WRONG);
        }
        requireUsable(account);
        return account;
    }

    private @Nullable DirectoryObject account(String name) throws LDAPException {
        UniqueNames unique = domain.store().uniqueNames();
        int backslash = name.indexOf('\\');
        if (backslash > 0 && name.indexOf('=') < 0) {
            boolean ours = name.substring(0, backslash).equalsIgnoreCase(domain.netbiosName());
            return ours ? unique.owner(Schema.SAM_ACCOUNT_NAME, Texts.octets(name.substring(backslash + 1))) : null;
        }
        int at = name.lastIndexOf('@');
        if (at > 0 && name.indexOf('=') < 0) {
            DirectoryObject owner = unique.owner(Schema.USER_PRINCIPAL_NAME, Texts.octets(name));
            String suffix = name.substring(at + 1);
            boolean implied =
                    suffix.equalsIgnoreCase(domain.dnsName()) || suffix.equalsIgnoreCase(domain.netbiosName());
            return owner == null && implied
                    ? unique.owner(Schema.SAM_ACCOUNT_NAME, Texts.octets(name.substring(0, at)))
                    : owner;
        }
        try {
            return domain.names().find(name).object();
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX)) {
                return null; // a bare account name is nobody
            }
            throw e;
        }
    }

    private void requireUsable(DirectoryObject account) throws LDAPException {
        if ((account.number(Schema.USER_ACCOUNT_CONTROL, 0) & Defaults.ACCOUNT_DISABLED) != 0) {
            throw denied(DISABLED);
        }
        if (account.number(Schema.LOCKOUT_TIME, 0) > 0) {
            throw denied(LOCKED);
        }
        long expires = account.number(Schema.ACCOUNT_EXPIRES, 0);
        if (expires > 0 && expires < Texts.fileTime(domain.store().now())) {
            throw denied(EXPIRED);
        }
        if (account.number(Schema.PWD_LAST_SET, 0) == 0) {
            throw denied(MUST_CHANGE);
        }
    }

    private static LDAPException denied(String data) {
        return Refusal.of(
                ResultCode.INVALID_CREDENTIALS,
                "80090308",
                "LdapErr: DSID-00000000, comment: AcceptSecurityContext error, data " + data + ", v4563");
    }
}
