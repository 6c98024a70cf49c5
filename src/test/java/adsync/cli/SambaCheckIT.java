package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Adsync.Ended;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check against a real domain controller. */
class SambaCheckIT extends CommandLineSuite {

    private final SambaDomain samba = SambaDomain.shared();

    @BeforeEach
    void ask() throws IOException {
        sample.with("directory.servers", "[\"" + samba.ldapsUrl() + "\"]")
                .with("directory.root", samba.peopleDn())
                .with("directory.user", samba.directoryUserUpn())
                .with("directory.password", samba.password())
                .trusting(Files.readString(samba.caFile()));
    }

    @Test
    void a_good_configuration_passes_every_step() throws LDAPException, LDIFException {
        somebodyIsThere();

        Ended ended = start("check").end(SOON);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out().getFirst()).startsWith("warn ").contains("directory.password");
        assertThat(ended.out())
                .hasSize(16)
                .filteredOn(line -> !line.startsWith("ok "))
                .hasSize(1);
        assertThat(ended.err()).isEmpty();
    }

    /** In a unit of its own, which goes with the test. */
    private void somebodyIsThere() throws LDAPException, LDIFException {
        String unit = "OU=Checked," + samba.peopleDn();
        LDAPConnection administrator = closing(samba.administrator());
        administrator.add("dn: " + unit, "objectClass: organizationalUnit");
        administrator.add("dn: CN=Checked," + unit, "objectClass: user", "sAMAccountName: checked");
        open.add(() -> {
            administrator.delete("CN=Checked," + unit);
            administrator.delete(unit);
        });
        sample.with("directory.root", unit);
    }

    @Test
    void a_wrong_password() {
        sample.with("directory.password", "wrong");

        bothRefuse(ExitCode.REFUSED, samba.ldapsUrl(), "the password is wrong", "to mend it: correct the name");
    }

    @Test
    void a_root_that_does_not_exist() {
        sample.with("directory.root", "OU=Nowhere," + samba.baseDn());

        bothRefuse(ExitCode.REFUSED, "OU=Nowhere", "does not exist", "for example OU=People," + samba.baseDn());
    }

    @Test
    void an_account_that_may_not_replicate() {
        sample.with("directory.user", "\"CN=svc-plain,OU=Services," + samba.baseDn() + "\"");

        Ended run = start("run").end(SOON);

        refused(run, ExitCode.REFUSED, "Replicating Directory Changes", "to mend it: grant the right");
    }
}
