package adsync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SambaDomainIT {

    @Test
    void the_shared_domain_takes_people_and_knows_them_again() throws Exception {
        SambaDomain domain = SambaDomain.shared();
        // of a number that no other test of this domain gets to
        People.Person ada = People.person(99_004_711).withPassword("Secret.4711");

        try (LDAPConnection administrator = domain.administrator()) {
            administrator.add(ada.entry(domain.peopleDn()));
            SearchResultEntry read = read(administrator, ada.dn(domain.peopleDn()));

            assertThat(read.getAttributeValue("mail")).isEqualTo("p99004711@lab.test");
            assertThat(read.getAttributeValueBytes("objectGUID")).hasSize(16);
        }
        try (var herself = new LDAPConnection(domain.address(), 389, "p99004711@lab.test", "Secret.4711")) {
            assertThat(herself.isConnected()).isTrue();
        }
        assertThat(SambaDomain.shared()).isSameAs(domain);
    }

    @Test
    void the_directory_user_logs_in_over_verified_tls() throws Exception {
        SambaDomain domain = SambaDomain.shared();
        var trust = new SSLUtil(new PEMFileTrustManager(domain.caFile().toFile()));

        try (var connection = new LDAPConnection(
                trust.createSSLSocketFactory(), domain.address(), 636, domain.directoryUserUpn(), domain.password())) {
            assertThat(read(connection, domain.directoryUserDn()).getAttributeValue("sAMAccountName"))
                    .isEqualTo("svc-dirsync");
        }
    }

    @Test
    void a_fresh_domain_keeps_its_data_when_stopped_and_is_gone_when_closed() throws Exception {
        SambaDomain domain = SambaDomain.fresh();
        domain.seed(20);
        domain.tool("user", "disable", "u000003");

        domain.stop();
        assertThatThrownBy(domain::administrator).hasCauseInstanceOf(LDAPException.class);
        domain.start();
        domain.restart();

        try (LDAPConnection administrator = domain.administrator()) {
            assertThat(administrator
                            .search(domain.peopleDn(), SearchScope.SUB, "(sAMAccountName=u0*)", "1.1")
                            .getEntryCount())
                    .isEqualTo(20);
            assertThat(administrator
                            .search(
                                    domain.peopleDn(),
                                    SearchScope.SUB,
                                    "(&(sAMAccountName=u000003)(userAccountControl=514))",
                                    "1.1")
                            .getEntryCount())
                    .isEqualTo(1);
        }
        domain.close();
        assertThat(Files.exists(domain.caFile())).isFalse();
    }

    private static SearchResultEntry read(LDAPConnection connection, String dn) throws LDAPException {
        return Objects.requireNonNull(connection.getEntry(dn), dn);
    }
}
