package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.WritableController;
import adsync.fuzz.Surface;
import adsync.journal.EnrolledController;
import adsync.journal.PasswordJournal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Enrolments of somebody who has a token, or says so. An input that is no text is taken for the certificate request alone. */
public final class EnrolmentSurface implements Surface {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-03-01T08:00:00Z"), ZoneOffset.UTC);
    private static final String NAME = "dc1.example.com";
    private static final String GUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    private static final byte SEQUENCE = 0x30;

    private static final EnrolledController INVITED = new EnrolledController(
            1, NAME, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Authority authority;
    private final PasswordJournal passwords = (PasswordJournal) Proxy.newProxyInstance(
            PasswordJournal.class.getClassLoader(),
            new Class<?>[] {PasswordJournal.class},
            (self, method, arguments) ->
                    Future.succeededFuture(method.getName().equals("invited") ? Optional.of(INVITED) : true));

    /** With an authority of its own. */
    public EnrolmentSurface() {
        try {
            authority = Authority.open(Files.createTempDirectory("adsync-fuzz"), "adsync.example.com", CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Trusting implements ControllerDirectory {
        @Override
        public Future<List<WritableController>> writable() {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Optional<String>> complaint(String name, String guid) {
            return Future.succeededFuture(Optional.empty());
        }
    }

    @Override
    public void take(byte[] octets) {
        Buffer body = Buffer.buffer(octets);
        if (octets.length > 0 && octets[0] == SEQUENCE) {
            String request = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
            body = new JsonObject()
                    .put("token", "t")
                    .put("name", NAME)
                    .put("dc", GUID)
                    .put("csr", request)
                    .toBuffer();
        }
        EnrolCall call = new EnrolCall(passwords, authority, new Trusting(), JsonObject::new, CLOCK);
        Buffer asked = body;
        // As the verticle does: what is thrown and what fails are one.
        Future<String> answer = Future.succeededFuture().compose(start -> call.enrol(asked, "192.0.2.1"));
        assertThat(answer.isComplete()).isTrue();
        if (answer.succeeded()) {
            assertThat(new JsonObject(answer.result()).getString("certificate")).isNotEmpty();
        } else if (answer.cause() instanceof RefusedException refused) {
            assertThat(refused.status()).isBetween(400, 499);
        } else {
            throw new AssertionError("no refusal", answer.cause());
        }
    }
}
