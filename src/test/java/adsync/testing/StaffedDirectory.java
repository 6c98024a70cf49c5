package adsync.testing;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An embedded directory with a unit of people, and an administrator who is logged in. */
public final class StaffedDirectory implements AutoCloseable {

    private final EmbeddedDirectory directory;
    private final String root;
    private final LDAPConnection administrator;

    private StaffedDirectory(EmbeddedDirectory directory, LDAPConnection administrator) {
        this.directory = directory;
        this.root = "OU=Inside," + directory.baseDn();
        this.administrator = administrator;
    }

    /** Starts one, with so many people. */
    public static StaffedDirectory start(int people) throws LDAPException {
        return start(people, EmbeddedDirectoryOptions.defaults());
    }

    /** Starts one like that, with so many people. */
    public static StaffedDirectory start(int people, EmbeddedDirectoryOptions options) throws LDAPException {
        EmbeddedDirectory directory = EmbeddedDirectory.start(options);
        var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
        var staffed = new StaffedDirectory(directory, administrator);
        administrator.add(staffed.root, new Attribute("objectClass", "organizationalUnit"));
        for (Entry person : People.entries(people, staffed.root)) {
            administrator.add(person);
        }
        return staffed;
    }

    /** The unit that the people are in. */
    public String root() {
        return root;
    }

    /** May do everything. */
    public LDAPConnection administrator() {
        return administrator;
    }

    /**
     * The keys below {@code directory:} of a configuration that follows the unit.
     *
     * @param folder for the certificate to trust
     */
    public String settings(Path folder) {
        Path trust = folder.resolve("ca.pem");
        try {
            Files.writeString(trust, directory.certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return """
                servers: ["%s"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                """.formatted(
                        directory.ldapsUrl(),
                        root,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword(),
                        trust);
    }

    @Override
    public void close() {
        administrator.close();
        directory.close();
    }
}
