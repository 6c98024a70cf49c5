package adsync.contract;

import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.secret.Secret;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Path;

/** The Samba domain. */
final class SambaLab implements LabDirectory {
    private static final String PASSWORD = "Passw0rd.Lab1";

    @Override
    public String baseDn() {
        return "DC=lab,DC=test";
    }

    @Override
    public URI ldap() {
        return URI.create("ldap://127.0.0.11:389");
    }

    @Override
    public URI ldaps() {
        return URI.create("ldaps://127.0.0.11:636");
    }

    @Override
    public Path certificateAuthority() {
        return Path.of("/tmp/dcd/tls/ca.pem");
    }

    @Override
    public SimpleLogin replicator() {
        return new SimpleLogin("CN=svc-dirsync,OU=Services," + baseDn(), Secret.of(PASSWORD));
    }

    @Override
    public SimpleLogin ordinary() {
        return new SimpleLogin("svc-plain@lab.test", Secret.of(PASSWORD));
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return new LDAPConnection("127.0.0.11", 389, "administrator@lab.test", PASSWORD);
    }
}
