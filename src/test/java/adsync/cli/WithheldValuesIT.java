package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.e2e.SambaSuite;
import adsync.testing.SambaRights;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** To an account that may not read an attribute, it looks cleared. */
class WithheldValuesIT extends SambaSuite {

    private static final String TITLE = "bf967a55-0de6-11d0-a285-00aa003049e2";
    private static final String PARTLY_FOLLOWED = "adsync_listener_omitted_users";

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String poll() {
        return "1s";
    }

    private String command(String name) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        Main.run(out, out, name, "--config", folder.resolve("adsync.yaml").toString());
        return text.toString();
    }

    private static Predicate<JsonObject> titled(String title) {
        return account -> title.equals(account.getString("title"));
    }

    @Test
    void a_title_that_may_not_be_read_any_more_stays_at_the_provider_until_it_can_be_read_again() throws LDAPException {
        String ada = hire(person().with("title", "Analyst"), root);
        String bob = hire(person().with("title", "Builder"), root);
        String cyd = hire(person().with("title", "Clerk"), root);
        Service service = start();
        for (var titles : Map.of(ada, "Analyst", bob, "Builder", cyd, "Clerk").entrySet()) {
            awaitAccount(guid(titles.getKey()), titled(titles.getValue()));
        }
        var rights = new SambaRights(samba, administrator);
        byte[] ofAda = rights.denyReading(ada, TITLE);
        byte[] ofBob = rights.denyReading(bob, TITLE);
        ObjectGuid guidOfAda = guid(ada);

        replace(cyd, "title");
        assertThat(command("reconcile")).doesNotContain("cannot");
        replace(ada, "department", "Field Service");

        awaitAccount(guidOfAda, account -> account.encode().contains("Field Service"));
        awaitAccount(guid(cyd), account -> !account.containsKey("title"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(service.meter(PARTLY_FOLLOWED)).isEqualTo(2));
        awaitQuiet(service);
        assertThat(account(guidOfAda).filter(titled("Analyst"))).isPresent();
        assertThat(account(guid(bob)).filter(titled("Builder"))).isPresent();
        assertThat(service.ready().toString()).contains("users are left out or followed only in part");

        replace(ada, "title", "Director");
        replace(bob, "title");
        rights.giveBack(ada, ofAda);
        rights.giveBack(bob, ofBob);

        awaitAccount(guidOfAda, titled("Director"));
        awaitAccount(guid(bob), account -> !account.containsKey("title"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(service.meter(PARTLY_FOLLOWED)).isEqualTo(0));
    }

    @Test
    void where_the_access_rights_may_not_be_read_either_no_value_is_cleared_and_the_check_says_so()
            throws LDAPException {
        String ada = hire(person().with("title", "Analyst"), root);
        ObjectGuid guid = guid(ada);
        Service service = start();
        awaitAccount(guid, titled("Analyst"));
        var rights = new SambaRights(samba, administrator);
        byte[] before = rights.denyReading(ada, TITLE);
        rights.set(ada, "D;;RC;;");

        replace(ada, "department", "Field Service");

        awaitAccount(guid, account -> account.encode().contains("Field Service"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(service.meter(PARTLY_FOLLOWED)).isEqualTo(1));
        awaitQuiet(service);
        assertThat(account(guid).filter(titled("Analyst"))).isPresent();
        assertThat(command("check")).contains("may not read the access rights of users in " + root);

        replace(ada, "title");
        rights.giveBack(ada, before);

        awaitAccount(guid, account -> !account.containsKey("title"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(service.meter(PARTLY_FOLLOWED)).isEqualTo(0));
    }

    @Test
    void a_lost_journal_clears_nothing_that_may_only_be_kept_from_us() throws Exception {
        String ada = hire(person().with("title", "Analyst").with("department", "Sales"), root);
        ObjectGuid guid = guid(ada);
        Service service = start();
        awaitAccount(guid, titled("Analyst"));
        awaitQuiet(service);
        stop();
        forget(folder.resolve("state"));
        byte[] before = new SambaRights(samba, administrator).denyReading(ada, TITLE);
        replace(ada, "department");

        Service anew = start();

        awaitAccount(guid, account -> !account.encode().contains("Sales"));
        awaitQuiet(anew);
        await().atMost(SOON).until(() -> anew.meter("adsync_shipper_comparison_completed_time_seconds") > 0);
        assertThat(account(guid).filter(titled("Analyst"))).isPresent();

        new SambaRights(samba, administrator).giveBack(ada, before);
        replace(ada, "title", "Director");
        awaitAccount(guid, titled("Director"));
    }

    private static void forget(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
