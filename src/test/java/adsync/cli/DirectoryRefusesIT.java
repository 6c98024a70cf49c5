package adsync.cli;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.ServerCertificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a person has to mend at the directory, or in what the file says about it. */
class DirectoryRefusesIT extends CommandLineSuite {

    private final Instant now = Instant.now();
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void a_wrong_password() {
        sample.with("directory.password", "wrong");

        bothRefuse(ExitCode.REFUSED, directory.ldapsUrl(), "the password is wrong", "to mend it: correct the name");
    }

    @Test
    void a_root_that_does_not_exist() {
        sample.with("directory.root", "OU=Nowhere," + directory.baseDn());

        bothRefuse(ExitCode.REFUSED, "OU=Nowhere", "does not exist", "for example OU=People," + directory.baseDn());
    }

    @Test
    void a_root_in_no_naming_context() {
        sample.with("directory.root", "OU=Staff,DC=elsewhere,DC=test");

        bothRefuse(ExitCode.REFUSED, "DC=elsewhere", "is in no naming context", "OU=People," + directory.baseDn());
    }

    @Test
    void one_of_several_roots_that_does_not_exist() {
        sample.without("directory.root");
        sample.with(
                "directory.roots",
                "[\"OU=Staff," + directory.baseDn() + "\", \"OU=Nowhere," + directory.baseDn() + "\"]");

        bothRefuse(ExitCode.REFUSED, "directory.roots[1] OU=Nowhere", "does not exist");
    }

    @Test
    void an_excluded_place_that_does_not_exist() {
        sample.with("scope.exclude", "[\"OU=Nowhere,OU=Staff," + directory.baseDn() + "\"]");

        bothRefuse(ExitCode.REFUSED, "scope.exclude[0] OU=Nowhere", "does not exist");
    }

    @Test
    void a_group_of_a_service_that_is_none() {
        sample.with("services.mailbox", "{groups: [\"OU=Staff," + directory.baseDn() + "\"]}");

        bothRefuse(ExitCode.REFUSED, "services.mailbox.groups[0] OU=Staff", "is no group");
    }

    @Test
    void an_account_that_may_not_replicate() {
        directory.faults().revokeReplicationRight();

        bothRefuse(ExitCode.REFUSED, "Replicating Directory Changes", "to mend it: grant the right: dsacls");
    }

    @Test
    void a_certificate_that_has_expired() {
        serving(ServerCertificate.forLoopback(now.minus(YEAR), now.minus(Duration.ofDays(1))), true);

        bothRefuse(ExitCode.REFUSED, "has expired", "to mend it: the certificate must");
    }

    @Test
    void a_certificate_of_an_unknown_authority() {
        serving(ServerCertificate.forLoopback(now.minus(YEAR), now.plus(YEAR)), false);

        bothRefuse(ExitCode.REFUSED, "not issued by a certificate authority that we trust", "to mend it: the cert");
    }

    @Test
    void a_certificate_of_another_host() {
        serving(ServerCertificate.forHost("dc9.example.net", now.minus(YEAR), now.plus(YEAR)), true);

        bothRefuse(ExitCode.REFUSED, "for another host name", "to mend it: the certificate must name");
    }

    private void serving(ServerCertificate certificate, boolean trusted) {
        var other = closing(EmbeddedDirectory.start(options().securedBy(certificate.context())));
        sample.with("directory.servers", "[\"" + other.ldapsUrl() + "\"]");
        if (trusted) {
            sample.trusting(certificate.pem());
        }
    }
}
