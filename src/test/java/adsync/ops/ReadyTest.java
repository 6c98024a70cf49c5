package adsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody who reaches the port is told. */
class ReadyTest {

    @TempDir
    private Path state;

    private record Part(String name, HealthStatus status) implements HealthCheck {}

    @Test
    void users_are_counted_and_not_named() throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        var clock = new TestClock();
        Journal journal =
                Journals.open(vertx, state, clock, new SimpleMeterRegistry()).await();
        HealthStatus directory =
                HealthStatus.degraded("2 users, one of them CN=ada", Map.of()).openly("2 users");
        var operations = new OpsVerticle(
                journal,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> List.of(new Part("directory", directory)),
                clock);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(operations.handler())
                .listen(0, "127.0.0.1")
                .await();
        try {
            URI ready = URI.create("http://127.0.0.1:" + server.actualPort() + "/health/ready");
            HttpResponse<String> told = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(told.body()).contains("\"2 users\"").doesNotContain("ada");
        } finally {
            journal.close().await();
            vertx.close().await();
        }
    }
}
