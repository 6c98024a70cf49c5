package adsync.contract;

import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.embedded.DirectoryProfile;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import adsync.secret.Secret;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded directory as the contract sees it. */
final class EmbeddedLab implements LabDirectory, AutoCloseable {

    private final EmbeddedDirectory directory;
    private final Path certificate;

    EmbeddedLab(DirectoryProfile profile) {
        directory = EmbeddedDirectory.start(EmbeddedDirectoryOptions.defaults().like(profile));
        try {
            certificate = Files.writeString(Files.createTempFile("embedded", ".pem"), directory.certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what only this one can do. */
    EmbeddedDirectory embedded() {
        return directory;
    }

    @Override
    public String baseDn() {
        return directory.baseDn();
    }

    @Override
    public URI ldap() {
        return URI.create(directory.ldapUrl());
    }

    @Override
    public URI ldaps() {
        return URI.create(directory.ldapsUrl());
    }

    @Override
    public Path certificateAuthority() {
        return certificate;
    }

    @Override
    public SimpleLogin replicator() {
        String password = directory.options().accounts().servicePassword();
        return new SimpleLogin(directory.serviceAccount(), Secret.of(password));
    }

    @Override
    public SimpleLogin ordinary() {
        String password = directory.options().accounts().readerPassword();
        return new SimpleLogin(directory.readerAccount(), Secret.of(password));
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        String password = directory.options().accounts().administratorPassword();
        return new LDAPConnection(directory.host(), directory.port(), directory.administrator(), password);
    }

    @Override
    public void close() {
        directory.close();
        try {
            Files.delete(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
