package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Adsync;
import adsync.testing.AdsyncTerminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person in front of a terminal sees while a command takes its time, and a pipe does not. */
class ProgressIT extends CommandLineSuite {

    /** After the second for which nothing is shown. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    private static final String ERASED = "\r\u001B[K";

    private LoginGate gate;

    @BeforeEach
    void slow() {
        gate = closing(new LoginGate(provider.url(), provider.userName(), PROVIDER_PASSWORD));
        sample.with("provider.url", gate.url())
                .with("directory.password", DIRECTORY_PASSWORD)
                .with("provider.password", PROVIDER_PASSWORD);
        strangers(0, 10);
    }

    private void strangers(int first, int end) {
        for (int number = first; number < end; number++) {
            JsonObject stranger = new JsonObject()
                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                    .put("userName", "stranger" + number);
            provider.probe().post("/Users", stranger);
        }
    }

    @Test
    void a_preview_has_a_bar_that_is_gone_in_the_end() {
        gate.shut("count=200");
        AdsyncTerminal terminal = terminal("preview");

        terminal.awaitText("#").awaitText(".] ").awaitText("% reading directory and provider (");
        gate.open();

        assertThat(terminal.end()).as(terminal.screen()).isZero();
        assertThat(terminal.screen()).contains(ERASED + "If the service were started now");
    }

    @Test
    void a_set_up_has_it_too_and_shows_that_its_trials_go_on() throws IOException {
        Path file = folder.resolve("another.yaml");
        Path authority = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        gate.shut("");
        AdsyncTerminal terminal = closing(AdsyncTerminal.start(
                "setup",
                "--non-interactive",
                "--dry-run",
                "--config",
                file.toString(),
                "--ca",
                authority.toString(),
                "--server",
                directory.ldapsUrl(),
                "--user",
                directory.serviceAccount(),
                "--password-file",
                secret(DIRECTORY_PASSWORD),
                "--root",
                "OU=Staff," + directory.baseDn(),
                "--organization",
                "contoso",
                "--provider-url",
                gate.url(),
                "--provider-user",
                provider.userName(),
                "--provider-password-file",
                secret(PROVIDER_PASSWORD),
                "--listen",
                "127.0.0.1:0"));

        terminal.awaitText("trying the answers (");
        gate.open();
        gate.shut("count=200");
        terminal.awaitText("% reading directory and provider (");
        gate.open();

        assertThat(terminal.end()).as(terminal.screen()).isZero();
    }

    @Test
    void whoever_looks_around_or_asks_for_somebody_sees_that_the_directory_is_awaited() {
        directory.faults().freeze();
        AdsyncTerminal browse = terminal("browse");
        browse.awaitText("reading the directory (");
        directory.faults().thaw();
        assertThat(browse.end()).as(browse.screen()).isZero();
        assertThat(browse.screen()).contains(ERASED + directory.baseDn());
    }

    @Test
    void a_comparison_has_a_bar_as_soon_as_it_is_known_how_many_accounts_there_are() {
        strangers(10, 300);
        Adsync run =
                closing(Adsync.start("run", "--yes", "--config", sample.file().toString()));
        run.awaitOut(line -> line.contains("\"started\""));
        await().atMost(SOON).until(() -> provider.users().stream().anyMatch(user -> user.containsKey("externalId")));
        gate.shut("startIndex=201");
        AdsyncTerminal reconcile = terminal("reconcile", "--provider", "--report");

        reconcile.awaitText("#.").awaitText("% comparing accounts (");
        gate.open();

        assertThat(reconcile.end()).as(reconcile.screen()).isZero();
        assertThat(reconcile.screen()).contains(ERASED + "compared ");
    }

    @Test
    void an_explanation_shows_that_it_is_awaited() {
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"started\""));
        directory.faults().freeze();
        AdsyncTerminal why = terminal("why", "nobody@contoso.com");
        why.awaitText("asking (");
        directory.faults().thaw();
        assertThat(why.end()).as(why.screen()).isEqualTo(ExitCode.NOT_WELL);
    }

    @Test
    void the_audit_log_is_read_with_a_bar() throws IOException, InterruptedException {
        Adsync run = Adsync.start("run", "--yes", "--config", sample.file().toString());
        closing(run);
        Path audit = sample.state().resolve("audit").resolve("audit.jsonl");
        await().atMost(SOON)
                .until(() -> Files.exists(audit) && Files.readAllLines(audit).size() >= PEOPLE);
        run.terminate().end(SOON);
        List<String> lines = Files.readAllLines(audit);
        Files.move(audit, audit.resolveSibling("audit-000000000001.jsonl"));
        // From a pipe nothing is read before somebody writes into it.
        assertThat(new ProcessBuilder("mkfifo", audit.toString()).start().waitFor())
                .isZero();

        AdsyncTerminal terminal = terminal("audit", "verify");
        terminal.awaitText("#] 100% reading the audit log (");
        Files.newOutputStream(audit).close();

        assertThat(terminal.end()).as(terminal.screen()).isZero();
        assertThat(terminal.screen()).contains("The audit log is sound: " + lines.size() + " lines");
    }

    @Test
    void standard_error_that_goes_to_a_file_gets_nothing_of_it() {
        Path errors = folder.resolve("errors");
        gate.shut("count=200");
        AdsyncTerminal terminal = closing(AdsyncTerminal.start(
                errors, "preview", "--config", sample.file().toString()));
        await().atMost(SOON).until(() -> gate.waiting() > 0);
        await().during(LONG_ENOUGH).atMost(SOON).until(() -> Files.size(errors) == 0);
        gate.open();

        terminal.awaitText("If the service were started now");
        assertThat(terminal.end()).as(terminal.screen()).isZero();
        assertThat(errors).isEmptyFile();
    }

    @Test
    void a_pipe_gets_nothing_of_it() {
        gate.shut("count=200");
        Adsync preview = start("preview");
        await().atMost(SOON).until(() -> gate.waiting() > 0);
        await().during(LONG_ENOUGH)
                .atMost(SOON)
                .until(() -> preview.out().isEmpty() && preview.err().isEmpty());
        gate.open();

        Adsync.Ended ended = preview.end(SOON);
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).noneMatch(line -> line.contains("\r") || line.contains("\u001B"));
    }

    private String secret(String text) throws IOException {
        return Files.writeString(folder.resolve(text + ".secret"), text).toString();
    }

    private AdsyncTerminal terminal(String... command) {
        String[] line = new String[command.length + 2];
        System.arraycopy(command, 0, line, 0, command.length);
        line[command.length] = "--config";
        line[command.length + 1] = sample.file().toString();
        return closing(AdsyncTerminal.start(line));
    }
}
