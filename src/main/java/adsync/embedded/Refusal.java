package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/** Answers other than success, worded like Active Directory's: a Win32 code, then what was wrong. */
final class Refusal {

    private Refusal() {}

    static LDAPException of(ResultCode code, String win32, String comment) {
        return new LDAPException(code, win32 + ": " + comment);
    }

    static LDAPException noSuchObject(String name, String matched) {
        return new LDAPException(
                ResultCode.NO_SUCH_OBJECT,
                "0000208D: NameErr: there is no object " + name,
                matched.isEmpty() ? null : matched,
                null);
    }

    static LDAPException badName(String name) {
        return of(ResultCode.INVALID_DN_SYNTAX, "0000208F", "NameErr: not a distinguished name: " + name);
    }

    static LDAPException unwilling(String comment) {
        return of(ResultCode.UNWILLING_TO_PERFORM, "00002035", comment);
    }

    static LDAPException constraint(String comment) {
        return of(ResultCode.CONSTRAINT_VIOLATION, "0000202F", comment);
    }

    static LDAPException accessDenied(String comment) {
        return of(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00002098", comment);
    }
}
