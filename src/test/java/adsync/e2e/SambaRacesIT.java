package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.testing.People.Person;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Races of docs/races.md that a real domain controller can make. */
class SambaRacesIT extends SambaSuite {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";
    private static final Control TREE_DELETE = new Control("1.2.840.113556.1.4.805", true);

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    private static boolean active(JsonObject account) {
        return account.getBoolean("active", false);
    }

    private static double enumerations(Service service) {
        return service.meter("adsync_listener_enumerations_total");
    }

    /** In the signature, which Samba does not look at: the cookie is as good as before there. */
    private void damageCookies() throws SQLException {
        Path journal = folder.resolve("state").resolve("journal.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                var statement = connection.createStatement()) {
            for (String cookie : new String[] {"page_cookie", "cycle_cookie"}) {
                statement.executeUpdate(
                        "UPDATE checkpoint SET %1$s = CAST(x'58' || substr(%1$s, 2) AS BLOB) WHERE length(%1$s) > 0"
                                .formatted(cookie));
            }
        }
    }

    @Test
    void who_left_while_a_cookie_was_damaged_is_found_by_an_enumeration() throws LDAPException, SQLException {
        ObjectGuid ada = guid(hire(person(), root));
        String bob = hire(person(), root);
        ObjectGuid guidOfBob = guid(bob);
        awaitQuiet(start());
        awaitAccount(guidOfBob, SambaRacesIT::active);
        stop();

        damageCookies();
        administrator.delete(bob);
        Service service = start();

        awaitAccount(guidOfBob, account -> !active(account));
        awaitAccount(ada, SambaRacesIT::active);
        assertThat(enumerations(service)).isEqualTo(1);
    }

    @Test
    void an_attribute_that_is_mapped_later_is_read_of_everybody() throws LDAPException, IOException {
        ObjectGuid ada = guid(hire(person().with("roomNumber", "17"), root));
        start();
        awaitAccount(ada, account -> active(account) && !account.containsKey("nickName"));
        stop();

        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "nickName: roomNumber\n");
        Service service = start("mapping: " + mapping);

