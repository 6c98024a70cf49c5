package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.PasswordOrigins;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Replication's own data on a real Samba domain controller, read with the rights that ADSync has. */
class SambaPasswordOriginsIT extends LabContract {

    private static final LabDirectory LAB = new SambaLab(SambaDomain.shared());

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    @Test
    void the_domain_controller_that_took_a_password_is_named() throws LDAPException {
        ObjectGuid ada = addUser("CN=ada", "ada");
        administrator.modify(
                dn("CN=ada"),
                new Modification(
                        ModificationType.REPLACE,
                        "unicodePwd",
                        "\"Another-Pass-1\"".getBytes(StandardCharsets.UTF_16LE)));
        ObjectGuid nobody = new ObjectGuid(new UUID(1, 1));

        assertThat(PasswordOrigins.of(options(lab().replicator()), List.of(ada, nobody)))
                .isEqualTo(Map.of(ada, directory.domainController().hostName()));
    }
}
