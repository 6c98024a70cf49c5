package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.FaultProxy;
import adsync.testing.FreePort;
import adsync.testing.SdkScimServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A journal knows the accounts of one provider: with the configuration of another one nothing is done. */
class OtherProviderIT extends CommandLineSuite {

    private void load() {
        Adsync run = start("run");
        await().atMost(SOON).until(() -> provider.probe().all("/Users").size() == PEOPLE);
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    /** All with one load, which none of it changes. */
    @Test
    void another_address_or_organization_is_refused_and_a_new_state_folder_is_for_another_provider() {
        load();
        SdkScimServer stranger = closing(SdkScimServer.start(
                EmbeddedProviderOptions.defaults().withCredentials("scim", PROVIDER_PASSWORD, "Marker-Token.7")));
        sample.with("provider.url", stranger.url());

        allRefuse("contoso at " + provider.url(), "contoso at " + stranger.url());
        assertThat(stranger.probe().all("/Users")).isEmpty();

        sample.with("provider.url", provider.url());
        starts();

        sample.with("organization", "fabrikam");
        allRefuse("contoso at " + provider.url(), "fabrikam at " + provider.url());

        sample.with("state", folder + "/fabrikam");
        starts();
    }

    @Test
    void the_same_provider_at_another_address_is_told_once() {
        load();
        FaultProxy moved = closing(FaultProxy.before(provider.url()));
        String before = provider.url();
        sample.with("provider.url", moved.url());

        assertThat(start("preview", "--same-provider").end(SOON).exitCode()).isZero();
        refused(start("run").end(SOON), ExitCode.UNUSABLE, "--same-provider");
        starts("--same-provider");
        starts();

        sample.with("provider.url", before);
        refused(start("run").end(SOON), ExitCode.UNUSABLE, "contoso at " + moved.url());
        assertThat(provider.probe().all("/Users")).hasSize(PEOPLE);
    }

    @Test
    void a_mistyped_address_that_never_answered_is_corrected_and_nothing_else() {
        sample.with("state", folder + "/fresh")
                .with("provider.url", "http://127.0.0.1:" + FreePort.draw() + "/scim/v2");
        Adsync mistyped = start("run");
        mistyped.awaitOut(line -> line.contains("shipping is held"));
        assertThat(mistyped.terminate().end(SOON).exitCode()).isZero();

        sample.with("provider.url", provider.url());

        Ended check = start("check").end(SOON);
        assertThat(check.exitCode()).as(check.toString()).isZero();
        starts();
        sample.with("organization", "fabrikam");
        refused(start("run").end(SOON), ExitCode.UNUSABLE, "contoso at " + provider.url());
    }

    @Test
    void an_older_journal_takes_what_is_configured_now() throws SQLException {
        load();
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + sample.state().resolve("journal.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM meta WHERE name LIKE 'provider\\_%' ESCAPE '\\'"
                            + " AND name <> 'provider_held_accounts'"))
                    .isPositive();
        }
        sample.with("organization", "fabrikam");
        starts();

        sample.with("organization", "contoso");
        refused(start("run").end(SOON), ExitCode.UNUSABLE, "fabrikam at ", "contoso at ");
    }

    private Adsync start(String command, String option) {
        return closing(
                Adsync.start(ENVIRONMENT, command, "--config", sample.file().toString(), option));
    }

    private void starts(String... options) {
        Adsync run = options.length == 0 ? start("run") : start("run", options[0]);
        run.awaitOut(line -> line.contains("\"started\""));
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    private void allRefuse(String known, String configured) {
        refused(
                start("run").end(SOON),
                ExitCode.UNUSABLE,
                known,
                configured,
                "to mend it: ",
                "--same-provider",
                "state");
        refused(start("preview").end(SOON), ExitCode.UNUSABLE, known, configured, "to mend it: ", "--same-provider");
        Ended check = start("check").end(SOON);
        failed(check, known, configured, "to mend it: ", "--same-provider");
    }
}
