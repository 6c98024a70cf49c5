package adsync.directory;

import org.jspecify.annotations.Nullable;

/** The directory cannot be used as asked. The message names the server, the cause and, where there is one, the remedy. */
public class DirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, by what can be done about it. */
    public enum Reason {
        /** No connection, a lost one, no answer in time. Try again, or another domain controller. */
        UNREACHABLE,
        /** The certificate is not trusted, expired or of another host. Slowly try again; a person must act. */
        TLS,
        /** The account or its password is refused, expired or locked. Do not hammer: it locks accounts. */
        CREDENTIALS,
        /** A right is missing, or the base is no naming context. A person must act; the cookie is good. */
        RIGHTS,
        /** The domain is another one than before, under the same name. A person must decide. */
        REBUILT,
        /** The server does not accept the cookie. */
        COOKIE,
        /** Busy, a time or administrative limit. Try again with the same cookie. */
        BUSY,
        /** The server does not do what is asked, for example it knows no notification. */
        UNSUPPORTED,
        /** An answer that breaks the protocol. Nothing of it may be used. */
        PROTOCOL
    }

    private final Reason reason;

    /** With a cause in the library. */
    public DirectoryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Without a cause in the library. */
    public DirectoryException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }
}
