package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.journal.Answer;
import adsync.journal.ChangeSettled;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import adsync.testing.Service;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of every day, with a running service and without one. One of five users finds its login taken. */
class DeskCommandsTest extends DeskFixture {

    @Test
    void why_answers_from_the_journal_where_the_directory_cannot_be_asked() {
        try (Service service = started()) {
            assertThat(adsync("why", unlucky.getDN()).out())
                    .contains("in: It lives in OU=Staff," + directory.baseDn() + " (directory.root).");

            directory.close();

            Ended why = adsync("why", unlucky.getDN());
            assertThat(why.exitCode()).isZero();
            assertThat(why.out())
                    .startsWith(unlucky.getDN())
                    .contains("parked", "which is not ours", "it was in scope when it was last read")
                    .contains("The directory could not be asked, so what it does not say is as last seen: ");
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
    }

    @Test
    void status_is_watched_as_often_as_is_wanted() {
        try (Service service = started()) {
            Ended text = adsync("status", "--watch", "--interval", "1", "--count", "2");
            assertThat(text.exitCode()).as(text.toString()).isZero();
            assertThat(text.out().lines().filter(line -> line.startsWith("service ")))
                    .hasSize(2);
            Ended lines = adsync("status", "--watch", "--interval", "1", "--count", "2", "--json");
            assertThat(lines.out().lines()).hasSize(2).allMatch(line -> new JsonObject(line).containsKey("parts"));
            assertThat(adsync("status").out().lines().filter(line -> line.startsWith("service ")))
                    .hasSize(1);
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
        Ended ended = adsync("status", "--watch", "--interval", "1", "--count", "2");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.err().lines()).hasSize(2);
        for (String[] wrong : new String[][] {{"--interval", "0"}, {"--interval", "3601"}, {"--count", "0"}}) {
            assertThat(adsync("status", "--watch", wrong[0], wrong[1])).returns(ExitCode.UNUSABLE, Ended::exitCode);
        }
    }

    @Test
    void a_running_service_tells_who_is_parked_and_tries_again() {
        try (Service service = started()) {
            for (Ended list : List.of(adsync("status"), adsync("parked"))) {
                assertThat(list.exitCode()).as(list.toString()).isZero();
                assertThat(list.out()).contains(unlucky.getDN(), "which is not ours", "SINCE", "CAUSE");
                assertThat(list.err()).isEmpty();
            }
            assertThat(adsync("status").out())
                    .contains(
                            "has read everything: yes",
                            "time since it was read completely: ",
                            "changes are shipped: yes")
                    .doesNotContainPattern("(?m)^ +\\w*[a-z][A-Z]\\w*: ")
                    .doesNotContainPattern("(?m) +$");
            JsonObject parked = adsync("parked", "--json").json();
            assertThat(parked.getLong("total")).isEqualTo(1);
            JsonObject status = adsync("status", "--json").json();
            assertThat(status.getJsonArray("parked")).isEqualTo(parked.getJsonArray("parked"));
            assertThat(status.getJsonObject("parts").fieldNames())
                    .contains("directory", "provider", "journal", "audit");

            provider.probe().delete("/Users/" + stranger);
            Ended retry = adsync("retry", unlucky("sAMAccountName"));

            assertThat(retry.exitCode()).as(retry.toString()).isZero();
            await().atMost(SOON).until(() -> provider.users().size() == PEOPLE);
            await().atMost(SOON).until(() -> service.statistics().parked() == 0);
            assertThat(adsync("parked").out()).contains("Nobody is parked.");
            assertThat(adsync("retry", "--all"))
                    .extracting(Ended::exitCode, Ended::err)
                    .containsExactly(ExitCode.NOT_WELL, "adsync: nobody is parked\n");
        }
    }

    @Test
    void who_is_tried_again_by_itself_is_told_with_the_time() {
        try (Service service = started()) {
            assertThat(adsync("parked", "--postponed").out()).isEqualTo("Nobody waits for another try.\n");
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
        Instant next = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        journal(journal -> {
            journal.releaseParked().await();
            OutboxRow row =
                    journal.claim(new Partition(0, 1), Instant.now(), 1).await().getFirst();
            var busy = new Answer(ChangeSettled.Outcome.POSTPONED, 503, "busy");
            return journal.settle(List.of(new Settlement.Postponed(row, busy, next, "it is busy", true, false)))
                    .await();
        });

        Ended list = adsync("parked", "--postponed");

        assertThat(list.exitCode()).as(list.toString()).isZero();
        assertThat(list.out())
                .contains("NEXT TRY", unlucky.getDN(), "it is busy", "1 postponed.", Instants.told(next.toString()));
        JsonObject told = adsync("parked", "--postponed", "--json").json();
        assertThat(told.getLong("total")).isEqualTo(1);
        assertThat(told.getJsonArray("postponed").getJsonObject(0).getString("nextTry"))
                .isEqualTo(next.toString());
        assertThat(adsync("parked").out()).endsWith("Nobody is parked.\n");
    }

    @Test
    void why_explains_a_person_by_any_of_its_names() {
        try (Service service = started()) {
            String guid = adsync("parked", "--json")
                    .json()
                    .getJsonArray("parked")
                    .getJsonObject(0)
                    .getString("objectGUID");
            List<String> names = new ArrayList<>(List.of(unlucky.getDN(), guid));
            for (String attribute : List.of("userPrincipalName", "sAMAccountName", "mail")) {
                names.add(unlucky(attribute));
            }
            for (String name : names) {
                Ended why = adsync("why", name);
                assertThat(why.exitCode()).as(why.toString()).isZero();
                assertThat(why.out())
                        .startsWith(unlucky.getDN())
                        .contains(guid, "parked", "which is not ours", "has no account of it that we know", "in: ");
            }
            JsonObject person =
                    adsync("why", guid, "--json").json().getJsonArray("people").getJsonObject(0);
            assertThat(person.getString("state")).isEqualTo("parked");
            assertThat(person.getJsonObject("waiting").getString("cause")).contains("which is not ours");
            assertThat(person.getJsonObject("lastAnswer").getString("outcome")).isEqualTo("parked");

            provider.probe().delete("/Users/" + stranger);
            adsync("retry", "--all");
            await().atMost(SOON).until(() -> service.statistics().links() == PEOPLE);

            JsonObject mended =
                    adsync("why", guid, "--json").json().getJsonArray("people").getJsonObject(0);
            assertThat(mended.getString("state")).isEqualTo("settled");
            assertThat(mended.getJsonObject("provider").getString("id")).isNotBlank();
            assertValues(mended.getJsonObject("provider"), adsync("why", guid).out());
        }
    }

    private void assertValues(JsonObject provided, String text) {
        String login = unlucky.getAttributeValue("userPrincipalName");
        assertThat(provided.getJsonArray("acknowledged")).contains("userName");
        assertThat(provided.getJsonObject("values").getString("userName")).isEqualTo(login);
        assertThat(provided.getJsonObject("values").getBoolean("active")).isTrue();
        assertThat(provided.getJsonObject("values").fieldNames())
                .containsExactlyElementsOf(provided.getJsonArray("acknowledged").stream()
                        .map(String::valueOf)
                        .toList());
        assertThat(provided.getJsonObject("values").stream().filter(value -> value.getValue() == null))
                .isEmpty();
        assertThat(text).contains("userName: " + login, "active: true");
    }

    @Test
    void every_change_is_in_the_audit_log() throws IOException {
        try (Service service = started()) {
            Path log = folder.resolve("state/audit/audit.jsonl");
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readAllLines(log).size() == PEOPLE);

            assertThat(adsync("audit", "verify").out())
                    .isEqualTo("The audit log is sound: 5 lines, numbers 1 to 5, in 1 file.\n");
            assertThat(adsync("audit", "verify", "--json").json().getLong("lines"))
                    .isEqualTo(PEOPLE);
            List<JsonObject> lines =
                    Files.readAllLines(log).stream().map(JsonObject::new).toList();
            assertThat(lines)
                    .filteredOn(line -> line.getString("dn").equals(unlucky.getDN()))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getString("outcome")).isEqualTo("parked");
                        assertThat(line.getString("detail")).contains("which is not ours");
                        assertThat(line.getJsonObject("changes")
                                        .getJsonObject("userPrincipalName")
                                        .getJsonArray("after"))
                                .containsExactly(unlucky("userPrincipalName"));
                    });
            await().atMost(SOON).until(() -> service.meter("adsync_audit_lines_total") == PEOPLE);
            assertThat(service.meter("adsync_audit_writable")).isEqualTo(1);

