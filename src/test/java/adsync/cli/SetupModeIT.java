package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.FreePort;
import adsync.testing.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code adsync run --setup}: from no configuration to the running service in one process, asked as the page asks. */
class SetupModeIT extends CommandLineSuite {

    private final HttpClient client = HttpClient.newHttpClient();

    private Path file;
    private int port;
    private String cookie = "";
    private String token = "";

    @BeforeEach
    void place() throws IOException {
        file = folder.resolve("conf").resolve("adsync.yaml");
        port = FreePort.draw();
    }

    private Adsync setUp(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--setup", "--setup-listen", "127.0.0.1:" + port, "--config", file.toString()));
        arguments.addAll(List.of(more));
        Adsync run = closing(Adsync.start(ENVIRONMENT, arguments.toArray(String[]::new)));
        await().atMost(SOON).until(() -> run.err().stream().anyMatch(line -> line.contains("#sign-in=")));
        return run;
    }

    @Test
    void the_service_starts_in_the_same_process_and_whoever_is_signed_in_stays_so() throws IOException {
        Adsync run = setUp();
        Ended waits = Adsync.run("status", "--config", file.toString());
        assertThat(waits.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(waits.err()).singleElement().asString().contains("the set-up waits", "adsync web");
        Ended link = Adsync.run("web", "--config", file.toString());
        assertThat(link.exitCode()).as(link.toString()).isZero();
        signIn(link.out().getLast());

        answer("OU=Staff," + directory.baseDn());
        assertThat(ask("setup-save").getBoolean("saved")).isTrue();
        ask("setup-end");

        run.awaitOut(line -> line.contains("\"started\""));
        assertThat(questions()).contains("overview", "setup");
        assertThat(Files.readString(file)).contains("listen: 127.0.0.1:" + port).doesNotContain(DIRECTORY_PASSWORD);
        assertThat(file.resolveSibling("control.json")).doesNotExist();
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void a_start_that_fails_leads_back_to_the_set_up_with_the_cause() {
        Adsync run = setUp();
        signIn(run.err().getLast());

        answer("OU=Nowhere," + directory.baseDn());
        ask("setup-save");
        ask("setup-end");

        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> ask("setup").getString("trouble").contains("OU=Nowhere"));
        assertThat(run.runs()).isTrue();
        answer("OU=Staff," + directory.baseDn());
        ask("setup-save");
        ask("setup-end");
        run.awaitOut(line -> line.contains("\"started\""));
    }

    /** As in a container, which would be started again and again. */
    @Test
    void who_is_refused_at_the_start_can_be_mended_on_the_page_instead_of_ending() throws IOException {
        Files.createDirectories(file.getParent());
        String wrong = Files.readString(Service.configuration(folder, directory, provider))
                .replace(DIRECTORY_PASSWORD, "Marker-Wrong.7");
        Files.writeString(file, wrong);
        refused(Adsync.run("run", "--setup", "--config", file.toString()), ExitCode.REFUSED, "svc-adsync");

        Adsync run = setUp("--mend");
        Ended link = Adsync.run("web", "--config", file.toString());
        assertThat(link.exitCode()).as(link.toString()).isZero();
        signIn(link.out().getLast());
        assertThat(ask("setup").getString("trouble")).contains("svc-adsync");
        answer("OU=Staff," + directory.baseDn());
        assertThat(ask("setup-save").getBoolean("saved")).isTrue();
        ask("setup-end");

        run.awaitOut(line -> line.contains("\"started\""));
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    /** Started once more by whoever is told that it does not run, it would be refused once more. */
    @Test
    void who_asks_a_service_that_could_not_start_is_told_why_and_where_it_is_mended() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                Files.readString(Service.configuration(folder, directory, provider))
                        .replace(DIRECTORY_PASSWORD, "Marker-Wrong.7")
                        .replace("listen: 127.0.0.1:0", "listen: 127.0.0.1:" + port));
        Adsync run = setUp("--mend");

        for (String[] command : new String[][] {{"status"}, {"why", "ada"}, {"holds"}, {"reload"}}) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--config", file.toString()));
            Ended told = Adsync.run(ENVIRONMENT, arguments.toArray(String[]::new));
            assertThat(told.exitCode()).as(told.toString()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(told.err())
                    .as(told.toString())
                    .singleElement()
                    .asString()
                    .contains("could not start", "svc-adsync", "adsync web")
                    .doesNotContain("adsync run");
        }
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(body(ready).getString("state")).isEqualTo("down");
        assertThat(ready.body()).contains("could not start", "adsync web").doesNotContain("svc-adsync");
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    /** The order of docs/getting-started.md: the page waits on the port that the configuration made in the terminal names. */
    @Test
    void a_check_does_not_take_the_set_up_for_a_stranger_on_the_port() throws IOException {
        Adsync run = setUp();
        Files.writeString(
                file,
                Files.readString(Service.configuration(folder, directory, provider))
                        .replace("listen: 127.0.0.1:0", "listen: 127.0.0.1:" + port));

        Ended checked = Adsync.run(ENVIRONMENT, "check", "--config", file.toString());

        assertThat(checked.out()).anyMatch(line -> line.matches("ok +listen +.* the set-up page of ADSync.*"));
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
        try (var stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(Adsync.run(ENVIRONMENT, "check", "--config", file.toString())
                            .out())
                    .anyMatch(line -> line.matches("FAILED +listen .*"));
        }
    }

    @Test
    void a_stop_during_the_set_up_is_a_good_end_and_leaves_nothing_of_it() {
        Adsync run = setUp();

        assertThat(run.terminate().end(SOON).exitCode()).isZero();
        assertThat(folder.resolve("conf")).isEmptyDirectory();
    }

    /** As in a container, whose loopback address nobody reaches. */
    @Test
    void elsewhere_than_on_loopback_the_service_stays_where_the_page_was() throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("ADSYNC_LISTEN", "0.0.0.0:" + port);
        Adsync run = closing(Adsync.start(environment, "run", "--setup", "--config", file.toString()));
        await().atMost(SOON).until(() -> run.err().stream().anyMatch(line -> line.contains("#sign-in=")));
        assertThat(run.err().getLast()).contains("http://127.0.0.1:" + port + "/");
        signIn(run.err().getLast());

        answer("OU=Staff," + directory.baseDn());
        ask("setup-save");
        ask("setup-end");

        run.awaitOut(line -> line.contains("\"started\""));
        assertThat(questions()).contains("overview");
        assertThat(Files.readString(file)).contains("listen: 0.0.0.0:" + port, "allowClearText: true");
    }

