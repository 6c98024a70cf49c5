package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What parts say of themselves becomes a sentence. */
class OverviewTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();

    @TempDir
    private Path state;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, new SimpleMeterRegistry()).await();
    }

    @AfterEach
    void close() {
        journal.close().await();
        vertx.close().await();
    }

    private record Part(String name, HealthStatus status) implements HealthCheck {}

    private JsonObject overview(HealthCheck... parts) {
        return new Overview(() -> List.of(parts), new Activity(clock), journal)
                .ask(new JsonObject())
                .await()
                .body();
    }

    private static JsonObject part(JsonObject overview, String name) {
        return overview.getJsonArray("parts").stream()
                .map(JsonObject.class::cast)
                .filter(one -> name.equals(one.getString("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_worst_part_is_how_it_all_is() {
        JsonObject told = overview(
                new Part("audit", HealthStatus.up(Map.of())),
                new Part("provider", HealthStatus.down("it does not answer", Map.of("shipping", false))));

        assertThat(told.getString("state")).isEqualTo("down");
        assertThat(part(told, "provider").getString("sentence")).contains("wait in the outbox");
        assertThat(part(told, "provider").getString("cause")).isEqualTo("it does not answer");
        assertThat(part(told, "audit").getString("title")).isEqualTo("Audit log");
    }

    @Test
    void what_a_part_counted_a_while_ago_does_not_contradict_the_figures_beside_it() {
        JsonObject told = overview(new Part(
                "journal", HealthStatus.up(Map.of("objects", 7L, "accounts", 6L, "outbox", 5L, "parked", 0L))));

        assertThat(told.getJsonObject("counts").getLong("objects")).isZero();
        assertThat(part(told, "journal").getString("sentence"))
                .isEqualTo("0 users known, 0 accounts at the provider, 0 changes wait to be shipped.");
        assertThat(part(told, "journal").getJsonObject("details").getLong("objects"))
                .isZero();
    }

    @Test
    void an_enumeration_is_a_bar_with_an_end_in_sight() {
        JsonObject told = overview(new Part(
                "directory",
                HealthStatus.degraded(
                        "enumerating",
                        Map.of("phase", "enumerating", "enumerated", 250L, "total", 1000L, "remainingSeconds", 30L))));

        assertThat(told.getJsonArray("loads").getJsonObject(0).getLong("done")).isEqualTo(250);
        assertThat(told.getJsonArray("loads").getJsonObject(0).getLong("total")).isEqualTo(1000);
        assertThat(told.getJsonArray("loads").getJsonObject(0).getLong("remainingSeconds"))
                .isEqualTo(30);
        assertThat(part(told, "bell").getString("state")).isEqualTo("waiting");
    }

    @Test
    void a_bell_that_does_not_ring_is_told_with_its_cause() {
        JsonObject told = overview(new Part(
                "directory contoso.com",
                HealthStatus.degraded(
                        "no bell, changes are found by polling: refused",
                        Map.of(
                                "phase",
                                "following",
                                "bell",
                                false,
                                "domainController",
                                "dc1",
                                "cookieAgeSeconds",
                                7L))));

        assertThat(part(told, "directory contoso.com").getString("sentence"))
                .isEqualTo("Follows dc1; read completely 7 s ago.");
        assertThat(part(told, "bell contoso.com").getString("state")).isEqualTo("degraded");
        assertThat(part(told, "bell contoso.com").getString("cause")).contains("refused");
    }
}
