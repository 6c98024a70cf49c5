package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.KerberosLogin;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SambaKerberosIT {

    @ParameterizedTest
    @CsvSource({"ldaps,false,false", "ldap,true,false", "ldap,false,true"})
    void kerberos(String scheme, boolean startTls, boolean clear) {
        DirectoryOptions options = new DirectoryOptions(
                List.of(URI.create(scheme + "://127.0.0.11")),
                Optional.empty(),
                new KerberosLogin("svc-dirsync@lab.test", Path.of("/tmp/dcd/svc.keytab"), Optional.of("127.0.0.11")),
                Optional.of(Path.of("/tmp/dcd/tls/ca.pem")),
                startTls,
                clear,
                new TreeSet<>(List.of("mail")));
        try (Directory directory = Directories.connect(options, Optional.empty())) {
            var nc = directory.namingContextOf("DC=lab,DC=test").orElseThrow();
            assertThat(directory.currentCookie(nc)).isNotNull();
        }
    }
}
