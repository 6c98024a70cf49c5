package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeSettled;
import adsync.testing.Adsync;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A unit with many people below it is renamed and moved, as a reorganization does, with the guard as it is without a word about it. */
class LargeUnitIT extends SambaSuite {

    private static final int MEMBERS = 2000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    /** The standard one. */
    @Override
    protected String guard() {
        return "";
    }

    private Map<String, JsonObject> accounts() {
        return provider.probe().all("/Users").stream()
                .collect(Collectors.toMap(account -> account.getString("externalId"), Function.identity()));
    }

    private Map<String, String> ids() {
        return accounts().values().stream()
                .collect(Collectors.toMap(
                        account -> account.getString("externalId"), account -> account.getString("id")));
    }

    private void awaitAll(int accounts, boolean active) {
        await().atMost(PATIENCE).until(() -> {
            Map<String, JsonObject> all = accounts();
            return all.size() == accounts
                    && all.values().stream().allMatch(account -> account.getBoolean("active", false) == active);
        });
    }

    /** Samba renames each member, and answers when it is done. */
    private void move(String dn, String rdn, String parent) throws LDAPException {
        var request = new ModifyDNRequest(dn, rdn, true, parent);
        request.setResponseTimeoutMillis(PATIENCE.toMillis());
        administrator.modifyDN(request);
    }

    private void approve(int users) {
        String file = folder.resolve("adsync.yaml").toString();
        Adsync.Ended ended = Adsync.run("approve", "1", "--count", String.valueOf(users), "--config", file);
        assertThat(ended.exitCode()).as("%s", ended).isZero();
    }

    /** Who was shipped, one after the other; told a moment after it is settled. */
    private static List<ObjectGuid> shipped(Service service) {
        return service.settled().stream()
                .filter(settled -> settled.outcome() == ChangeSettled.Outcome.SHIPPED)
                .map(ChangeSettled::objectGuid)
                .toList();
    }

    @Test
    void it_is_renamed_moved_out_of_scope_when_that_is_approved_and_back_without_a_reconcile_or_a_second_account()
            throws LDAPException {
        String team = unit("Team", root);
        String squad = unit("Squad", team);
        for (int member = 0; member < MEMBERS; member++) {
            hire(person(), member % 2 == 0 ? team : squad);
        }
        String elsewhere = unit("Elsewhere " + root.replaceAll("\\D", ""), samba.baseDn());
        Service service = start();
        awaitAll(MEMBERS, true);
        Map<String, String> ids = ids();
        awaitQuiet(service);
        await().atMost(PATIENCE).until(() -> shipped(service).size() >= MEMBERS);
        int loaded = shipped(service).size();

        move(team, "OU=Crew", root);
        String last = hire(person(), "OU=Squad,OU=Crew," + root);
        awaitAccount(guid(last), account -> account.getBoolean("active"));
        await().atMost(SOON).until(() -> shipped(service).size() > loaded);
        awaitQuiet(service);
        assertThat(shipped(service).subList(loaded, shipped(service).size()))
                .as("the new user, and nobody whose unit has another name now")
                .containsOnly(guid(last));
        move("OU=Crew," + root, "OU=Crew", elsewhere);
        await().atMost(PATIENCE).until(() -> service.statistics().held() == MEMBERS + 1);
        awaitAll(MEMBERS + 1, true);
        approve(MEMBERS + 1);
        awaitAll(MEMBERS + 1, false);

        move("OU=Crew," + elsewhere, "OU=Team", root);
        awaitAll(MEMBERS + 1, true);
        assertThat(service.statistics().held()).isZero();

        assertThat(ids()).containsAllEntriesOf(ids);
        assertThat(service.meter("adsync_listener_enumerations_total"))
                .as("the first load")
                .isEqualTo(1);
    }
}
