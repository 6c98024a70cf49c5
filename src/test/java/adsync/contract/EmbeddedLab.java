package adsync.contract;

import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.embedded.EmbeddedDirectory;
import adsync.secret.Secret;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded directory as the contract sees it. */
final class EmbeddedLab implements LabDirectory {

    private final EmbeddedDirectory embedded;
    private final Path certificate;

    EmbeddedLab(EmbeddedDirectory embedded, Path folder) throws IOException {
        this.embedded = embedded;
        this.certificate = Files.writeString(folder.resolve("ca.pem"), embedded.certificatePem());
    }

    @Override
    public String baseDn() {
        return embedded.baseDn();
    }

    @Override
    public URI ldap() {
        return URI.create(embedded.ldapUrl());
    }

    @Override
    public URI ldaps() {
        return URI.create(embedded.ldapsUrl());
    }

    @Override
    public Path certificateAuthority() {
        return certificate;
    }

    @Override
    public SimpleLogin replicator() {
        return new SimpleLogin(
                embedded.serviceAccount(),
                Secret.of(embedded.options().accounts().servicePassword()));
    }

    @Override
    public SimpleLogin ordinary() {
        return new SimpleLogin(
                embedded.readerAccount(),
                Secret.of(embedded.options().accounts().readerPassword()));
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return new LDAPConnection(
                embedded.host(),
                embedded.port(),
                embedded.administrator(),
                embedded.options().accounts().administratorPassword());
    }
}