            Files.writeString(log, Files.readString(log).replaceFirst("\"outcome\":\"\\w+\"", "\"outcome\":\"x\""));
            Ended broken = adsync("audit", "verify");
            assertThat(broken.exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(broken.err()).startsWith("adsync: the audit log was changed: " + log + " line 1: ");
        }
    }

    @Test
    void an_audit_log_that_cannot_be_written_holds_up_nobody_and_catches_up() throws IOException {
        Path obstacle =
                Files.writeString(Files.createDirectory(folder.resolve("state")).resolve("audit"), "no folder");
        try (Service service = started()) {
            await().atMost(SOON).until(() -> service.meter("adsync_audit_writable") == 0);
            assertThat(adsync("status").out())
                    .contains("the audit log cannot be written")
                    .contains("degraded");

            Files.delete(obstacle);

            await().atMost(SOON).until(() -> service.meter("adsync_audit_lines_total") == PEOPLE);
            assertThat(adsync("audit", "verify").exitCode()).isZero();
            assertThat(service.meter("adsync_audit_writable")).isEqualTo(1);
        }
    }

    @Test
    void without_a_service_the_journal_is_asked_and_decided_upon() {
        String guid;
        try (Service service = started()) {
            assertThat(service.statistics().parked()).isEqualTo(1);
            guid = adsync("parked", "--json")
                    .json()
                    .getJsonArray("parked")
                    .getJsonObject(0)
                    .getString("objectGUID");
        }
        assertThat(folder.resolve("state/control.json")).doesNotExist();
        long hold = journal(journal -> {
            Hold opened = journal.hold(HazardKind.FIRST_LOAD).await();
            return opened.id();
        });

        assertThat(adsync("parked").out()).contains("No service runs", unlucky.getDN());
        assertThat(adsync("why", guid).out()).contains(unlucky.getDN(), "parked");
        assertThat(adsync("holds").out())
                .contains("No service runs", "first_load", "open", "adsync approve " + hold + ";");
        assertThat(adsync("retry", guid).exitCode()).isZero();
        assertThat(adsync("retry", guid).err()).contains("neither parked nor postponed"); // it is due already
        assertThat(adsync("approve", "4711").err()).contains("there is no hold 4711", hold + " (first_load)");
        assertThat(adsync("approve", String.valueOf(hold)).exitCode()).isZero();
        assertThat(adsync("reject", String.valueOf(hold)))
                .extracting(Ended::exitCode)
                .isEqualTo(ExitCode.NOT_WELL);
        assertThat(adsync("reject", String.valueOf(hold)).err()).contains("is approved already");
        assertThat(adsync("reconcile"))
                .satisfies(ended -> assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL))
                .satisfies(ended -> assertThat(ended.err()).contains("no service runs", "adsync run"));
    }

    @Test
    void a_first_load_that_waits_tells_what_becomes_of_whom() {
        try (Service service = Service.start(folder.resolve("adsync.yaml"), false)) {
            await().atMost(SOON).until(() -> service.statistics().outbox() == PEOPLE);

            Ended holds = adsync("holds", "--limit", "3");

            assertThat(holds.exitCode()).as(holds.toString()).isZero();
            assertThat(holds.out()).contains("first_load", "would create 4", "  hold 1  create  CN=");
            assertThat(holds.out().lines().filter(line -> line.contains("CN="))).hasSize(3);
            JsonObject told =
                    adsync("holds", "--json").json().getJsonArray("holds").getJsonObject(0);
            assertThat(told.getLong("objects")).isEqualTo(PEOPLE);
            assertThat(told.getJsonObject("forecast").getJsonObject("changes").getLong("create"))
                    .isEqualTo(4);
            assertThat(adsync("status").out()).contains("first_load", "adsync holds");
            assertThat(provider.users()).hasSize(1);
        }
    }

    @Test
    void a_state_folder_of_an_unreachable_process_is_told() {
        journal(journal -> {
            Ended ended = adsync("parked");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(ended.err())
                    .startsWith("adsync: The state folder " + folder.resolve("state")
                            + " is held by another process that cannot be reached")
                    .contains("to mend it: ");
            return ended;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"parked", "retry --all", "holds", "approve 1", "reject 1", "why ada", "reconcile", "audit verify"
            })
    void before_the_first_start_there_is_nothing(String command) {
        Ended ended = adsync(command.split(" ", -1));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.err()).startsWith("adsync: ").hasLineCount(1);
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void who_and_what_does_not_exist_is_told() {
        try (Service service = started()) {
            assertThat(adsync("why", "nobody@contoso.test"))
                    .isEqualTo(
                            new Ended(
                                    ExitCode.NOT_WELL,
                                    "",
                                    "adsync: nobody we know has the login, name, mail address or objectGUID nobody@contoso.test, and nobody in the directory\n"));
            assertThat(adsync("retry", "nobody").exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(adsync("approve", "7").err()).isEqualTo("adsync: there is no hold 7; open are: none\n");
            assertThat(adsync("reject", "7").exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(adsync("dc", "revoke", "dc9").err())
                    .isEqualTo("adsync: there is no domain controller dc9: see adsync dc list\n");
            assertThat(adsync("dc", "revoke", "dc9", "--stolen").err())
                    .isEqualTo(
                            "adsync: there is no domain controller dc9, and nothing of it waits: see adsync dc list\n");
            assertThat(adsync("holds").out()).isEqualTo("Nothing is held.\n");
            assertThat(adsync("holds", "--json").json().getJsonArray("holds")).isEmpty();
            assertThat(adsync("reconcile").exitCode()).isZero();
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "retry, WHO",
        "retry ada --all, mutually exclusive",
        "approve x, HOLD",
        "approve 3 --count some, --count",
        "holds --offset -1, --offset must be 0 or more",
        "reconcile --withdraw-out-of-scope, for --provider only",
        "parked --limit 0, --limit must be from 1 to 10000",
        "why, WHO",
        "audit, audit verify"
    })
    void a_slip_is_explained(String command, String told) {
        Ended ended = adsync(command.split(" ", -1));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).startsWith("adsync: ").contains(told, "--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"why", "parked", "retry", "holds", "approve", "reject", "reconcile", "audit", "audit verify"})
    void help_has_an_example_and_the_exit_codes(String command) {
        Ended ended = run((command + " --help").split(" ", -1));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("Usage: adsync " + command, "Example: adsync " + command);
        if (!command.equals("audit")) {
            assertThat(ended.out()).contains("Exit code 0");
        }
    }
}
