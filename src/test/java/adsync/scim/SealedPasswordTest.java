package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.scim.SealedPassword.Attribute;
import adsync.scim.SealedPassword.Endpoint;
import adsync.scim.SealedPassword.Way;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A sealed password is a request of its own, and what the provider says to it is not repeated. */
class SealedPasswordTest extends AgainstOddServer {

    private static final String JWE = "eyJhbGciOiJFQ0RILUVTIn0..aaaa.bbbb.cccc";
    private static final String PATH = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User:encryptedPassword";

    private static final Optional<String> MARK =
            Optional.of("urn:ietf:params:scim:schemas:extension:adsync:2.0:User:mustChangePassword");

    private final CorrelationId correlation = correlation();
    private final Logger ours = (Logger) LoggerFactory.getLogger("adsync");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private ScimOutcome send(Way way) {
        return client.password(new SealedPassword(correlation, "a/b", JWE, false, way))
                .await();
    }

    @Test
    void as_an_attribute_it_is_one_patch() {
        server.then(204, "");

        assertThat(send(new Attribute(PATH, MARK))).isInstanceOf(ScimOutcome.Applied.class);

        OddServer.Seen seen = server.seen().getFirst();
        assertThat(seen.method()).isEqualTo("PATCH");
        assertThat(seen.uri()).isEqualTo("/scim/v2/Users/a%2Fb");
        assertThat(seen.body()).containsOnlyOnce(JWE).contains(PATH);
        assertThat(new JsonObject(seen.body()).getJsonArray("Operations")).hasSize(1);
    }

    @Test
    void one_that_must_be_changed_is_marked_in_the_same_request() {
        server.then(204, "").then(204, "").then(200, "");

        for (Way way : List.of(
                new Attribute(PATH, MARK),
                new Attribute(PATH, Optional.empty()),
                new Endpoint("/Users/{id}/password"))) {
            client.password(new SealedPassword(correlation, "a/b", JWE, true, way))
                    .await();
        }

        assertThat(operations(0))
                .contains(new JsonObject()
                        .put("op", "replace")
                        .put("path", MARK.orElseThrow())
                        .put("value", true))
                .hasSize(2);
        assertThat(operations(1)).as("a provider that has no such attribute").hasSize(1);
        assertThat(new JsonObject(server.seen().get(2).body()))
                .isEqualTo(new JsonObject().put("password", JWE).put("mustChangePassword", true));
    }

    private List<Object> operations(int request) {
        return new JsonObject(server.seen().get(request).body())
                .getJsonArray("Operations").stream().toList();
    }

    @Test
    void at_an_endpoint_it_is_one_post() {
        server.then(200, "");

        assertThat(send(new Endpoint("/Users/{id}/password"))).isInstanceOf(ScimOutcome.Applied.class);

        OddServer.Seen seen = server.seen().getFirst();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/scim/v2/Users/a%2Fb/password");
        assertThat(new JsonObject(seen.body())).isEqualTo(new JsonObject().put("password", JWE));
        assertThat(seen.headers().get("Idempotency-Key")).isEqualTo(correlation.value());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503})
    void what_a_provider_echoes_is_in_no_outcome_and_in_no_log(int status) {
        listen();
        String echo = new JsonObject()
                .put("id", "a/b")
                .put("detail", "not this: " + JWE)
                .put("password", JWE)
                .encode();
        server.then(status, echo).then(status, echo);

        assertThat(send(new Attribute(PATH, MARK)).toString())
                .doesNotContain(JWE)
                .doesNotContain("eyJ");
        assertThat(send(new Endpoint("/Users/{id}/password")).toString())
                .doesNotContain(JWE)
                .doesNotContain("not this");
        assertThat(told()).doesNotContain("eyJ").doesNotContain("not this");
    }

    private void listen() {
        ours.setLevel(Level.TRACE);
        log.start();
        ours.addAppender(log);
    }

    @AfterEach
    void endListening() {
        ours.detachAppender(log);
        ours.setLevel(null);
    }

    /** All that was logged, whatever its level. */
    private String told() {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent line : List.copyOf(log.list)) {
            all.append(line.getFormattedMessage()).append(line.getKeyValuePairs());
            for (IThrowableProxy cause = line.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                all.append(cause.getMessage());
            }
        }
        return all.toString();
    }

    @Test
    void each_answer_of_the_provider_has_its_meaning() {
        server.then(404, "{}").then(410, "{}").then(409, "{}").then(422, "{}");

        for (int status : new int[] {404, 410, 409, 422}) {
            ScimOutcome outcome = send(new Endpoint("/Users/{id}/password"));

            assertThat(outcome)
                    .isInstanceOf(
                            switch (status) {
                                case 404, 410 -> ScimOutcome.Missing.class;
                                case 409 -> ScimOutcome.Conflict.class;
                                default -> ScimOutcome.Refused.class;
                            });
            assertThat(outcome.status()).isEqualTo(status);
        }
    }
}