        awaitAccount(ada, account -> "17".equals(account.getString("nickName")));
        assertThat(enumerations(service)).isEqualTo(1);
    }

    private void awaitPlace(ObjectGuid guid, String dn) {
        awaitAccount(
                guid,
                account -> active(account)
                        && dn.equals(account.getJsonObject(EXTENSION).getString("distinguishedName")));
    }

    @Test
    void a_unit_that_is_renamed_and_moved_tells_the_provider_where_its_people_are_if_names_are_mapped()
            throws LDAPException, IOException {
        String team = unit("Team", root);
        String squad = unit("Squad", team);
        String region = unit("Region", root);
        Person ada = person();
        Person bob = person();
        ObjectGuid guidOfAda = guid(hire(ada, team));
        ObjectGuid guidOfBob = guid(hire(bob, squad));
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "extension:distinguishedName: on\n");
        Service service = start("mapping: " + mapping);
        awaitPlace(guidOfAda, ada.dn(team));
        awaitPlace(guidOfBob, bob.dn(squad));

        administrator.modifyDN(team, "OU=Crew", true);
        awaitPlace(guidOfAda, ada.dn("OU=Crew," + root));
        awaitPlace(guidOfBob, bob.dn("OU=Squad,OU=Crew," + root));
        administrator.modifyDN(new ModifyDNRequest("OU=Crew," + root, "OU=Crew", true, region));
        awaitPlace(guidOfAda, ada.dn("OU=Crew," + region));
        awaitPlace(guidOfBob, bob.dn("OU=Squad,OU=Crew," + region));

        assertThat(enumerations(service)).isEqualTo(1);
    }

    @Test
    void a_root_that_is_renamed_and_moved_is_followed_and_nobody_leaves() throws LDAPException {
        String elsewhere = unit("Elsewhere " + root.replaceAll("\\D", ""), samba.baseDn());
        Person ada = person();
        ObjectGuid guid = guid(hire(ada, root));
        Service service = start();
        awaitAccount(guid, SambaRacesIT::active);
        String name = "OU=Crew";

        administrator.modifyDN(new ModifyDNRequest(root, name, true, elsewhere));
        root = name + "," + elsewhere;
        ObjectGuid bob = guid(hire(person(), root));
        replace(ada.dn(root), "title", "Captain");

        awaitAccount(bob, SambaRacesIT::active);
        awaitAccount(guid, account -> active(account) && "Captain".equals(account.getString("title")));
        awaitQuiet(service);
        assertThat(account(guid))
                .hasValueSatisfying(account -> assertThat(active(account)).isTrue());
        assertThat(enumerations(service)).isEqualTo(1);
    }

    @Test
    void users_of_a_root_that_is_deleted_with_all_in_it_wait_for_a_person() throws LDAPException {
        String team = unit("Team", root);
        ObjectGuid ada = guid(hire(person(), root));
        ObjectGuid bob = guid(hire(person(), team));
        Service service = start();
        awaitAccount(ada, SambaRacesIT::active);
        awaitAccount(bob, SambaRacesIT::active);

        var everything = new DeleteRequest(root);
        everything.addControl(TREE_DELETE);
        administrator.delete(everything);

        await().atMost(SOON).until(() -> service.statistics().held() == 2);
        assertThat(account(ada))
                .hasValueSatisfying(account -> assertThat(active(account)).isTrue());
        assertThat(account(bob))
                .hasValueSatisfying(account -> assertThat(active(account)).isTrue());
    }

    private void succeeds(Person person, ObjectGuid before, ObjectGuid after) {
        String login = person.entry(root).getAttributeValue("userPrincipalName");
        awaitAccount(
                after,
                account -> active(account) && account.getString("userName").equals(login));
        awaitAccount(
                before,
                account -> !active(account) && !account.getString("userName").equals(login));
    }

    @Test
    void a_successor_of_the_same_names_has_an_account_of_its_own_whether_or_not_somebody_looked_between()
            throws LDAPException {
        Person ada = person();
        Person bob = person();
        ObjectGuid firstAda = guid(hire(ada, root));
        ObjectGuid firstBob = guid(hire(bob, root));
        start();
        awaitAccount(firstAda, SambaRacesIT::active);
        awaitAccount(firstBob, SambaRacesIT::active);

        administrator.delete(ada.dn(root));
        awaitAccount(firstAda, account -> !active(account));
        succeeds(ada, firstAda, guid(hire(ada, root)));
        stop();
        administrator.delete(bob.dn(root));
        ObjectGuid nextBob = guid(hire(bob, root));
        start();

        succeeds(bob, firstBob, nextBob);
    }

    @Test
    void whoever_is_brought_back_to_somewhere_else_stays_switched_off_until_the_move_into_the_root()
            throws LDAPException {
        String elsewhere = unit("Elsewhere " + root.replaceAll("\\D", ""), samba.baseDn());
        Person ada = person();
        ObjectGuid guid = guid(hire(ada, root));
        Service service = start();
        awaitAccount(guid, SambaRacesIT::active);
        String id = account(guid).orElseThrow().getString("id");
        administrator.delete(ada.dn(root));
        awaitAccount(guid, account -> !active(account));

        undelete(guid, "CN=Back," + elsewhere);
        replace("CN=Back," + elsewhere, "userAccountControl", "544");
        ObjectGuid bob = guid(hire(person(), root));
        awaitAccount(bob, SambaRacesIT::active);
        awaitQuiet(service);
        assertThat(account(guid))
                .hasValueSatisfying(account -> assertThat(active(account)).isFalse());

        administrator.modifyDN(new ModifyDNRequest("CN=Back," + elsewhere, "CN=Back", true, root));
        awaitAccount(guid, account -> active(account) && id.equals(account.getString("id")));
    }
}
