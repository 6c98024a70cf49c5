package adsync.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.e2e.SambaSuite;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks like an empty directory touches no account, and is told. */
class NobodyIsTouchedIT extends SambaSuite {

    private static final int EVERYBODY = 40;
    private static final String RIGHTS = "nTSecurityDescriptor";

    /** LDAP_SERVER_SD_FLAGS_OID (MS-ADTS 3.1.1.3.4.1.11): the access rights alone, without the owner and the audit. */
    private static final Control ONLY_ACCESS = new Control(
            "1.2.840.113556.1.4.801", true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(4)).encode()));

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String guard() {
        return "deprovision: delete";
    }

    @Test
    void an_account_that_loses_its_right_to_read_removes_nobody() throws LDAPException {
        hireEverybody();
        Service service = start();
        await().atMost(SOON).until(() -> accounts().size() == EVERYBODY);
        List<JsonObject> before = accounts();

        byte[] rights = hide();
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_sweep_refused") == 1);
        assertThat(accounts()).isEqualTo(before);
        assertThat(service.statistics().outbox()).isZero();
        assertThat(service.ready().toString()).contains("none was removed");

        giveBack(rights);
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_sweep_refused") == 0);
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void a_directory_that_is_emptied_removes_nobody_unasked() throws LDAPException {
        List<String> people = hireEverybody();
        Service service = start();
        await().atMost(SOON).until(() -> accounts().size() == EVERYBODY);
        List<JsonObject> before = accounts();
        service.close();

        for (String person : people) {
            administrator.delete(person);
        }
        Service again = start();

        await().atMost(SOON).until(() -> again.meter("adsync_journal_held_objects") == EVERYBODY);
        assertThat(accounts()).isEqualTo(before);
    }

    private List<String> hireEverybody() throws LDAPException {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < EVERYBODY; i++) {
            people.add(hire(person(), root));
        }
        return people;
    }

    private List<JsonObject> accounts() {
        return provider.probe().all("/Users");
    }

    /** Takes the right to see what is in the root, not the root itself. Returns what the rights were. */
    private byte[] hide() throws LDAPException {
        byte[] before = requireNonNull(
                requireNonNull(administrator.searchForEntry(readingRights())).getAttributeValueBytes(RIGHTS));
        Entry account = requireNonNull(administrator.getEntry(samba.directoryUserDn(), "objectSid"));
        String denied = "(D;;LCLO;;;" + sid(requireNonNull(account.getAttributeValueBytes("objectSid"))) + ")";
        samba.tool("dsacl", "set", "--objectdn=" + root, "--sddl=" + denied);
        return before;
    }

    private SearchRequest readingRights() throws LDAPException {
        var request = new SearchRequest(root, SearchScope.BASE, "(objectClass=*)", RIGHTS);
        request.addControl(ONLY_ACCESS);
        return request;
    }

    private void giveBack(byte[] rights) throws LDAPException {
        var request = new ModifyRequest(root, new Modification(ModificationType.REPLACE, RIGHTS, rights));
        request.addControl(ONLY_ACCESS);
        administrator.modify(request);
    }

    private static String sid(byte[] octets) {
        ByteBuffer read = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder("S-1-").append(octets[7]);
        for (int at = 8; at < octets.length; at += 4) {
            text.append('-').append(Integer.toUnsignedLong(read.getInt(at)));
        }
        return text.toString();
    }

    private void reconcile() {
        var out = new PrintWriter(new StringWriter());
        assertThat(Main.run(
                        out,
                        out,
                        "reconcile",
                        "--config",
                        folder.resolve("adsync.yaml").toString()))
                .isZero();
    }
}
