package adsync.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Filetime;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of whom a domain controller may tell, and whose clock its events are judged by. */
class EventJudgementTest extends IntakeFixture {

    @ParameterizedTest
    @ValueSource(strings = {"S-1-5-21-1-2-30-1104", "S-1-5-21-1-2-4-1104", "S-1-5-21-9-2-3-1104"})
    void a_domain_controller_tells_of_users_of_its_own_domain_alone(String foreign) throws Exception {
        try (SimulatedController controller = enrolled()) {
            String forged = controller.seal(foreign, "ada", Filetime.of(clock.instant()), "Secret-1".getBytes(UTF_8));

            assertThat(controller.deliver(List.of(forged, seal(controller, clock.instant()))))
                    .containsExactly("rejected", "accepted");
            assertThat(controller.post("/v1/password-events", miss(foreign)).body())
                    .contains("rejected", "another domain");
        }
    }

    private String miss(String sid) {
        return miss(sid, clock.instant(), "nokey");
    }

    private static String miss(String sid, Instant changed, String reason) {
        return new JsonObject()
                .put(
                        "miss",
                        new JsonObject()
                                .put("id", "0123456789abcdef0123456789abcdef")
                                .put("sid", sid)
                                .put("ft", Long.toString(Filetime.of(changed)))
                                .put("dc", GUID)
                                .put("reason", reason))
                .encode();
    }

    /** What waited 7 days for nothing is told after that, and its telling may wait as well. */
    @Test
    void a_loss_is_taken_for_as_long_as_it_may_have_waited_and_no_longer() throws Exception {
        try (SimulatedController controller = enrolled()) {
            beat(controller, clock.instant());
            clock.advance(Duration.ofMinutes(6));
            Instant now = clock.instant();
            String user = DOMAIN + "-1104";
            String old = miss(user, now.minus(Duration.ofDays(31)), "overflow");

            assertThat(controller.post("/v1/password-events", old).statusCode())
                    .as("by our clock alone it is not known")
                    .isEqualTo(503);

            beat(controller, now);
            assertThat(controller.post("/v1/password-events", old).body()).contains("stale", "older than 30 days");
            assertThat(controller
                            .post("/v1/password-events", miss(user, now.plus(Duration.ofMinutes(6)), "overflow"))
                            .body())
                    .contains("rejected", "ahead");
            assertThat(controller
                            .post("/v1/password-events", miss(user, now.minus(Duration.ofDays(29)), "expired"))
                            .body())
                    .contains("accepted");
        }
    }

    @Test
    void until_the_directory_told_of_which_domain_it_is_its_events_are_put_off() throws Exception {
        try (SimulatedController controller = enrolled()) {
            domains.clear();
            List<String> sealed = List.of(seal(controller, clock.instant()));

            assertThatThrownBy(() -> controller.deliver(sealed))
                    .hasMessageContaining("503")
                    .hasMessageContaining("of which domain");
            assertThat(cause()).contains("the events of " + NAME + " are put off");

            domains.put(GUID, DOMAIN);
            assertThat(controller.deliver(sealed)).containsExactly("accepted");
            assertThat(cause()).doesNotContain("put off");
        }
    }

    private String cause() {
        return intake.health().status().toString();
    }

    /** As the clock of a machine that was off for long, or was set by hand. */
    @ParameterizedTest
    @ValueSource(longs = {-10, 8 * 24 * 60})
    void while_our_clock_is_wrong_events_are_put_off_and_none_is_lost(long minutes) throws Exception {
        try (SimulatedController controller = enrolled()) {
            Instant right = clock.instant();
            List<String> sealed = List.of(seal(controller, right));
            set(right.plus(Duration.ofMinutes(minutes)));
            beat(controller, right);

            assertThatThrownBy(() -> controller.deliver(sealed))
                    .hasMessageContaining("503")
                    .hasMessageContaining("clock");
            assertThat(cause()).contains("the clock of the domain controller and ours differ");

            set(right.plusSeconds(60));
            beat(controller, right.plusSeconds(60));
            assertThat(controller.deliver(sealed)).containsExactly("accepted");
        }
    }

    @Test
    void a_clock_that_was_put_back_since_the_last_heartbeat_rejects_nothing() throws Exception {
        try (SimulatedController controller = enrolled()) {
            Instant right = clock.instant();
            beat(controller, right);
            List<String> sealed = List.of(seal(controller, right));
            set(right.minus(Duration.ofMinutes(10)));

            assertThatThrownBy(() -> controller.deliver(sealed)).hasMessageContaining("503");

            set(right);
            assertThat(controller.deliver(sealed)).containsExactly("accepted");
        }
    }

    @Test
    void after_a_restart_the_next_heartbeat_is_waited_for() throws Exception {
        try (SimulatedController controller = enrolled()) {
            beat(controller, clock.instant());
            close();
            open();
            List<String> ahead = List.of(seal(controller, clock.instant().plus(Duration.ofMinutes(6))));

            assertThatThrownBy(() -> controller.deliver(ahead)).hasMessageContaining("503");

            beat(controller, clock.instant());
            assertThat(controller.deliver(ahead)).containsExactly("rejected");
        }
    }

    /** A domain controller with much to tell always has a new one to tell. */
    @Test
    void one_that_is_put_off_holds_up_no_other() throws Exception {
        try (SimulatedController controller = enrolled()) {
            Instant now = clock.instant();
            beat(controller, now.plus(Duration.ofMinutes(10)));
            String first = seal(controller, now);
            List<String> ahead = List.of(seal(controller, now.plus(Duration.ofMinutes(10))));

            assertThat(controller.deliver(List.of(first, ahead.getFirst()))).containsExactly("accepted");
            assertThat(cause()).contains("put off");

            clock.advance(Duration.ofMinutes(5));
            assertThat(controller.deliver(ahead)).containsExactly("accepted");
        }
    }

    @Test
    void what_is_ahead_of_its_own_clock_as_well_is_rejected_and_what_is_old_by_both_is_stale() throws Exception {
        try (SimulatedController controller = enrolled()) {
            Instant now = clock.instant();
            beat(controller, now.plus(Duration.ofMinutes(10)));

            assertThat(controller.deliver(List.of(
                            seal(controller, now.plus(Duration.ofMinutes(16))),
                            seal(controller, now.minus(Duration.ofDays(8))))))
                    .containsExactly("rejected", "stale");
        }
    }

    private void set(Instant time) {
        clock.advance(Duration.between(clock.instant(), time));
    }

    private static void beat(SimulatedController controller, Instant there) throws Exception {
        String heartbeat = new JsonObject().put("time", there.getEpochSecond()).encode();
        assertThat(controller.post("/v1/dc/heartbeat", heartbeat).statusCode()).isEqualTo(200);
    }
}
