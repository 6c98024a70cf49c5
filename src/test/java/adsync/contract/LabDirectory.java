package adsync.contract;

import adsync.directory.DirectoryOptions.SimpleLogin;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Path;

/** A running directory that the contract may write to. */
public interface LabDirectory {

    /** The root of its domain, for example {@code DC=lab,DC=test}. */
    String baseDn();

    /** Where it speaks LDAP, and StartTLS. */
    URI ldap();

    /** Where it speaks LDAP over TLS. */
    URI ldaps();

    /** Signed the certificate of both; the JVM does not trust it. */
    Path certificateAuthority();

    /** An account that may use DirSync and sees tombstones. */
    SimpleLogin replicator();

    /** An account without special rights. */
    SimpleLogin ordinary();

    /** A new connection that may do everything. The caller closes it. */
    LDAPConnection administrator() throws LDAPException;
}
