package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Filetime;
import adsync.journal.EnrolledController;
import adsync.journal.WaitingPassword;
import adsync.sealing.ProviderKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken of what domain controllers send. */
class IntakeVerticleTest extends IntakeFixture {

    private List<WaitingPassword> waiting() {
        return journal.passwords().claim(clock.instant(), 10).await();
    }

    @Test
    void an_event_is_on_the_disk_before_it_is_acknowledged() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = seal(controller, clock.instant());

            assertThat(controller.deliver(List.of(sealed))).containsExactly("accepted");

            close();
            open();
            assertThat(waiting()).singleElement().satisfies(password -> {
                assertThat(provider.open(password.sealed())).contains("U2VjcmV0LTE");
                assertThat(password.sid()).isEqualTo(SID);
                assertThat(password.controller()).isEqualTo(NAME);
            });
        }
    }

    @Test
    void what_comes_again_is_known_again_also_after_a_restart() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String older = seal(controller, clock.instant().minusSeconds(9));
            String sealed = seal(controller, clock.instant());
            assertThat(controller.deliver(List.of(sealed, sealed))).containsExactly("accepted", "duplicate");

            close();
            open();

            assertThat(controller.deliver(List.of(sealed))).containsExactly("duplicate");
            assertThat(controller.deliver(List.of(older))).containsExactly("stale");
        }
    }

    @Test
    void the_times_and_the_place_of_an_event_are_checked() throws Exception {
        try (SimulatedController controller = enrolled();
                SimulatedController other = SimulatedController.enrol(
                        invite("dc2.example.com"), "dc2.example.com", OTHER, provider.root(), clock)) {
            Instant now = clock.instant();
            String foreign = seal(other, now);

            assertThat(controller.deliver(List.of(
                            foreign,
                            seal(controller, now.plus(Duration.ofMinutes(6))),
                            seal(controller, now.plus(Duration.ofMinutes(4))),
                            seal(controller, now.minus(Duration.ofDays(8))))))
                    .containsExactly("rejected", "rejected", "accepted", "stale");
            assertThat(waiting()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "-1",
        "''",
        "x",
        "1e18",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999",
        "1"
    })
    void a_time_that_nobody_can_have_meant_is_refused_or_stale(String filetime) throws Exception {
        try (SimulatedController controller = enrolled()) {
            Instant now = clock.instant();
            String odd =
                    forged(seal(controller, now), "\"ft\":\"" + Filetime.of(now) + "\"", "\"ft\":\"" + filetime + "\"");

            assertThat(controller.deliver(List.of(odd))).containsExactly(filetime.equals("1") ? "stale" : "rejected");
            assertThat(waiting()).isEmpty();
        }
    }

    /** With another header. */
    private static String forged(String sealed, String before, String after) {
        int dot = sealed.indexOf('.');
        String header = new String(Base64.getUrlDecoder().decode(sealed.substring(0, dot)), StandardCharsets.UTF_8);
        assertThat(header).contains(before);
        byte[] other = header.replace(before, after).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(other) + sealed.substring(dot);
    }

    @Test
    void an_event_for_a_key_that_the_provider_does_not_have_is_rejected() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String odd = forged(seal(controller, clock.instant()), "\"kid\":\"k1\"", "\"kid\":\"k9\"");

            assertThat(controller.deliver(List.of(odd))).containsExactly("rejected");
            assertThat(waiting()).isEmpty();
        }
    }

    @Test
    void what_a_source_lost_is_noted() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String line = new JsonObject()
                    .put(
                            "miss",
                            new JsonObject()
                                    .put("id", "0123456789abcdef0123456789abcdef")
                                    .put("sid", SID)
                                    .put("ft", Long.toString(Filetime.of(clock.instant())))
                                    .put("dc", GUID)
                                    .put("reason", "overflow"))
                    .encode();

            var answer = controller.post("/v1/password-events", line + "\n");

            assertThat(new JsonObject(answer.body()).getString("st")).isEqualTo("accepted");
            assertThat(waiting()).isEmpty();
            assertThat(new JsonObject(
                                    controller.post("/v1/password-events", line).body())
                            .getString("st"))
                    .isEqualTo("duplicate");
            assertThat(IntakeMeter.MISSED.counter(meters, "reason", "overflow").count())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 400", "not json, 400", "{}, 400", "'{\"jwe\":\"a.b\"}', 400", "'{\"miss\":{}}', 400", "[], 400"})
    void a_line_that_cannot_be_answered_to_refuses_the_batch(String body, int status) throws Exception {
        try (SimulatedController controller = enrolled()) {
            var answer = controller.post("/v1/password-events", body);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains("error");
        }
    }

    @Test
    void too_many_lines_a_huge_line_and_a_huge_body_are_refused() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = "{\"jwe\":\"" + seal(controller, clock.instant()) + "\"}\n";

            assertThat(controller
                            .post("/v1/password-events", sealed.repeat(201))
                            .statusCode())
                    .isEqualTo(413);
            assertThat(controller
                            .post("/v1/password-events", "{\"jwe\":\"" + "a".repeat(20_000) + "\"}\n")
                            .statusCode())
                    .isEqualTo(413);
            assertThatThrownByOrStatus(controller, "x".repeat(1024 * 1024 + 1), 413);
            assertThat(waiting()).isEmpty();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
        }
    }

    /** Who is cut off in the middle of sending may or may not hear why. */
    private static void assertThatThrownByOrStatus(SimulatedController controller, String body, int status)
            throws InterruptedException {
        try {
            assertThat(controller.post("/v1/password-events", body).statusCode())
                    .isEqualTo(status);
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void more_than_fifty_a_second_have_to_wait_and_nothing_is_lost() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = seal(controller, clock.instant());
            for (int batch = 0; batch < 5; batch++) {
                controller.deliver(Collections.nCopies(200, sealed));
            }

            var refused = controller.post("/v1/password-events", "{\"jwe\":\"" + sealed + "\"}\n");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");

            clock.advance(Duration.ofSeconds(4));
            assertThat(controller.deliver(Collections.nCopies(200, sealed))).hasSize(200);
        }
    }

    @Test
    void a_newer_key_set_comes_with_the_next_heartbeat() throws Exception {
        try (SimulatedController controller = enrolled()) {
            assertThat(controller.beat().containsKey("keySet")).isFalse();
            provider.rsa("k2");
            String second = provider.set(2, "seal");
            close();
            offer(second);
            openAs();

            assertThat(controller.beat().getString("keySet")).isEqualTo(second);
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
        }
    }

    @Test
    void what_was_sealed_to_the_key_before_is_taken_after_a_rotation_and_a_restart() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = seal(controller, clock.instant());
            String later = seal(controller, clock.instant().plusSeconds(1));
            offer(provider.rsa("k2").without("k1").set(2, "seal"));
            close();
            openAs();

            assertThat(controller.deliver(List.of(sealed))).containsExactly("accepted");

            close();
            openAs();
            assertThat(controller.deliver(List.of(later))).containsExactly("accepted");
        }
    }

    @Test
    void without_a_key_set_nothing_is_taken_and_nothing_is_lost() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = seal(controller, clock.instant());
            close();
            Files.delete(IntakeOptions.lastKeySet(state()));
            offer(new ProviderKeys().set(1, "seal"));
            openAs();

            assertThatThrownBy(() -> controller.deliver(List.of(sealed))).hasMessageContaining("503");
            assertThat(intake.health().status().cause())
                    .contains("there is no key set")
                    .contains("not signed by");
        }
    }

    /** Not a minute later: whoever enrols a domain controller looks whether it is well. */
    @Test
    void health_counts_an_enrolment_a_first_heartbeat_and_one_after_a_silence_at_once() throws Exception {
        health("dc1.example.com (no source)", 0);

        try (SimulatedController controller = enrolled()) {
            health("dc1.example.com (never reported)", 0);

            controller.beat();
            EnrolledController seen = journal.passwords().controllers().await().getFirst();
            assertThat(Report.trouble(seen, clock.instant())).isEmpty();
            health("1 of 2 domain controllers do not report: dc2.example.com (no source)", 1);

            clock.advance(Duration.ofMinutes(6));
            assertThat(Report.trouble(seen, clock.instant())).contains("silent since");
            health("dc1.example.com (silent since", 0);

            controller.beat();
            health("1 of 2 domain controllers do not report: dc2.example.com (no source)", 1);
        }
    }

    private void health(String cause, long reporting) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> { // not the count of each minute
                            assertThat(intake.health().status().cause()).contains(cause);
                            assertThat(intake.health().status().details())
                                    .containsEntry("controllersExpected", 2L)
                                    .containsEntry("controllersReporting", reporting);
                        });
    }
}
