package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, how, and what a domain controller says about itself. */
class BindTest {

    private Lab lab;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private String denied(String name, String password) throws LDAPException {
        try (LDAPConnection connection =
                new LDAPConnection(lab.directory().host(), lab.directory().port())) {
            LDAPException refused = Objects.requireNonNull(
                    catchThrowableOfType(LDAPException.class, () -> connection.bind(name, password)));
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
            return Objects.requireNonNull(refused.getMessage());
        }
    }

    @Test
    void an_account_binds_by_distinguished_name_principal_name_and_domain_name() throws LDAPException {
        for (String name : List.of(
                lab.dn("CN=ADSync Service,CN=Users"),
                "svc-adsync@corp.example",
                "svc-adsync@CORP",
                "CORP\\svc-adsync")) {
            try (LDAPConnection connection = lab.connect(name)) {
                WhoAmIExtendedResult who =
                        (WhoAmIExtendedResult) connection.processExtendedOperation(new WhoAmIExtendedRequest());
                assertThat(who.getAuthorizationID()).isEqualTo("u:CORP\\svc-adsync");
            }
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_denied_alike() throws LDAPException {
        assertThat(denied("svc-adsync@corp.example", "wrong")).contains("data 52e");
        assertThat(denied("nobody@corp.example", "wrong")).contains("data 52e");
        assertThat(denied("svc-adsync", Lab.PASSWORD)).contains("data 52e");
        assertThat(denied("OTHER\\svc-adsync", Lab.PASSWORD)).contains("data 52e");
    }

    @Test
    void an_account_that_is_disabled_locked_or_expired_is_told_so() throws LDAPException {
        String account = lab.dn("CN=Reader,CN=Users");
        lab.set("CN=Reader,CN=Users", "userAccountControl", "514");
        assertThat(denied(account, Lab.PASSWORD)).contains("data 533");

        lab.set("CN=Reader,CN=Users", "userAccountControl", "512");
        lab.set("CN=Reader,CN=Users", "lockoutTime", "132223104000000000");
        assertThat(denied(account, Lab.PASSWORD)).contains("data 775");

        lab.set("CN=Reader,CN=Users", "lockoutTime", "0");
        lab.set("CN=Reader,CN=Users", "accountExpires", "132223104000000000");
        assertThat(denied(account, Lab.PASSWORD)).contains("data 701");

        lab.set("CN=Reader,CN=Users", "accountExpires", "0");
        lab.set("CN=Reader,CN=Users", "pwdLastSet", "0");
        assertThat(denied(account, Lab.PASSWORD)).contains("data 773");
    }

    @Test
    void nobody_may_read_more_than_the_root_dse() throws LDAPException {
        try (LDAPConnection anonymous =
                new LDAPConnection(lab.directory().host(), lab.directory().port())) {
            assertThat(anonymous.getRootDSE()).isNotNull();
            LDAPException refused = Objects.requireNonNull(catchThrowableOfType(
                    LDAPException.class, () -> anonymous.search(lab.base(), SearchScope.BASE, "(objectClass=*)")));
            assertThat(refused.getResultCode()).isEqualTo(ResultCode.OPERATIONS_ERROR);
            assertThat(refused.getMessage()).contains("00002020");
        }
    }

    @Test
    void only_the_administrator_may_change_anything() throws LDAPException {
        LDAPConnection service = lab.service();

        assertThat(Lab.refusal(() -> service.add(lab.dn("OU=x"), new Attribute("objectClass", "organizationalUnit"))))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(Lab.refusal(() -> service.delete(lab.dn("CN=Reader,CN=Users"))))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    }

    @Test
    void the_root_dse_tells_names_controls_and_the_highest_number() throws LDAPException {
        RootDSE root = Objects.requireNonNull(lab.administrator().getRootDSE());

        assertThat(root.getAttributeValue("defaultNamingContext")).isEqualTo("DC=corp,DC=example");
        assertThat(root.getAttributeValues("namingContexts"))
                .contains(lab.base(), "CN=Configuration," + lab.base(), "CN=Schema,CN=Configuration," + lab.base());
        assertThat(root.getAttributeValue("dnsHostName")).isEqualTo("dc1.corp.example");
        assertThat(root.getAttributeValue("isSynchronized")).isEqualTo("TRUE");
        assertThat(root.getAttributeValue("currentTime")).matches("\\d{14}\\.0Z");
        assertThat(root.getAttributeValues("supportedCapabilities")).contains("1.2.840.113556.1.4.800");
        assertThat(root.getSupportedControlOIDs())
                .contains("1.2.840.113556.1.4.841", "1.2.840.113556.1.4.528", "1.2.840.113556.1.4.417");
        assertThat(root.getAttributeValueAsLong("highestCommittedUSN"))
                .isEqualTo(lab.directory().highestUsn());
    }

    @Test
    void the_service_object_names_the_database_and_the_domain_has_a_graveyard() throws LDAPException {
        RootDSE root = Objects.requireNonNull(lab.administrator().getRootDSE());
        Entry settings = Objects.requireNonNull(lab.administrator()
                .getEntry(
                        Objects.requireNonNull(root.getAttributeValue("dsServiceName")), "invocationId", "objectGUID"));
        Entry lifetime =
                lab.entry("CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration", "tombstoneLifetime");

        assertThat(settings.getAttributeValueBytes("invocationId")).hasSize(16);
        assertThat(settings.getAttributeValueBytes("objectGUID")).hasSize(16);
        assertThat(lifetime.getAttributeValue("tombstoneLifetime")).isEqualTo("180");
        assertThat(lab.administrator().getEntry(lab.dn("CN=Deleted Objects"))).isNull();
        SearchRequest graveyard = new SearchRequest(
                "<WKGUID=18E2EA80684F11D2B9AA00C04F79F805," + lab.base() + ">",
                SearchScope.BASE,
                DereferencePolicy.NEVER,
                0,
                0,
                false,
                "(objectClass=*)");
        graveyard.addControl(Lab.SHOW_DELETED);
        assertThat(Lab.names(lab.administrator().search(graveyard))).containsExactly(lab.dn("CN=Deleted Objects"));
    }

    @Test
    void encryption_comes_with_a_certificate_for_the_address(@TempDir Path folder) throws Exception {
        Path pem = Files.writeString(folder.resolve("ca.pem"), lab.directory().certificatePem());
        SSLUtil trusting = new SSLUtil(new PEMFileTrustManager(pem.toFile()));
        LDAPConnectionOptions verified = new LDAPConnectionOptions();
        verified.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        try (LDAPConnection ldaps = new LDAPConnection(
                        trusting.createSSLSocketFactory(),
                        verified,
                        lab.directory().host(),
                        lab.directory().ldapsPort(),
                        lab.directory().administrator(),
                        Lab.PASSWORD);
                LDAPConnection startTls = new LDAPConnection(
                        verified, lab.directory().host(), lab.directory().port())) {
            startTls.processExtendedOperation(new StartTLSExtendedRequest(trusting.createSSLContext()));
            startTls.bind(lab.directory().administrator(), Lab.PASSWORD);
            lab.user("CN=alice");
            Modification reset = new Modification(ModificationType.REPLACE, "unicodePwd", Lab.quoted("Secret.1"));

            ResultCode inClear = Lab.refusal(() -> lab.administrator().modify(lab.dn("CN=alice"), reset));
            ldaps.modify(lab.dn("CN=alice"), reset);
            startTls.modify(
                    lab.dn("CN=alice"), new Modification(ModificationType.REPLACE, "userAccountControl", "512"));
            startTls.bind(lab.dn("CN=alice"), "Secret.1");

            assertThat(inClear).isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        }
    }
}
