package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.control.ControlClient;
import adsync.desk.Holds;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.OfficeLife;
import adsync.testing.Adsync;
import adsync.testing.SdkScimServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running service reads its configuration again. */
class ReloadIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PEOPLE = 10;

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final SdkScimServer provider = SdkScimServer.start();
    private final LoginGate gate = new LoginGate(provider.url(), provider.userName(), provider.password());
    private final OfficeLife life;
    private final Map<String, String> environment =
            Map.of("DIRECTORY_PASSWORD", directory.options().accounts().servicePassword());

    @TempDir
    Path folder;

    ReloadIT() {
        directory.seedPeople(PEOPLE);
        life = new OfficeLife(directory, new Random(1));
    }

    private Path secret;
    private @Nullable Adsync running;
    private Sample sample;

    @BeforeEach
    void configure() throws IOException {
        secret = folder.resolve("provider.secret");
        Files.writeString(secret, provider.password());
        sample = new Sample(folder, directory, provider)
                .with("directory.poll", "1s")
                .with("provider.url", gate.url())
                .with("provider.password", "${file:" + secret + "}");
    }

    @AfterEach
    void close() {
        if (running != null) {
            running.close();
        }
        life.close();
        gate.close();
        provider.close();
        directory.close();
    }

    @Test
    void a_secret_that_was_exchanged_is_read_when_the_old_one_is_refused_or_taken_by_a_hangup()
            throws IOException, InterruptedException {
        Adsync run = started();
        Files.writeString(secret, "the-new-one\n");
        gate.exchange("the-new-one");

        life.happen(OfficeLife.Happening.HIRED);

        await().atMost(SOON).until(() -> people() == PEOPLE + 1);
        assertThat(gate.refused()).isPositive();
        assertThat(run.out()).noneMatch(line -> line.contains("\"ERROR\""));

        int refused = gate.refused();
        gate.exchange("the-newest-one");
        life.happen(OfficeLife.Happening.HIRED);
        await().atMost(SOON).until(() -> gate.refused() > refused);

        sample.with("provider.password", "the-newest-one").file();
        hangUp(run);

        run.awaitOut(line -> line.contains("configuration reloaded"));
        await().atMost(SOON).until(() -> people() == PEOPLE + 2);
        assertThat(String.join("\n", run.out())).doesNotContain("the-newest-one");
        life.happen(OfficeLife.Happening.HIRED);
        await().atMost(SOON).until(() -> people() == PEOPLE + 3);
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void a_file_or_a_login_that_cannot_be_used_changes_nothing_and_is_told() throws IOException, InterruptedException {
        Adsync run = started();
        Path file = sample.with("provider.concurrency", "0").file();
        hangUp(run);
        String line = run.awaitOut(told -> told.contains("is not used"));

        assertThat(line).contains(file.getFileName() + ":", "provider.concurrency");
        life.happen(OfficeLife.Happening.HIRED);
        await().atMost(SOON).until(() -> people() == PEOPLE + 1);

        sample.without("provider.concurrency")
                .with("provider.password", "never-heard-of")
                .file();
        Adsync.Ended reload = adsync("reload");

        assertThat(reload.exitCode()).as(reload.toString()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(reload.err()).singleElement().asString().contains("goes on as it was", "401");
        life.happen(OfficeLife.Happening.HIRED);
        await().atMost(SOON).until(() -> people() == PEOPLE + 2);
    }

    @Test
    void what_only_a_start_can_change_changes_nothing_with_all_that_came_with_it_and_the_log_is_another_at_once() {
        Adsync run = started();
        sample.with("listen", "127.0.0.2:0").with("directory.poll", "2s").file();
        Adsync.Ended reload = adsync("reload", "--json");

        assertThat(reload.exitCode()).as(reload.toString()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(json(reload).getJsonArray("problems"))
                .singleElement()
                .asString()
                .contains("listen: ", "restart");

        sample.with("listen", "127.0.0.1:0").file();
        assertThat(json(adsync("reload", "--json")).getJsonArray("changes"))
                .singleElement()
                .asString()
                .contains("directory.poll");
        assertThat(json(adsync("reload", "--json")).getString("message")).contains("nothing is different");

        sample.with("log", "console").file();
        assertThat(adsync("reload").exitCode()).isZero();

        life.happen(OfficeLife.Happening.HIRED);
        run.awaitOut(line -> !line.startsWith("{") && line.contains("change"));
    }

    @Test
    void a_changed_scope_is_previewed_and_goes_through_the_guard() throws IOException, InterruptedException {
        sample.with("guard.leaveScope", "{count: 2, percent: 0}");
        started();
        sample.with("scope.filter", "\"(employeeType=nobody-is-this)\"").file();
        Adsync.Ended reload = adsync("reload", "--json");

        assertThat(reload.exitCode()).as(reload.toString()).isZero();
        assertThat(json(reload).getJsonObject("preview").getLong("held")).isEqualTo(PEOPLE);
        await().atMost(SOON)
                .until(() -> control(Holds.NAME, new JsonObject())
                                .getJsonArray("holds")
                                .size()
                        == 1);
        assertThat(json(adsync("holds", "--json")).getJsonArray("holds")).hasSize(1);
        assertThat(provider.probe().all("/Users")).allMatch(user -> user.getBoolean("active"));

        String metrics = metrics();
        assertThat(metrics).contains("adsync_listener_bell_active");
        assertThat(metrics.lines().filter(line -> line.startsWith("adsync_shipper_concurrency_limit_requests ")))
                .singleElement()
                .asString()
                .doesNotContain("NaN");
    }

    @Test
    void what_is_asked_for_while_a_change_is_previewed_is_taken_over_after_it()
            throws IOException, InterruptedException {
        Adsync run = started();
        sample.with("scope.exclude", "[\"OU=Legal,OU=Staff," + directory.baseDn() + "\"]")
                .file();
        gate.shut("/Users");
        hangUp(run);
        await().atMost(SOON).until(() -> gate.waiting() > 0);
        sample.with("scope.exclude", "[\"OU=Finance,OU=Staff," + directory.baseDn() + "\"]")
                .file();

        long number = control("reload", new JsonObject()).getLong("number"); // as adsync reload asks
        gate.open();
        var about = new JsonObject().put("number", number);
        await().atMost(SOON).until(() -> !control("reload", about).getBoolean("running", false));

        assertThat(control("reload", about).getString("message")).contains("is used from now on");
        assertThat(control("reload", about).getJsonArray("changes"))
                .singleElement()
                .asString()
                .contains("OU=Finance");
        assertThat(run.out())
                .filteredOn(line -> line.contains("configuration reloaded"))
                .hasSize(2);
        assertThat(json(adsync("reload", "--json")).getString("message")).contains("nothing is different");
    }

    private JsonObject control(String question, JsonObject asked) throws InterruptedException {
        var told = ControlClient.ask(sample.state(), question, asked);
        assertThat(told).isInstanceOf(ControlClient.Answered.class);
        return ((ControlClient.Answered) told).answer().body();
    }

    private Adsync started() {
        Adsync run = Adsync.start(environment, "run", "--config", sample.file().toString());
        running = run;
        run.awaitOut(line -> line.contains("\"started\""));
        await().atMost(SOON).until(() -> people() == PEOPLE);
        return run;
    }

    private Adsync.Ended adsync(String... command) {
        String[] arguments = Arrays.copyOf(command, command.length + 2);
        arguments[command.length] = "--config";
        arguments[command.length + 1] = folder.resolve("adsync.yaml").toString();
        return Adsync.run(environment, arguments);
    }

    private static void hangUp(Adsync run) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(run.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private int people() {
        return provider.probe().get("/Users?count=1").json().getInteger("totalResults");
    }

    private String metrics() throws IOException, InterruptedException {
        JsonObject control = new JsonObject(Files.readString(sample.state().resolve("control.json")));
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(control.getString("url")).resolve("/metrics");
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static JsonObject json(Adsync.Ended ended) {
        return new JsonObject(String.join("\n", ended.out()));
    }
}
