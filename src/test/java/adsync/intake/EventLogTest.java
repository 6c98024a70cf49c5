package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each event leaves one line in the log, whatever became of it, and nothing of what is sealed. */
class EventLogTest extends IntakeFixture {

    private static final String LOST = "0123456789abcdef0123456789abcdef";

    private final Logger logger = (Logger) LoggerFactory.getLogger(EventsCall.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void endListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private static Map<String, String> values(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    @Test
    void accepted_duplicate_stale_and_rejected_are_told() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String earlier = seal(controller, clock.instant().minusSeconds(9));
            String sealed = seal(controller, clock.instant());
            String ahead = seal(controller, clock.instant().plusSeconds(600));

            controller.deliver(List.of(sealed, sealed, earlier, ahead));

            assertThat(log.list)
                    .extracting(line -> line.getLevel() + " " + values(line).get("status"))
                    .containsExactly("INFO accepted", "INFO duplicate", "INFO stale", "WARN rejected");
            assertThat(values(log.list.getFirst()))
                    .containsEntry("sid", SID)
                    .containsEntry("domainController", NAME)
                    .containsEntry("ft", Long.toString(Filetime.of(clock.instant())))
                    .containsEntry("kid", "k1")
                    .containsEntry("size", Integer.toString(sealed.length()))
                    .hasEntrySatisfying("eventId", id -> assertThat(id).hasSize(32));
            assertThat(values(log.list.getLast()))
                    .hasEntrySatisfying("reason", why -> assertThat(why).contains("ahead of ours"));
            assertThat(log.list.toString()).doesNotContain("eyJ");
        }
    }

    @Test
    void what_a_source_lost_is_a_warning_with_its_reason() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.post("/v1/password-events", miss("nokey"));

            assertThat(log.list).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(values(line))
                        .containsEntry("eventId", LOST)
                        .containsEntry("reason", "nokey")
                        .containsEntry("status", "accepted");
            });
            controller.post("/v1/password-events", miss("nokey"));
            assertThat(log.list.getLast().getLevel()).isEqualTo(Level.INFO); // it is known
        }
    }

    private String miss(String reason) {
        JsonObject miss = new JsonObject()
                .put("id", LOST)
                .put("sid", SID)
                .put("ft", Long.toString(Filetime.of(clock.instant())))
                .put("dc", GUID)
                .put("reason", reason);
        return new JsonObject().put("miss", miss).encode() + "\n";
    }

    @Test
    void a_key_id_that_is_odd_cannot_make_a_line_of_its_own() {
        String odd = "k\n2026 WARN all is well" + "x".repeat(200);

        assertThat(new EventLine.Facts(SID, 1, odd, 1).keyId())
                .startsWith("k2026")
                .hasSize(64)
                .doesNotContain("\n");
    }
}
