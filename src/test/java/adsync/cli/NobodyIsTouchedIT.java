package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.e2e.SambaSuite;
import adsync.testing.SambaRights;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What looks like an empty directory touches no account, and is told. */
class NobodyIsTouchedIT extends SambaSuite {

    private static final int EVERYBODY = 40;
    private static final int HIDDEN = 5;

    /** fDoListObject (MS-ADTS 6.1.1.2.4.1.2): each object may be hidden by itself. */
    private static final String LIST_OBJECT = "001";

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

        var rights = new SambaRights(samba, administrator);
        byte[] seen = rights.set(root, "D;;LCLO;;"); // what is in the root, not the root itself
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_sweep_refused") == 1);
        assertThat(accounts()).isEqualTo(before);
        assertThat(service.statistics().outbox()).isZero();
        assertThat(service.ready().toString()).contains("none was removed");

        rights.giveBack(root, seen);
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_sweep_refused") == 0);
        assertThat(accounts()).isEqualTo(before);
    }

    /** On Samba each shows its name still, and nothing else. */
    @Test
    void people_who_may_not_be_read_among_others_are_not_touched_and_are_told_of() throws LDAPException {
        hidingSome("D;;RPLCLORC;;");
    }

    @Test
    void people_who_are_not_shown_at_all_among_others_are_not_touched_and_are_told_of() throws LDAPException {
        String service = "CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration," + samba.baseDn();
        administrator.modify(service, new Modification(ModificationType.REPLACE, "dSHeuristics", LIST_OBJECT));
        try {
            var rights = new SambaRights(samba, administrator);
            rights.set(root, "D;;LC;;");
            rights.set(root, "A;CI;LO;;");
            hidingSome("D;;LO;;");
        } finally {
            administrator.modify(service, new Modification(ModificationType.REPLACE, "dSHeuristics"));
        }
    }

    private void hidingSome(String denied) throws LDAPException {
        List<String> people = hireEverybody();
        Service service = start();
        await().atMost(SOON).until(() -> accounts().size(), size -> size == EVERYBODY);
        List<JsonObject> before = accounts();

        var rights = new SambaRights(samba, administrator);
        Map<String, byte[]> seen = new HashMap<>();
        for (String person : people.subList(0, HIDDEN)) {
            seen.put(person, rights.set(person, denied));
        }
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == HIDDEN);
        assertThat(accounts()).isEqualTo(before);
        assertThat(service.statistics().outbox()).isZero();
        assertThat(service.ready().toString()).contains("give the account the right to read them");

        for (String person : seen.keySet()) {
            rights.giveBack(person, seen.get(person));
        }
        reconcile();

        await().atMost(SOON).until(() -> service.meter("adsync_listener_unconfirmed_objects") == 0);
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
