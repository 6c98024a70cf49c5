package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.EnrolledController;
import adsync.journal.WaitingPassword;
import adsync.observe.HealthStatus;
import adsync.sealing.ProviderKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send, and what is taken of it. */
class IntakeVerticleTest extends IntakeFixture {

    private static final Duration SOON = Duration.ofSeconds(20);

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
            String sealed = seal(controller, clock.instant());
            assertThat(controller.deliver(List.of(sealed, sealed))).containsExactly("accepted", "duplicate");

            close();
            open();

            assertThat(controller.deliver(List.of(sealed))).containsExactly("duplicate");
            assertThat(controller.deliver(List.of(seal(controller, clock.instant().minusSeconds(9)))))
                    .containsExactly("stale");
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

    @Test
    void an_event_for_a_key_that_the_provider_does_not_have_is_rejected() throws Exception {
        try (SimulatedController controller = enrolled()) {
            String sealed = seal(controller, clock.instant());
            String header = new String(
                    Base64.getUrlDecoder().decode(sealed.substring(0, sealed.indexOf('.'))),
                    StandardCharsets.UTF_8);
            String odd = Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(header.replace("\"kid\":\"k1\"", "\"kid\":\"k9\"")
                                    .getBytes(StandardCharsets.UTF_8))
                    + sealed.substring(sealed.indexOf('.'));

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
            assertThat(new JsonObject(controller.post("/v1/password-events", line).body()).getString("st"))
                    .isEqualTo("duplicate");
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

            assertThat(controller.post("/v1/password-events", sealed.repeat(201)).statusCode())
                    .isEqualTo(413);
            assertThat(controller
                            .post("/v1/password-events", "{\"jwe\":\"" + "a".repeat(20_000) + "\"}\n")
                            .statusCode())
                    .isEqualTo(413);
            assertThatThrownByOrStatus(controller, "x".repeat(1024 * 1024 + 1), 413);
            assertThat(waiting()).isEmpty();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant())))).containsExactly("accepted");
        }
    }

    /** Who is cut off in the middle of sending may or may not hear why. */
    private static void assertThatThrownByOrStatus(SimulatedController controller, String body, int status)
            throws InterruptedException {
        try {
            assertThat(controller.post("/v1/password-events", body).statusCode()).isEqualTo(status);
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
    void a_token_is_good_once_for_one_name_and_half_an_hour() throws Exception {
        String invitation = invite(NAME);
        assertThatThrownBy(() -> SimulatedController.enrol(
                        invitation, "dc9.example.com", GUID, provider.root(), clock))
                .hasMessageContaining("403");
        SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock).close();
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("401");
        String second = invite(NAME);
        clock.advance(Duration.ofMinutes(31));
        assertThatThrownBy(() -> SimulatedController.enrol(second, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("401");
    }

    @Test
    void only_a_writable_domain_controller_of_the_directory_enrols() throws Exception {
        String invitation = invite(NAME);
        computers = Optional.empty();
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("503");
        computers = Optional.of(Set.of(OTHER));
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("403");
        computers = Optional.of(Set.of(GUID));
        SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock).close(); // the token was not used up
    }

    @Test
    void who_was_revoked_is_refused_at_once_on_the_same_connection() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.beat();

            journal.passwords().revoke(NAME).await();

            assertThatThrownBy(controller::beat).hasMessageContaining("403");
            assertThatThrownBy(() -> controller.deliver(List.of(seal(controller, clock.instant()))))
                    .hasMessageContaining("403");
        }
    }

    @Test
    void a_renewed_certificate_replaces_the_old_one() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.renew();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant())))).containsExactly("accepted");
            controller.renew();
            controller.beat();
        }
    }

    @Test
    void without_a_certificate_there_is_only_the_enrolment() throws Exception {
        try (SimulatedController nobody = stranger()) {
            for (String path : List.of("/v1/password-events", "/v1/dc/heartbeat", "/v1/dc/renew")) {
                assertThat(nobody.post(path, "{}").statusCode()).isEqualTo(401);
            }
            assertThat(nobody.post("/v1/dc/enrol", "{}").statusCode()).isEqualTo(400);
            assertThat(nobody.post("/v1/other", "{}").statusCode()).isEqualTo(404);
        }
    }

    /** Somebody whose enrolment failed: without a certificate. */
    private SimulatedController stranger() {
        return SimulatedController.stranger(invite("stranger.example.com"), provider.root(), clock);
    }

    @Test
    void a_certificate_of_somebody_else_ends_the_handshake() throws Exception {
        Path folder = Files.createDirectory(state().resolve("foreign"));
        Authority foreign = Authority.open(folder.resolve("ca"), "127.0.0.1", Clock.systemUTC());
        try (SimulatedController controller = enrolled()) {
            controller.pretend(foreign);

            assertThatThrownBy(controller::beat).isInstanceOf(IOException.class);
        }
    }

    @Test
    void guesses_at_tokens_have_to_wait() throws Exception {
        try (SimulatedController nobody = stranger()) {
            String guess = new JsonObject()
                    .put("token", "guess")
                    .put("name", NAME)
                    .put("dc", GUID)
                    .put("csr", "AAAA")
                    .encode();
            List<Integer> answers = new ArrayList<>();
            for (int attempt = 0; attempt < 25; attempt++) {
                answers.add(nobody.post("/v1/dc/enrol", guess).statusCode());
            }
            assertThat(answers).contains(401).endsWith(429);
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
            assertThat(controller.deliver(List.of(seal(controller, clock.instant())))).containsExactly("accepted");
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
            assertThat(intake.health().status().cause()).contains("there is no key set").contains("not signed by");
        }
    }

    @Test
    void who_sends_octet_by_octet_is_cut_off() throws Exception {
        double before = cut();
        try (Socket socket = anonymous()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread drip = Thread.ofVirtual().start(() -> drip(out));

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            drip.join(SOON);
        }
        await().atMost(SOON).until(() -> cut() > before);
    }

    private static void drip(OutputStream out) {
        try {
            while (true) {
                out.write('a');
                out.flush();
                Thread.sleep(Duration.ofMillis(200));
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // cut off
        }
    }

    private double cut() {
        return IntakeMeter.CUT.counter(meters).count();
    }

    @Test
    void a_huge_header_and_nonsense_are_refused_and_others_are_served() throws Exception {
        for (String nonsense : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/dc/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/dc/enrol HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = anonymous()) {
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                InputStream in = socket.getInputStream();
                String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
                assertThat(line).satisfiesAnyOf(
                        text -> assertThat(text).startsWith("HTTP/1.1 4"), text -> assertThat(text)
                                .isEmpty());
            } catch (IOException e) {
                assertThat(e).isNotNull(); // cut off
            }
        }
        try (SimulatedController controller = enrolled()) {
            controller.beat();
        }
    }

    private Socket anonymous() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", intake.port());
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void the_authority_survives_a_restart_and_its_files_are_its_owners_alone() throws Exception {
        List<String> pins = authority().pins();

        close();
        open();

        assertThat(authority().pins()).isEqualTo(pins);
        try (Stream<Path> files = Files.list(IntakeOptions.folder(state()))) {
            assertThat(files.filter(file -> file.toString().endsWith(".key")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        Files.delete(IntakeOptions.folder(state()).resolve("server.key"));
        assertThat(authority().pins().getFirst()).isEqualTo(pins.get(1));
    }

    @Test
    void health_names_who_does_not_report() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.beat();
            EnrolledController seen =
                    journal.passwords().controllers().await().getFirst();

            assertThat(Report.trouble(seen, clock.instant())).isEmpty();
            assertThat(Report.trouble(seen, clock.instant().plus(Duration.ofMinutes(6)))).contains("silent since");
        }
        HealthStatus status = intake.health().status();
        assertThat(status.details()).containsKey("controllersExpected");
    }
}
