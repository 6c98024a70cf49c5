package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Somebody who is gone for good is forgotten when a person says so, and nobody else. */
class ForgetTest extends DeskFixture {

    private void fire() throws LDAPException {
        try (var connection = new LDAPConnection(directory.host(), directory.port())) {
            connection.bind(
                    directory.administrator(), directory.options().accounts().administratorPassword());
            connection.delete(unlucky.getDN());
        }
    }

    @Test
    void nobody_who_is_alive_is_forgotten() {
        try (Service service = started()) {
            Ended forget = adsync("forget", unlucky.getDN(), "--yes");

            assertThat(forget.exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(forget.err()).contains("it is alive in the directory as " + unlucky.getDN());
            assertThat(service.statistics().objects()).isEqualTo(PEOPLE);
        }
    }

    @Test
    void nobody_is_forgotten_without_asking_the_directory() {
        try (Service service = started()) {
            directory.close();

            assertThat(adsync("forget", unlucky.getDN(), "--yes").err()).contains("the directory must be asked first");
            assertThat(service.statistics().objects()).isEqualTo(PEOPLE);
        }
    }

    @Test
    void an_account_that_was_kept_is_forgotten_and_stays_at_the_provider() throws LDAPException, IOException {
        try (Service service = started()) {
            provider.probe().delete("/Users/" + stranger);
            adsync("retry", "--all");
            await().atMost(SOON).until(() -> service.statistics().links() == PEOPLE);
            String who = unlucky("userPrincipalName");
            JsonObject known = adsync("why", who, "--json").json();
            JsonObject person = known.getJsonArray("people").getJsonObject(0);
            String account = person.getJsonObject("provider").getString("id");
            String guid = person.getString("objectGUID");
            fire();
            await().atMost(SOON)
                    .until(() -> provider.probe()
                            .get("/Users/" + account)
                            .json()
                            .getBoolean("active")
                            .equals(false));

            await().atMost(SOON).until(() -> service.statistics().outbox() == 0); // whoever is on the way stays

            Ended asked = adsync("forget", guid);
            assertThat(asked.exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(asked.err()).contains("nothing was done", unlucky.getDN(), account, "--yes");
            assertThat(service.statistics().links()).isEqualTo(PEOPLE);

            Ended done = adsync("forget", guid, "--yes");
            assertThat(done.exitCode()).as(done.toString()).isZero();
            assertThat(done.out()).contains("forgot " + unlucky.getDN(), account);

            assertThat(service.statistics().links()).isEqualTo(PEOPLE - 1);
            assertThat(provider.probe().get("/Users/" + account).status()).isEqualTo(200);
            assertThat(adsync("forget", guid, "--yes").err()).contains("nobody we know");
            Path log = folder.resolve("state/audit/audit.jsonl");
            await().atMost(SOON).until(() -> Files.readString(log).contains("\"outcome\":\"forgotten\""));
            assertThat(Files.readString(log)).contains("account " + account + " stays at the provider");
        }
    }
}
