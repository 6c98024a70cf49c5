package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Service;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TailCommandTest extends DeskFixture {

    @Test
    void the_last_changes_as_lines_and_as_json() throws IOException {
        try (Service service = audited()) {
            assertThat(adsync("tail", "--text").out().lines())
                    .hasSize(PEOPLE)
                    .allMatch(line -> line.contains("  created ") && !line.startsWith("{"));
            assertThat(json(adsync("tail"))).as("in a pipe").hasSize(PEOPLE);
            List<JsonObject> lines = json(adsync("tail", "--json", "-n", "3"));
            assertThat(lines).hasSize(3);
            assertThat(lines.getLast().getLong("line")).isEqualTo(PEOPLE);
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
    }

    @Test
    void filters_are_about_person_kind_outcome_time_and_correlation() throws IOException {
        try (Service service = audited()) {
            String login = unlucky("userPrincipalName");
            List<JsonObject> parked = json(adsync("tail", "--json", "--outcome", "parked"));
            assertThat(parked)
                    .singleElement()
                    .matches(line -> line.getString("dn").startsWith("CN="));
            String id = parked.getFirst().getString("correlationId");
            assertThat(json(adsync("tail", "--json", "--user", login))).isEqualTo(parked);
            assertThat(json(adsync("tail", "--json", "--correlation", id))).isEqualTo(parked);
            assertThat(json(adsync("tail", "--json", "--since", "1h"))).hasSize(PEOPLE);
            assertThat(json(adsync("tail", "--json", "--since", "1h", "-n", "2")))
                    .hasSize(2);
            assertThat(adsync("tail", "--since", "2099-01-01T00:00:00Z").out()).isEmpty();
            assertThat(adsync("tail", "--kind", "deleted").out()).isEmpty();
            assertThat(service.statistics().outbox()).isZero();
        }
        for (String kind : List.of("password", "controller_enrolled", "controller_renewed", "controller_revoked")) {
            assertThat(adsync("tail", "--kind", kind)).returns(ExitCode.OK, Ended::exitCode);
        }
        assertThat(adsync("tail", "--outcome", "postponed").err()).contains("--outcome", "is none of");
        assertThat(adsync("tail", "--text", "--json").exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(adsync("tail", "--kind", "creatd").err()).contains("--kind", "did you mean created?");
        Ended nobody = adsync("tail", "--user", "nobody@example.com");
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(nobody.err()).contains("nobody@example.com");
    }

    @Test
    void before_the_first_change_it_says_so() {
        Ended ended = adsync("tail");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.err()).contains("there is no audit log");
    }

    @Test
    void it_follows_and_ends_quietly_with_its_reader() throws IOException {
        try (Service service = audited()) {
            var reader = new Reader(PEOPLE + 1);
            CompletableFuture<Integer> following = CompletableFuture.supplyAsync(() -> Main.run(
                    new PrintWriter(reader),
                    new PrintWriter(Writer.nullWriter()),
                    "tail",
                    "--follow",
                    "--json",
                    "--config",
                    folder.resolve("adsync.yaml").toString()));
            await().atMost(SOON).until(() -> reader.lines.size() == PEOPLE);
            append();
            append();
            assertThat(following.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
            assertThat(reader.lines).hasSize(PEOPLE + 1);
            assertThat(service.statistics().outbox()).isZero();
        }
    }

    /** As if another change had come to its end. */
    private void append() throws IOException {
        Path log = folder.resolve("state/audit/audit.jsonl");
        Files.writeString(log, new JsonObject().put("line", 99).encode() + "\n", StandardOpenOption.APPEND);
    }

    private Service audited() {
        Service service = started();
        await().atMost(SOON).until(() -> adsync("tail", "--json").out().lines().count() == PEOPLE);
        return service;
    }

    private static List<JsonObject> json(Ended ended) {
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().lines().map(JsonObject::new).toList();
    }

    /** Reads so many lines, then is gone. */
    private static final class Reader extends Writer {
        private final int most;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final StringBuilder line = new StringBuilder();

        Reader(int most) {
            this.most = most;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            for (int at = from; at < from + length; at++) {
                if (lines.size() >= most) {
                    throw new IOException("Broken pipe");
                }
                if (text[at] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(text[at]);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