    @Test
    void a_place_to_listen_that_is_none_is_told() {
        refused(
                Adsync.run("run", "--setup", "--setup-listen", "8480", "--config", file.toString()),
                ExitCode.UNUSABLE,
                "--setup-listen",
                "write host:port");
    }

    @Test
    void without_the_flag_a_missing_file_is_told() {
        refused(Adsync.run("run", "--config", file.toString()), ExitCode.UNUSABLE, "adsync.yaml", "check the path");
    }

    private void answer(String root) {
        JsonObject answers = new JsonObject()
                .put(
                        "set",
                        new JsonObject()
                                .put("organization", "contoso")
                                .put("directory.servers", new JsonArray().add(directory.ldapsUrl()))
                                .put("directory.root", root)
                                .put("directory.user", directory.serviceAccount())
                                .put("provider.url", provider.url())
                                .put("provider.user", provider.userName()))
                .put(
                        "secrets",
                        new JsonObject()
                                .put("directory.password", DIRECTORY_PASSWORD)
                                .put("provider.password", PROVIDER_PASSWORD))
                .put("certificates", new JsonObject().put("directory.trust", directory.certificatePem()));
        JsonObject state = body(post("/api/setup-answer", answers)).getJsonObject("answer");
        assertThat(state.getJsonArray("failures")).isEmpty();
        assertThat(state.encode()).doesNotContain(DIRECTORY_PASSWORD, PROVIDER_PASSWORD);
    }

    private void signIn(String line) {
        String code = line.replaceFirst(".*#sign-in=(\\S+).*", "$1");
        HttpResponse<String> answer = post("/session", new JsonObject().put("code", code));
        assertThat(answer.statusCode()).isEqualTo(200);
        token = body(answer).getString("token");
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private JsonObject ask(String question) {
        HttpResponse<String> answer = post("/api/" + question, new JsonObject());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return body(answer).getJsonObject("answer");
    }

    private JsonArray questions() {
        return body(post("/api/session", new JsonObject())).getJsonArray("questions");
    }

    private static JsonObject body(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    private HttpResponse<String> post(String path, JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .header("X-ADSync-Token", token)
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
