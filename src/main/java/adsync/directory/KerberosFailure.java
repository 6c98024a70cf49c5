package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import java.io.IOException;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;

/** Says in words why Kerberos gave us no ticket. The library's own message drags in all stack traces. */
final class KerberosFailure {

    private KerberosFailure() {}

    /** The failure of a login; empty if it is none of Kerberos. */
    static Optional<DirectoryException> of(String server, String doing, Throwable failure) {
        Throwable found = null;
        boolean network = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean ours = cause instanceof GSSException || cause instanceof LoginException;
            found = found == null && ours ? cause : found;
            network |= cause instanceof IOException && found != null;
        }
        if (found == null) {
            return Optional.empty();
        }
        Reason reason = network ? Reason.UNREACHABLE : Reason.CREDENTIALS;
        return Optional.of(
                new DirectoryException(reason, server + ": " + doing + ": Kerberos: " + found.getMessage(), found));
    }
}
