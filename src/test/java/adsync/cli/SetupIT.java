package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.config.Configuration;
import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The set-up in a terminal and by flags, on the embedded directory. */
class SetupIT extends CommandLineSuite {

    private Path file;
    private Path authority;

    @BeforeEach
    void place() throws IOException {
        file = folder.resolve("conf").resolve("adsync.yaml");
        authority = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        Files.writeString(folder.resolve("password"), DIRECTORY_PASSWORD + "\n");
    }

    private List<String> flags() {
        return new ArrayList<>(List.of(
                "setup",
                "--config",
                file.toString(),
                "--non-interactive",
                "--organization",
                "contoso",
                "--server",
                directory.ldapsUrl(),
                "--ca",
                authority.toString(),
                "--user",
                directory.serviceAccount(),
                "--password-file",
                folder.resolve("password").toString(),
                "--root",
                "OU=Staff," + directory.baseDn(),
                "--provider-url",
                provider.url(),
                "--provider-user",
                provider.userName(),
                "--provider-password-env",
                "PROVIDER_PASSWORD",
                "--state",
                folder.resolve("state").toString(),
                "--listen",
                "127.0.0.1:0"));
    }

    private Ended setup(List<String> flags, String... more) {
        flags.addAll(List.of(more));
        Ended ended = Adsync.run(ENVIRONMENT, flags.toArray(String[]::new));
        withoutStackTrace(ended);
        return ended;
    }

