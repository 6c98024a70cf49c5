package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is ours, and what becomes of an account with time. */
class ScopeIT extends SambaSuite {

    /** FILETIME: steps of 100 ns since 1601 (MS-DTYP 2.3.3). */
    private static final long STEPS_A_SECOND = 10_000_000;

    private static final long SECONDS_FROM_1601_TO_1970 = 11_644_473_600L;

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    private static boolean active(JsonObject account) {
        return account.getBoolean("active", false);
    }

    @Test
    void a_user_enters_and_leaves_by_the_filter_with_one_account() throws LDAPException {
        start("""
                scope: {filter: "(department=Sales)"}""");
        String dn = hire(person().with("department", "Legal"), root);
        String colleague = hire(person().with("department", "Sales"), root);
        ObjectGuid guid = guid(dn);
        awaitAccount(guid(colleague), ScopeIT::active);
        assertThat(account(guid)).isEmpty();

        replace(dn, "department", "Sales");
        awaitAccount(guid, ScopeIT::active);
        String id = account(guid).orElseThrow().getString("id");

        replace(dn, "department", "Legal");
        awaitAccount(guid, account -> !active(account));

        replace(dn, "department", "Sales");
        awaitAccount(guid, account -> active(account) && id.equals(account.getString("id")));
    }

    @Test
    void an_excluded_unit_is_left_out_and_so_is_what_moves_there() throws LDAPException {
        String tests = unit("Tests", root);
        String team = unit("Team", root);
        String outside = hire(person(), tests);
        String member = hire(person(), team);
        start("""
                scope: {exclude: ["%s"]}""".formatted(tests));
        ObjectGuid guid = guid(member);
        awaitAccount(guid, ScopeIT::active);
        assertThat(account(guid(outside))).isEmpty();

        administrator.modifyDN(team, "OU=Team", true, tests);
        awaitAccount(guid, account -> !active(account));

        administrator.modifyDN("OU=Team," + tests, "OU=Team", true, root);
        awaitAccount(guid, ScopeIT::active);
    }

    @Test
    void the_account_of_a_user_who_is_gone_is_deleted_after_a_while() throws LDAPException {
        start("deprovision: {policy: disable-then-delete, after: 10s}");
        String dn = hire(person(), root);
        ObjectGuid guid = guid(dn);
        awaitAccount(guid, ScopeIT::active);

        administrator.delete(dn);
        awaitAccount(guid, account -> !active(account));
        awaitNoAccount(guid);
    }

    @Test
    void a_user_who_comes_back_before_the_end_of_the_retention_keeps_the_account() throws LDAPException {
        String policy = "deprovision: {policy: disable-then-delete, after: 25s}";
        start(policy);
        String dn = hire(person(), root);
        String later = hire(person(), root);
        ObjectGuid returning = guid(dn);
        ObjectGuid leaving = guid(later);
        awaitAccount(returning, ScopeIT::active);
        awaitAccount(leaving, ScopeIT::active);
        String id = account(returning).orElseThrow().getString("id");

        administrator.delete(dn);
        awaitAccount(returning, account -> !active(account));
        stop();
        start(policy);
        undelete(returning, dn);
        replace(dn, "userAccountControl", "544");
        awaitAccount(returning, account -> active(account) && id.equals(account.getString("id")));

        administrator.delete(later); // its retention ends after that of the one who came back would have
        awaitNoAccount(leaving);
        assertThat(account(returning)).get().matches(account -> active(account) && id.equals(account.getString("id")));
    }

    @Test
    void an_account_that_expires_is_switched_off_although_nobody_touches_it() throws LDAPException {
        start();
        String dn = hire(person(), root);
        ObjectGuid guid = guid(dn);
        awaitAccount(guid, ScopeIT::active);
        long expiry = Instant.now().plus(Duration.ofSeconds(8)).getEpochSecond() + SECONDS_FROM_1601_TO_1970;
        administrator.modify(
                dn,
                new Modification(ModificationType.REPLACE, "accountExpires", Long.toString(expiry * STEPS_A_SECOND)),
                new Modification(ModificationType.REPLACE, "title", "Leaver"));
        awaitAccount(guid, account -> active(account) && "Leaver".equals(account.getString("title")));

        awaitAccount(guid, account -> !active(account));
    }
}
