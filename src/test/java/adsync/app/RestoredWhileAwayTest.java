package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a recycle bin a deletion takes an object out of its groups, and it is nobody's manager any more; nobody brings that back.
 * None of those who are concerned says so, and if it was restored between two looks no tombstone does (MS-ADTS 3.1.1.5.5.6).
 */
class RestoredWhileAwayTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417", true);

    private final StaffedDirectory directory = StaffedDirectory.start(2);
    private final LDAPConnection administrator = directory.administrator();
    private final SdkScimServer provider = SdkScimServer.start();
    private final String person = People.person(1).dn(directory.root());
    private final String employee = People.person(2).dn(directory.root());
    private final String mail = "CN=Mail," + directory.root();
    private final String team = "CN=Team," + directory.root();

    @TempDir
    Path folder;

    private Path configuration;

    RestoredWhileAwayTest() throws LDAPException {}

    @BeforeEach
    void company() throws LDAPException {
        group(team);
        group(mail);
        configuration = Service.configuration(
                folder,
                directory.settings(folder),
                provider,
                provider.url(),
                Service.UNGUARDED,
                "services: {mailbox: {groups: [\"" + mail + "\"]}}");
    }

    @AfterEach
    void end() {
        provider.close();
        directory.close();
    }

    private void group(String dn) throws LDAPException {
        administrator.add(
                dn,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", dn.substring(3, dn.indexOf(','))));
    }

    @Test
    void a_user_is_no_member_any_more() throws LDAPException {
        join(person, mail);

        whileAway(person);
    }

    @Test
    void a_group_has_no_members_any_more() throws LDAPException {
        join(person, team);
        join(team, mail);

        whileAway(team);
    }

    @Test
    void a_user_is_nobodys_manager_any_more() throws LDAPException {
        employ();
        try (Service service = Service.start(configuration)) {
            await().atMost(SOON).until(this::managed);
            await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        }

        byte[] guid = guid(person);
        administrator.delete(person);
        restore(guid, person);

        try (Service service = Service.start(configuration)) {
            await().atMost(SOON).until(() -> !managed());
            assertThat(service.statistics().parked()).isZero();
        }
    }

    @Test
    void a_user_whose_tombstone_was_met_is_nobodys_manager_either() throws LDAPException {
        employ();
        try (Service service = Service.start(configuration)) {
            await().atMost(SOON).until(this::managed);
            byte[] guid = guid(person);
            administrator.delete(person);
            await().atMost(SOON).until(() -> service.statistics().outbox() == 0 && !managed());

            restore(guid, person);

            await().atMost(SOON).until(() -> provider.users().stream().allMatch(user -> user.getBoolean("active")));
            await().atMost(SOON).until(() -> service.statistics().outbox() == 0 && !managed());
        }
    }

    private void employ() throws LDAPException {
        administrator.modify(employee, new Modification(ModificationType.REPLACE, "manager", person));
    }

    private boolean managed() {
        return provider.users().stream().anyMatch(user -> user.encode().contains("\"manager\""));
    }

    private byte[] guid(String dn) throws LDAPException {
        return Objects.requireNonNull(
                Objects.requireNonNull(administrator.getEntry(dn, "objectGUID")).getAttributeValueBytes("objectGUID"));
    }

    private void join(String member, String group) throws LDAPException {
        administrator.modify(group, new Modification(ModificationType.ADD, "member", member));
    }

    private void whileAway(String dn) throws LDAPException {
        try (Service service = Service.start(configuration)) {
            await().atMost(SOON).until(this::served);
            await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        }
        byte[] guid = guid(dn);
        administrator.delete(dn);
        restore(guid, dn);
        assertThat(Objects.requireNonNull(administrator.getEntry(mail)).hasAttribute("member"))
                .as("the directory has taken it out of the group")
                .isFalse();

        try (Service service = Service.start(configuration)) {
            await().atMost(SOON).until(() -> !served());
            assertThat(provider.users()).hasSize(2);
            assertThat(service.statistics().parked()).isZero();
        }
    }

    private boolean served() {
        return provider.users().stream()
                .anyMatch(user ->
                        String.valueOf(user.getJsonArray("entitlements")).contains("mailbox"));
    }

    private void restore(byte[] guid, String dn) throws LDAPException {
        StringBuilder escaped = new StringBuilder("(objectGUID=");
        for (byte octet : guid) {
            escaped.append('\\').append(HexFormat.of().toHexDigits(octet));
        }
        var search = new SearchRequest(
                dn.substring(dn.indexOf("DC=")),
                SearchScope.SUB,
                escaped.append(')').toString(),
                "1.1");
        search.addControl(SHOW_DELETED);
        var request = new ModifyRequest(
                Objects.requireNonNull(administrator.searchForEntry(search)).getDN(),
                new Modification(ModificationType.DELETE, "isDeleted"),
                new Modification(ModificationType.REPLACE, "distinguishedName", dn));
        request.addControl(SHOW_DELETED);
        administrator.modify(request);
    }
}
