package adsync.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Adsync;
import adsync.testing.FreePort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard, by a real Prometheus (Debian's package of that name) that scrapes a running demo. */
class MonitoringIT {

    private static final int UNAVAILABLE = 503;
    private static final Path MONITORING = Path.of("monitoring").toAbsolutePath();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("http://(127\\.0\\.0\\.1:\\d+)/metrics");

    @TempDir
    private Path folder;

    @Test
    void the_rules_pass_their_tests() throws IOException, InterruptedException {
        assertThat(exitCode("promtool", "check", "rules", "alerts.yml")).isZero();
        assertThat(exitCode("promtool", "test", "rules", "alerts-test.yml")).isZero();
        assertThat(exitCode("promtool", "check", "config", "prometheus.yml")).isZero();
    }

    @Test
    void every_panel_of_the_dashboard_shows_something() throws IOException {
        List<String> expressions = expressions();
        int port = FreePort.draw();
        try (Adsync demo = Adsync.start("demo", "--listen", "127.0.0.1:0", "--rate", "5")) {
            String line = demo.awaitOut(text -> ADDRESS.matcher(text).find());
            Matcher address = ADDRESS.matcher(line);
            assertThat(address.find()).isTrue();
            Process prometheus = prometheus(port, address.group(1));
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(expressions).hasSizeGreaterThan(30);
                for (String expression : expressions) {
                    await(expression)
                            .atMost(SOON)
                            .pollInterval(Duration.ofMillis(500))
                            .ignoreExceptionsInstanceOf(IOException.class)
                            .until(() -> shows(client, port, expression));
                }
            } finally {
                prometheus.destroy();
                prometheus.onExit().join();
            }
        }
    }

    /** A value that is a number, in at least one series. */
    private static boolean shows(HttpClient client, int port, String expression)
            throws IOException, InterruptedException {
        URI query =
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        var answer = client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString());
        if (answer.statusCode() == UNAVAILABLE) {
            return false; // it listens before it is ready
        }
        if (answer.statusCode() != 200) {
            throw new AssertionError(expression + ": " + answer.body());
        }
        JsonArray series = new JsonObject(answer.body()).getJsonObject("data").getJsonArray("result");
        return series.stream()
                .map(one -> ((JsonObject) one).getJsonArray("value").getString(1))
                .anyMatch(value -> !"NaN".equals(value));
    }

    /** What the panels ask, with Grafana's variables as it would fill them in. */
    private static List<String> expressions() throws IOException {
        var dashboard = new JsonObject(Files.readString(MONITORING.resolve("dashboard.json")));
        return objects(dashboard.getJsonArray("panels"))
                .filter(panel -> !"row".equals(panel.getString("type")))
                .flatMap(panel -> objects(panel.getJsonArray("targets")))
                .map(target -> target.getString("expr"))
                .map(expression -> expression.replace("$__rate_interval", "30s").replace("$instance", ".*"))
                .toList();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private Process prometheus(int port, String target) throws IOException {
        String example = Files.readString(MONITORING.resolve("prometheus.yml"));
        String configuration = example.replace("127.0.0.1:8480", target)
                .replace("15s", "1s")
                .replace("alerts.yml", MONITORING.resolve("alerts.yml").toString());
        assertThat(configuration).contains(target);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "prometheus-exit"));
        return process;
    }

    private int exitCode(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(MONITORING.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("promtool.log").toFile())
                .start();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            throw new AssertionError(Files.readString(folder.resolve("promtool.log")));
        }
        return process.exitValue();
    }
}
