package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.OfficeLife;
import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run from its start to its end. */
class RunIT extends CommandLineSuite {

    /** What the service has to stop. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private static final int MANY = 1500;

    @Test
    void a_run_logs_a_json_object_a_line_and_no_secret() throws IOException {
        Adsync run = start("run");
        awaitPeople(PEOPLE);
        await().atMost(SOON).until(() -> changes(run) >= PEOPLE); // each is told once the answer is settled
        Ended ended = run.terminate().end(STOP);

        List<JsonObject> lines = ended.out().stream().map(JsonObject::new).toList();
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.fieldNames()).contains("@timestamp", "level", "message", "logger_name"));
        assertThat(lines)
                .filteredOn(line -> "change".equals(line.getString("message")))
                .hasSizeGreaterThanOrEqualTo(PEOPLE)
                .allSatisfy(line -> {
                    assertThat(line.getString("outcome")).isIn("shipped", "unchanged", "superseded");
                    assertThat(line.getString("kind")).isNotBlank();
                    assertThat(line.getString("objectGUID")).matches("[0-9a-f-]{36}");
                    assertThat(line.getString("correlationId")).isNotBlank();
                });
        assertThat(lines)
                .as(ended.toString())
                .noneMatch(line -> List.of("WARN", "ERROR").contains(line.getString("level")));
        assertThat(ended.err()).isEmpty();
        withoutStackTrace(ended);
        withoutSecretsInTheState();
    }

    @Test
    void the_console_format_is_for_people() {
        sample.with("log", "console");
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("change"));
        Ended ended = run.terminate().end(STOP);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO|WARN) .*"));
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void a_stop_while_changes_flow_is_good_and_the_next_start_goes_on() {
        directory.seedPeople(MANY);
        sample.with("provider.batch", "{size: 20}");
        provider.provider().delay(Duration.ofMillis(100)); // so that most of them are left, however fast the machine is
        Adsync first = start("run");
        await().atMost(SOON).until(() -> changes(first) > 50);
        Ended stopped = first.terminate().end(STOP);
        int people = MANY + PEOPLE;

        assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
        assertThat(stopped.out()).last().asString().contains("\"stopped\"");
        assertThat(stopped.out()).noneMatch(line -> line.contains("did not stop"));
        int before = provider.probe().all("/Users").size();
        assertThat(before).isLessThan(people);

        sample.without("provider.batch");
        provider.provider().delay(Duration.ZERO);
        Adsync second = start("run");
        awaitPeople(people);

        assertThat(second.terminate().end(STOP).exitCode()).isZero();
        assertThat(provider.probe().all("/Users"))
                .extracting(user -> user.getString("externalId"))
                .doesNotHaveDuplicates()
                .hasSize(people);
    }

    @Test
    void a_stop_while_people_are_busy_is_good_and_the_next_start_goes_on() {
        Adsync first = start("run");
        awaitPeople(PEOPLE);
        try (var life = new OfficeLife(directory, new Random(1))) {
            for (int change = 0; change < 30; change++) {
                life.next();
            }
            Ended stopped = first.terminate().end(STOP);
            assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
            life.next();
        }
        Adsync second = start("run");
        second.awaitOut(line -> line.contains("bell registered"));

        Ended stopped = second.terminate().end(STOP);
        assertThat(stopped.exitCode()).isZero();
        assertThat(stopped.out()).noneMatch(line -> line.contains("enumerating the root"));
    }

    @Test
    void a_stop_while_the_provider_is_silent_is_good_and_the_next_start_goes_on() {
        FaultProxy proxy = closing(FaultProxy.before(provider.url()));
        sample.with("provider.url", proxy.url()).with("provider.timeout", "60s");
        proxy.always(request -> request.method().equals("POST"), Fault.blackHole());
        Adsync first = start("run");
        await().atMost(SOON).until(() -> proxy.count("POST", "/") > 0);

        Ended stopped = first.terminate().end(STOP);

        assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
        assertThat(stopped.err()).isEmpty();
        assertThat(stopped.out()).last().asString().contains("\"stopped\"");
        assertThat(stopped.out()).noneMatch(line -> line.contains("did not stop") || line.contains("\"ERROR\""));
        assertThat(provider.probe().all("/Users")).isEmpty();

        proxy.heal();
        Adsync second = start("run");
        awaitPeople(PEOPLE);
        assertThat(second.terminate().end(STOP).exitCode()).isZero();
    }

    @Test
    void a_stop_before_the_provider_ever_answered_is_good() {
        FaultProxy proxy = closing(FaultProxy.before(provider.url()));
        sample.with("provider.url", proxy.url()).with("provider.timeout", "60s");
        proxy.always(any -> true, Fault.blackHole());
        Adsync run = start("run");
        await().atMost(SOON).until(() -> proxy.count("GET", "/") > 0);

        assertThat(run.terminate().end(STOP).exitCode()).isZero();
    }

    private static long changes(Adsync run) {
        return run.out().stream()
                .filter(line -> line.contains("\"message\":\"change\""))
                .count();
    }

    private void awaitPeople(int count) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> provider.probe().get("/Users?count=1").json().getInteger("totalResults") >= count);
    }

    private void withoutSecretsInTheState() throws IOException {
        try (Stream<Path> files = Files.walk(sample.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(DIRECTORY_PASSWORD, PROVIDER_PASSWORD);
            }
        }
    }
}
