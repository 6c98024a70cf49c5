package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.FreePort;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A domain controller that goes back in time, with a new identity or without. */
class BackupTest {

    private static final String[] SIGNALS = {"name", "title", "isDeleted", "member"};

    private Lab lab;
    private EmbeddedDirectory second;
    private Backup backup;
    private EmbeddedDirectory running;
    private int port;
    private byte[] identity;
    private ASN1OctetString cookie;

    @BeforeEach
    void goOnAfterABackup() throws LDAPException {
        // on ports that nobody is given while it is away
        lab = new Lab(EmbeddedDirectoryOptions.defaults().listeningOn(FreePort.draw(), FreePort.draw()));
        second = lab.directory().startReplica("dc2");
        lab.user("CN=ada");
        lab.group("CN=team");
        lab.add("CN=team", "member", lab.dn("CN=ada"));
        lab.set("CN=ada", "title", "before");
        backup = lab.directory().backup();
        running = lab.directory();
        port = running.port();
        identity = invocationId(lab.administrator());
        lab.set("CN=ada", "title", "after");
        lab.user("CN=bob");
        second.replicateFrom(running);
        Lab.Reader reader = lab.reader(Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
        reader.cycle();
        cookie = Objects.requireNonNull(reader.cookie());
        lab.close();
    }

    @AfterEach
    void stop() {
        running.close();
        second.close();
    }

    @Test
    void a_restored_one_has_its_old_state_and_a_new_identity_at_the_same_place() throws LDAPException {
        String certificate = running.certificatePem();
        running = backup.restore();

        assertThat(running.port()).isEqualTo(port).isPositive();
        assertThat(running.certificatePem()).isEqualTo(certificate);
        try (LDAPConnection connection = administrator()) {
            assertThat(invocationId(connection)).isNotEqualTo(identity);
            assertThat(title(connection)).isEqualTo("before");
            assertThat(connection.getEntry(lab.dn("CN=bob"))).isNull();
            assertThat(Objects.requireNonNull(connection.getEntry(lab.dn("CN=team")))
                            .getAttributeValue("member"))
                    .isEqualTo(lab.dn("CN=ada"));
        }
    }

    @Test
    void a_cookie_from_before_a_restore_is_not_told_what_went_back() throws LDAPException {
        running = backup.restore();

        try (LDAPConnection connection = administrator()) {
            assertThat(cycle(connection)).noneMatch(entry -> entry.getDN().startsWith("CN=ada"));
            connection.modify(lab.dn("CN=ada"), new Modification(ModificationType.REPLACE, "title", "anew"));
            assertThat(cycle(connection))
                    .anySatisfy(entry ->
                            assertThat(entry.getAttributeValue("title")).isEqualTo("anew"));
        }
    }

    @Test
    void a_restored_one_gets_back_from_the_other_what_it_lost() throws LDAPException {
        running = backup.restore();

        running.replicateFrom(second);

        try (LDAPConnection connection = administrator()) {
            assertThat(title(connection)).isEqualTo("after");
            assertThat(connection.getEntry(lab.dn("CN=bob"))).isNotNull();
        }
    }

    @Test
    void a_disk_that_was_put_back_hands_out_its_numbers_again_and_hides_changes() throws LDAPException {
        long highest = running.highestUsn();
        running = backup.putBack();

        try (LDAPConnection connection = administrator()) {
            assertThat(invocationId(connection)).isEqualTo(identity);
            assertThat(running.highestUsn()).isLessThan(highest);
            connection.modify(lab.dn("CN=ada"), new Modification(ModificationType.REPLACE, "title", "anew"));
            assertThat(cycle(connection)).isEmpty();
            second.replicateFrom(running);
        }
        try (LDAPConnection other =
                new LDAPConnection(second.host(), second.port(), second.administrator(), Lab.PASSWORD)) {
            assertThat(title(other)).isEqualTo("after");
        }
    }

    @Test
    void no_object_made_after_a_restore_has_an_identity_that_was_given_before() throws LDAPException {
        byte[] bob;
        try (LDAPConnection other =
                new LDAPConnection(second.host(), second.port(), second.administrator(), Lab.PASSWORD)) {
            bob = guid(other, "CN=bob");
        }
        running = backup.restore();
        byte[] first;
        try (LDAPConnection connection = administrator()) {
            connection.add(lab.dn("OU=new"), new Attribute("objectClass", "organizationalUnit"));
            first = guid(connection, "OU=new");
        }
        running.close();
        running = backup.restore();
        try (LDAPConnection connection = administrator()) {
            connection.add(lab.dn("OU=new"), new Attribute("objectClass", "organizationalUnit"));
            assertThat(List.of(bob, first, guid(connection, "OU=new"))).doesNotHaveDuplicates();
        }
    }

    private List<SearchResultEntry> cycle(LDAPConnection connection) throws LDAPException {
        return new Lab.Reader(connection, lab.base(), Lab.INCREMENTAL, "(objectClass=*)", SIGNALS)
                .from(cookie)
                .cycle();
    }

    private LDAPConnection administrator() throws LDAPException {
        return new LDAPConnection(running.host(), running.port(), running.administrator(), Lab.PASSWORD);
    }

    private String title(LDAPConnection connection) throws LDAPException {
        return String.valueOf(
                Objects.requireNonNull(connection.getEntry(lab.dn("CN=ada"))).getAttributeValue("title"));
    }

    private byte[] guid(LDAPConnection connection, String path) throws LDAPException {
        return Objects.requireNonNull(Objects.requireNonNull(connection.getEntry(lab.dn(path), "objectGUID"))
                .getAttributeValueBytes("objectGUID"));
    }

    private static byte[] invocationId(LDAPConnection connection) throws LDAPException {
        String service = Objects.requireNonNull(
                Objects.requireNonNull(connection.getRootDSE()).getAttributeValue("dsServiceName"));
        return Objects.requireNonNull(Objects.requireNonNull(connection.getEntry(service, "invocationId"))
                .getAttributeValueBytes("invocationId"));
    }
}