    @Test
    void flags_make_a_configuration_that_runs() {
        Ended made = setup(flags(), "--json");

        assertThat(made.exitCode()).as(made.toString()).isZero();
        JsonObject report = new JsonObject(made.out().getLast());
        assertThat(report.getBoolean("saved")).isTrue();
        assertThat(report.getJsonObject("preview").getJsonObject("changes").getInteger("create"))
                .isEqualTo(PEOPLE);
        assertThat(Configuration.load(file, Map.of()).warnings()).isEmpty();
        Adsync run = closing(Adsync.start("run", "--config", file.toString()));
        run.awaitOut(line -> line.contains("\"change\"") && line.contains("\"shipped\""));
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void a_dry_run_saves_nothing() {
        Ended tried = setup(flags(), "--dry-run");

        assertThat(tried.exitCode()).as(tried.toString()).isZero();
        assertThat(tried.out()).contains("organization: contoso").anyMatch(line -> line.startsWith("create"));
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --server       | ldaps://127.0.0.1:1             | 1 | refused
            --server       | dc1                             | 1 | no address of dc1 is known
            --server       | https://dc1                     | 2 | directory.servers: expected
            --user         | CN=nobody,DC=corp,DC=example    | 1 | to mend it: correct the name
            --root         | OU=Nowhere,DC=corp,DC=example   | 1 | does not exist
            --provider-url | http://127.0.0.1:1/scim         | 1 | no connection
            --poll         | 5                               | 2 | directory.poll: expected a duration
            --service      | mailbox=CN=Nobody,DC=corp,DC=example | 1 | does not exist
            --service      | mailbox                         | 2 | --service must be NAME=DN
            --provider-password-file | nowhere               | 2 | keep one
            """)
    void a_wrong_answer_has_its_cause_and_saves_nothing(String flag, String value, int exitCode, String cause) {
        List<String> flags = flags();
        int at = flags.indexOf(flag);
        if (at >= 0) {
            flags.set(at + 1, value);
        } else {
            flags.addAll(List.of(flag, value));
        }

        Ended ended = setup(flags);

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
        assertThat(ended.toString()).contains(cause);
        assertThat(file).doesNotExist();
    }

    @Test
    void what_is_missing_is_told_at_once() {
        Ended ended = Adsync.run("setup", "--config", file.toString(), "--json");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(new JsonObject(ended.out().getLast())
                        .getJsonArray("failures")
                        .encode())
                .contains("organization", "directory.servers", "directory.root", "provider.url");
    }

    @Test
    void a_conversation_makes_a_configuration_and_mistakes_can_be_corrected() {
        Adsync talk = closing(Adsync.start("setup", "--config", file.toString()));
        talk.type(directory.ldapsUrl()) // not trusted yet
                .type("y", "n", authority.toString(), "") // the same address
                .type(directory.serviceAccount(), "wrong", "y", "", DIRECTORY_PASSWORD)
                .type("", "OU=Nowhere," + directory.baseDn(), "n", "n", "y") // a root that is none
                .type("n", "OU=Staff," + directory.baseDn(), "n", "n")
                .type("contoso", provider.url(), provider.userName(), PROVIDER_PASSWORD)
                .type("n", "5", "y", "30s", "y", "y")
                .typeNoMore();

        Ended ended = talk.end(SOON);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .anyMatch(line -> line.contains("not issued by a certificate authority that we trust"))
                .anyMatch(line -> line.contains("the password is wrong"))
                .anyMatch(line -> line.contains("directory.poll: expected a duration"))
                .anyMatch(line -> line.startsWith("create"));
        withoutStackTrace(ended);
        Configuration made = Configuration.load(file, Map.of());
        assertThat(made.warnings()).isEmpty();
        assertThat(made.scope().roots()).containsExactly("OU=Staff," + directory.baseDn());
        assertThat(made.poll()).hasSeconds(30);
    }

    @Test
    void whoever_answers_ldap_is_asked_whether_it_is_to_be_encrypted() {
        Adsync talk = closing(Adsync.start("setup", "--config", file.toString()));
        talk.type(directory.ldapUrl(), "n") // in clear text
                .type("y", "", "y") // not trusted yet
                .type("y", "n", authority.toString(), "", "") // all as it was
                .type(directory.serviceAccount(), DIRECTORY_PASSWORD)
                .type("OU=Staff," + directory.baseDn(), "n", "n")
                .type("contoso", provider.url(), provider.userName(), PROVIDER_PASSWORD)
                .type("n", "30s", "n", "y")
                .typeNoMore();

        Ended ended = talk.end(SOON);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .anyMatch(line -> line.contains("expected encrypted connections, found ldap:// without TLS"))
                .anyMatch(line ->
                        line.contains("StartTLS: encrypt what begins as ldap:// before anything else is said?"));
        Configuration made = Configuration.load(file, Map.of());
        assertThat(made.warnings()).isEmpty();
        assertThat(made.directory().startTls()).isTrue();
    }

    @Test
    void a_later_conversation_says_how_a_service_that_runs_takes_it_over() {
        setup(flags(), "--no-preview");
        Adsync talk = closing(Adsync.start("setup", "--config", file.toString()));
        talk.type("", "", "", "", "", "", "", "", "") // all as it is
                .type("n", "9s", "n", "y")
                .typeNoMore();

        Ended ended = talk.end(SOON);

        assertThat(ended.out())
                .as(ended.toString())
                .anyMatch(line -> line.contains("Saved. A service that runs uses it after:  adsync reload"));
        assertThat(Configuration.load(file, Map.of()).poll()).hasSeconds(9);
    }

    @Test
    void the_end_of_the_input_saves_nothing() {
        Adsync talk = closing(Adsync.start("setup", "--config", file.toString()));

        Ended ended = talk.type("ldaps://127.0.0.1:1").typeNoMore().end(SOON);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.out()).last().asString().contains("nothing was saved");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_later_set_up_shows_what_it_changes() throws IOException {
        setup(flags(), "--no-preview");
        Files.writeString(file, Files.readString(file) + "# Ours.\n");

        Ended changed = Adsync.run("setup", "--config", file.toString(), "--non-interactive", "--poll", "7s", "--json");

        assertThat(changed.exitCode()).as(changed.toString()).isZero();
        assertThat(new JsonObject(changed.out().getLast()).getJsonArray("changes"))
                .containsExactly(new JsonObject()
                        .put("key", "directory.poll")
                        .put("before", "")
                        .put("after", "7s")
                        .put("restart", false));
        assertThat(Configuration.load(file, Map.of()).poll()).hasSeconds(7);
        assertThat(Files.readString(file)).contains("# Ours.");
    }

    @Test
    void the_tree_can_be_browsed_before_there_is_a_configuration() {
        List<String> flags = new ArrayList<>(List.of(
                "browse",
                "--config",
                file.toString(),
                "--server",
                directory.ldapsUrl(),
                "--ca",
                authority.toString(),
                "--user",
                directory.serviceAccount(),
                "--password-file",
                folder.resolve("password").toString()));

        Ended all = setup(new ArrayList<>(flags), "--json");
        Ended nowhere = setup(new ArrayList<>(flags), "OU=Nowhere," + directory.baseDn());

        assertThat(all.exitCode()).as(all.toString()).isZero();
        assertThat(all.out().stream().map(JsonObject::new)).anySatisfy(line -> {
            assertThat(line.getString("dn")).isEqualTo("OU=Staff," + directory.baseDn());
            assertThat(line.getInteger("users")).isEqualTo(PEOPLE);
        });
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(nowhere.err()).singleElement().asString().contains("does not exist");
    }
}
