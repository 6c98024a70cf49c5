package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.NamingContext;
import adsync.directory.Bell;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.KerberosLogin;
import adsync.testing.SambaDomain;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logging in by Kerberos, with a real key distribution center. */
class SambaKerberosIT {

    private static final SambaDomain DOMAIN = SambaDomain.shared();

    @TempDir
    static Path folder;

    @BeforeAll
    static void exportKeys() {
        if (!DOMAIN.tool("spn", "list", "DC1$").contains("ldap/dc1.lab.test")) {
            DOMAIN.tool("spn", "add", "ldap/dc1.lab.test", "DC1$");
        }
        export("svc-dirsync");
    }

    @ParameterizedTest
    @CsvSource({"ldaps,false,false", "ldap,true,false", "ldap,false,true"})
    void a_keytab_opens_every_kind_of_connection(String scheme, boolean startTls, boolean clearText) {
        try (Directory directory = connect(scheme, startTls, clearText, "svc-dirsync@lab.test", "svc-dirsync")) {
            NamingContext namingContext =
                    directory.namingContextOf(DOMAIN.baseDn()).orElseThrow();
            assertThat(directory
                            .page(namingContext, directory.currentCookie(namingContext))
                            .touched())
                    .isEmpty();
            try (Bell bell = directory.bell(namingContext, new BellContract.Ears())) {
                bell.ping();
            }
        }
    }

    @Test
    void keys_of_an_older_password_are_refused_as_credentials() {
        DOMAIN.tool("user", "create", "svc-kerberos", DOMAIN.password());
        export("svc-kerberos");
        DOMAIN.tool("user", "setpassword", "svc-kerberos", "--newpassword=Another.1");

        refused("svc-kerberos@lab.test", "svc-kerberos", "Kerberos");
    }

    @Test
    void an_account_that_is_not_in_the_keytab_is_refused_as_credentials() {
        refused("svc-plain@lab.test", "svc-dirsync", "Kerberos");
    }

    @Test
    void a_keytab_that_is_not_there_is_named() {
        refused("svc-dirsync@lab.test", "nowhere", "nowhere");
    }

    private static void refused(String user, String keytab, String message) {
        assertThatThrownBy(() -> connect("ldaps", false, false, user, keytab))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS));
    }

    private static void export(String account) {
        DOMAIN.tool("domain", "exportkeytab", keytab(account).toString(), "--principal=" + account + "@LAB.TEST");
    }

    private static Path keytab(String name) {
        return folder.resolve(name + ".keytab");
    }

    private static Directory connect(String scheme, boolean startTls, boolean clearText, String user, String keytab) {
        DirectoryOptions options = new DirectoryOptions(
                List.of(URI.create(scheme + "://" + DOMAIN.address())),
                Optional.empty(),
                new KerberosLogin(user, keytab(keytab), Optional.of(DOMAIN.address())),
                Optional.of(DOMAIN.caFile()),
                startTls,
                clearText,
                new TreeSet<>(List.of("mail")),
                false);
        return Directories.connect(options);
    }
}
