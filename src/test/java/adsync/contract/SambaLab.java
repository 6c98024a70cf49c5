package adsync.contract;

import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.secret.Secret;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.net.URI;
import java.nio.file.Path;

/** A Samba domain as the contract sees it. */
final class SambaLab implements LabDirectory {

    private final SambaDomain domain;

    SambaLab(SambaDomain domain) {
        this.domain = domain;
    }

    @Override
    public String baseDn() {
        return domain.baseDn();
    }

    @Override
    public URI ldap() {
        return URI.create(domain.ldapUrl());
    }

    @Override
    public URI ldaps() {
        return URI.create(domain.ldapsUrl());
    }

    @Override
    public Path certificateAuthority() {
        return domain.caFile();
    }

    @Override
    public SimpleLogin replicator() {
        return new SimpleLogin(domain.directoryUserUpn(), Secret.of(domain.password()));
    }

    @Override
    public SimpleLogin ordinary() {
        return new SimpleLogin("CN=svc-plain,OU=Services," + baseDn(), Secret.of(domain.password()));
    }

    @Override
    public LDAPConnection administrator() {
        return domain.administrator();
    }
}
