package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOptions.OAuthLogin;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.secret.Secret;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTokensTest extends AgainstOddServer {

    private static final String FIRST = "{\"access_token\":\"first\",\"token_type\":\"Bearer\",\"expires_in\":100}";
    private static final String SECOND = "{\"access_token\":\"second\",\"expires_in\":\"100\"}";

    /** Moved by hand. */
    private static final class HandClock extends Clock {
        private Instant now = NOON.instant();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private final HandClock clock = new HandClock();
    private final OddServer tokens = OddServer.start(vertx);

    @BeforeEach
    void logInByTokens() {
        client.close().await();
        client = ScimClients.open(
                vertx,
                options(
                        server.url(),
                        new OAuthLogin(
                                URI.create(tokens.url() + "/token"),
                                "client:1",
                                Secret.of("s3cr+t value"),
                                Optional.of("scim users"))),
                meters,
                clock);
        server.then(201, CREATED);
    }

    @AfterEach
    void stopTokens() {
        tokens.close();
    }

    @Test
    void it_is_asked_for_once_however_many_wait() {
        tokens.then(200, FIRST);

        Future.all(Stream.generate(() -> client.execute(alice)).limit(20).toList())
                .await();

        assertThat(tokens.seen()).hasSize(1);
        OddServer.Seen asked = tokens.seen().get(0);
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=scim+users");
        assertThat(asked.headers().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(asked.headers().get("Authorization")).isEqualTo(Authorization.basic("client%3A1", "s3cr%2Bt+value"));
        assertThat(server.seen())
                .hasSize(20)
                .allSatisfy(
                        seen -> assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer first"));
    }

    @Test
    void it_is_renewed_when_four_fifths_of_its_life_are_over() {
        tokens.then(200, FIRST).then(200, SECOND);

        execute(alice);
        clock.now = clock.now.plusSeconds(79);
        execute(alice);
        clock.now = clock.now.plusSeconds(1);
        execute(alice);

        assertThat(server.seen())
                .extracting(seen -> seen.headers().get("Authorization"))
                .containsExactly("Bearer first", "Bearer first", "Bearer second");
    }

    @Test
    void it_is_renewed_once_when_it_is_refused() {
        tokens.then(200, FIRST).then(200, SECOND);
        server.then(401, "").then(201, CREATED);
        execute(alice); // takes the first answer of the script

        ScimOutcome outcome = execute(alice);

        assertThat(outcome).isInstanceOf(Created.class);
        assertThat(server.seen())
                .extracting(seen -> seen.headers().get("Authorization"))
                .containsExactly("Bearer first", "Bearer first", "Bearer second");
    }

    @Test
    void it_is_not_renewed_for_ever() {
        tokens.then(200, FIRST);
        server.then(401, "");
        execute(alice); // takes the first answer of the script

        assertThat(execute(alice)).isInstanceOf(Denied.class);
        assertThat(server.seen()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"400,Denied", "401,Denied", "404,Denied", "302,Denied", "503,Busy", "500,Busy", "502,Busy", "429,Busy"})
    void without_a_token_nothing_is_sent(int status, String meaning) {
        tokens.then(request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", "9")
                .end("{\"error\":\"invalid_client\",\"error_description\":\"s3cr+t value is wrong\"}"));

        ScimOutcome outcome = execute(alice);

        assertThat(outcome.getClass().getSimpleName()).isEqualTo(meaning);
        assertThat(outcome.toString())
                .contains("no access token from 127.0.0.1")
                .doesNotContain("s3cr");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_busy_token_server_says_for_how_long_and_is_asked_again() {
        tokens.then(request -> request.response()
                        .setStatusCode(429)
                        .putHeader("Retry-After", "9")
                        .end())
                .then(200, FIRST);

        assertThat(((Busy) execute(alice)).retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(execute(alice)).isInstanceOf(Created.class);
    }

    @Test
    void an_answer_without_a_token_is_denied() {
        tokens.then(200, "{\"expires_in\":100}");

        assertThat(execute(alice)).isInstanceOf(Denied.class);
    }

    @Test
    void a_token_server_that_is_not_there_is_busy() {
        tokens.close();

        assertThat(execute(alice)).isInstanceOf(Busy.class);
        assertThat(client.bulk(BulkRequest.of(List.of(alice))).await())
                .isInstanceOfSatisfying(
                        BulkOutcome.Whole.class,
                        whole -> assertThat(whole.outcome()).isInstanceOf(Busy.class));
    }
}
