package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import adsync.observe.FailureWords;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/** Turns what the library throws into what can be done about it. */
final class Failures {

    private Failures() {}

    /** A failed operation: {@code dc1.example.com: reading users: busy (51)}. */
    static DirectoryException of(String server, String doing, LDAPException e) {
        return new DirectoryException(reason(e), server + ": " + doing + ": " + words(e), e);
    }

    /**
     * The library breaks down on answers that it did not expect: Samba answers an unknown critical control with an
     * extended response, for example.
     */
    static DirectoryException of(String server, String doing, RuntimeException e) {
        return new DirectoryException(
                Reason.PROTOCOL, server + ": " + doing + ": an answer that the library cannot read: " + e, e);
    }

    /**
     * What can be done about it. What cannot be decoded is, nearly always, an answer within which the connection broke: the library
     * complains of whatever it misses first, and closes the connection either way.
     */
    static Reason reason(LDAPException e) {
        return TlsFailure.isOne(e) ? Reason.TLS : reason(e.getResultCode(), e);
    }

    private static Reason reason(ResultCode code, LDAPException e) {
        return switch (code.intValue()) {
            case ResultCode.SERVER_DOWN_INT_VALUE,
                    ResultCode.CONNECT_ERROR_INT_VALUE,
                    ResultCode.TIMEOUT_INT_VALUE,
                    ResultCode.LOCAL_ERROR_INT_VALUE,
                    ResultCode.DECODING_ERROR_INT_VALUE -> Reason.UNREACHABLE;
            case ResultCode.INVALID_CREDENTIALS_INT_VALUE,
                    ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
                    ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE -> Reason.CREDENTIALS;
            case ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
                    ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
                    ResultCode.NO_SUCH_OBJECT_INT_VALUE,
                    ResultCode.REFERRAL_INT_VALUE,
                    ResultCode.INVALID_DN_SYNTAX_INT_VALUE -> Reason.RIGHTS;
            case ResultCode.TIME_LIMIT_EXCEEDED_INT_VALUE,
                    ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE,
                    ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE,
                    ResultCode.BUSY_INT_VALUE,
                    ResultCode.UNAVAILABLE_INT_VALUE -> Reason.BUSY;
            case ResultCode.OPERATIONS_ERROR_INT_VALUE -> unauthenticated(e) ? Reason.CREDENTIALS : Reason.BUSY;
            case ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE -> Reason.UNSUPPORTED;
            default -> Reason.PROTOCOL;
        };
    }

    /** The cause in words: the library's own for its side of the wire, the decoded one of the directory for a bind. */
    static String words(LDAPException e) {
        if (TlsFailure.isOne(e)) {
            return TlsFailure.words(e);
        }
        String diagnostic = e.getDiagnosticMessage() == null ? "" : e.getDiagnosticMessage();
        return LogonFailure.words(diagnostic)
                .orElseGet(() -> e.getResultCode().isClientSideResultCode() ? rootCause(e) : code(e, diagnostic));
    }

    private static String code(LDAPException e, String diagnostic) {
        String code = e.getResultCode().getName() + " (" + e.getResultCode().intValue() + ")";
        String text = diagnostic.replace('\0', ' ').strip();
        return text.isEmpty() ? code : code + ": " + text;
    }

    private static Throwable root(LDAPException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String rootCause(LDAPException e) {
        Throwable cause = root(e);
        return cause instanceof LDAPException ? String.valueOf(e.getMessage()) : FailureWords.of(cause);
    }

    /** ERROR_DS_OPERATIONS_ERROR with the text that no bind was made (Win32 0x4DC; 0x2020 on Samba). */
    private static boolean unauthenticated(LDAPException e) {
        String text = e.getDiagnosticMessage();
        return text != null && (text.startsWith("000004DC") || text.startsWith("00002020"));
    }
}
