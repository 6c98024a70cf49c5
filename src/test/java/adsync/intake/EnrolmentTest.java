package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.ssl.cert.PKCS10CertificateSigningRequest;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send. */
class EnrolmentTest extends IntakeFixture {

    @Test
    void a_token_is_good_once_for_one_name_and_half_an_hour() throws Exception {
        String invitation = invite(NAME);
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, "dc9.example.com", GUID, provider.root(), clock))
                .hasMessageContaining("403");
        SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock)
                .close();
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("401");
        String second = invite(NAME);
        clock.advance(Duration.ofMinutes(31));
        assertThatThrownBy(() -> SimulatedController.enrol(second, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("401");
    }

    @Test
    void a_certificate_that_ends_on_an_open_connection_is_refused_from_then_on() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.beat();
            Instant ends = journal.passwords()
                    .controllers()
                    .await()
                    .getFirst()
                    .certificateEnds()
                    .orElseThrow();

            clock.advance(Duration.between(clock.instant(), ends));

            String sealed = seal(controller, clock.instant());
            assertThatThrownBy(controller::beat).hasMessageContaining("403");
            assertThatThrownBy(() -> controller.deliver(List.of(sealed))).hasMessageContaining("403");
        }
    }

    @Test
    void an_enrolment_whose_answer_was_lost_is_repeated_with_the_same_key_and_no_other() throws Exception {
        String invitation = invite(NAME);
        try (SimulatedController controller =
                SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock)) {
            JsonObject second = controller.ask(invitation);
            assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                    .hasMessageContaining("401");

            controller.take(second);
            controller.beat();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");

            controller.ask(invitation); // and that one is lost
            controller.beat();
            journal.passwords().revoke(NAME).await();
            assertThatThrownBy(() -> controller.ask(invitation)).hasMessageContaining("401");
            assertThatThrownBy(controller::beat).hasMessageContaining("403");
        }
    }

    @Test
    void only_a_writable_domain_controller_of_the_directory_enrols() throws Exception {
        String invitation = invite(NAME);
        computers = Optional.empty();
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("503");
        computers = Optional.of(List.of(writable(OTHER, NAME)));
        assertThatThrownBy(() -> SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock))
                .hasMessageContaining("403");
        computers = Optional.of(List.of(writable(GUID, NAME)));
        SimulatedController.enrol(invitation, NAME, GUID, provider.root(), clock)
                .close(); // the token was not used up
    }

    @Test
    void one_that_was_demoted_gets_no_new_certificate_and_a_directory_that_is_away_is_no_reason() throws Exception {
        try (SimulatedController controller = enrolled()) {
            computers = Optional.of(List.of(writable(OTHER, NAME)));
            assertThatThrownBy(controller::renew).hasMessageContaining("403").hasMessageContaining("any more");
            controller.beat(); // the one it has is good until it ends

            computers = Optional.empty();
            controller.renew();
            computers = Optional.of(List.of(writable(GUID, "renamed.example.com")));
            controller.renew();
        }
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
    void who_is_revoked_in_the_middle_of_a_request_is_refused_and_nothing_is_kept() throws Exception {
        var came = new CountDownLatch(1);
        Promise<Void> disk = Promise.promise();
        way = real -> StalledJournal.of(real, () -> {
            came.countDown();
            return Optional.of(disk.future());
        });
        reopen(limits);
        try (SimulatedController controller = enrolled()) {
            String body = "{\"jwe\":\"" + seal(controller, clock.instant()) + "\"}\n";
            var answer = new CompletableFuture<HttpResponse<String>>();
            Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(controller.post("/v1/password-events", body));
                } catch (IOException | InterruptedException e) {
                    answer.completeExceptionally(e);
                }
            });
            came.await(); // it was let in

            journal.passwords().revoke(NAME).await();
            disk.complete();

            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(403);
            assertThat(answer.get().body()).contains("it was revoked, or its certificate has ended: enrol anew");
            assertThat(journal.passwords().claim(clock.instant(), 10).await()).isEmpty();
        }
    }

    @Test
    void a_renewed_certificate_replaces_the_old_one() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.renew();
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
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
            var answer = nobody.post("/v1/other", "{}");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("connection"))
                    .contains("close"); // the next one can show a certificate
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
        await().until(() -> failedHandshakes("certificate") > 0);
        assertThat(failedHandshakes("protocol")).isZero();
    }

    private double failedHandshakes(String cause) {
        return IntakeMeter.HANDSHAKES.counter(meters, "cause", cause).count();
    }

    @Test
    void a_handshake_that_fails_is_counted_by_its_cause() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), intake.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> failedHandshakes("protocol") == 1);
        }
        new Socket(InetAddress.getLoopbackAddress(), intake.port()).close();
        await().until(() -> failedHandshakes("left") == 1);
        assertThat(failedHandshakes("certificate")).isZero();
    }

    @Test
    void a_certificate_that_has_ended_ends_the_handshake() throws Exception {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofDays(-100));
        try (SimulatedController controller = enrolled()) {
            controller.pretend(Authority.open(IntakeOptions.folder(state()), "127.0.0.1", past));

            assertThatThrownBy(controller::beat).isInstanceOf(IOException.class).hasMessageNotContaining("answered");
        }
        await().until(() -> failedHandshakes("certificate") > 0);
    }

    @Test
    void a_certificate_of_ours_that_is_in_no_list_is_refused() throws Exception {
        try (SimulatedController controller = enrolled()) {
            controller.pretend(authority());

            assertThatThrownBy(controller::beat).hasMessageContaining("403");
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

    @ParameterizedTest
    @CsvSource({"2048, true", "1024, false"})
    void a_key_for_rsa_gets_a_certificate_unless_it_is_weak(int bits, boolean strong) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        byte[] request = PKCS10CertificateSigningRequest.generateCertificateSigningRequest(
                        SignatureAlgorithmIdentifier.SHA_256_WITH_RSA,
                        generator.generateKeyPair(),
                        new DN("CN=whoever"))
                .getPKCS10CertificateSigningRequestBytes();

        if (strong) {
            Authority.Issued issued = authority().issue(request, NAME, GUID);
            var certificate = new X509Certificate(issued.octets());
            assertThat(certificate.getSubjectDN()).isEqualTo(new DN("CN=" + NAME));
            assertThat(certificate.getPublicKeyAlgorithmName()).isEqualTo("RSA");
        } else {
            assertThatThrownBy(() -> authority().issue(request, NAME, GUID)).hasMessageContaining("2048");
        }
        byte[] tampered = request.clone();
        tampered[tampered.length - 1] ^= 1;
        assertThatThrownBy(() -> authority().issue(tampered, NAME, GUID)).isInstanceOf(RefusedException.class);
    }
}
