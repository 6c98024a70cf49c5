package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOptions.BasicLogin;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.scim.ScimOutcome.Refused;
import adsync.scim.ScimOutcome.Unknown;
import adsync.secret.Secret;
import adsync.testing.FreePort;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpScimClientTest extends AgainstOddServer {

    @Test
    void requests_are_as_picky_providers_want_them() {
        server.then(201, CREATED).then(204, "").then(204, "").then(200, "{\"Resources\":[]}");

        execute(alice);
        execute(patch);
        execute(delete);
        client.findByUserName("o'ne\"il\\l & co+1").await();

        List<OddServer.Seen> seen = server.seen();
        assertThat(seen).extracting(OddServer.Seen::method).containsExactly("POST", "PATCH", "DELETE", "GET");
        assertThat(seen)
                .extracting(OddServer.Seen::uri)
                .containsExactly(
                        "/scim/v2/Users",
                        "/scim/v2/Users/42",
                        "/scim/v2/Users/a%2Fb%20%C3%BC",
                        "/scim/v2/Users?filter=userName%20eq%20%22o%27ne%5C%22il%5C%5Cl%20%26%20co%2B1%22");
        assertThat(seen).allSatisfy(request -> {
            assertThat(request.headers().get("Accept")).isEqualTo("application/scim+json, application/json");
            assertThat(request.headers().get("User-Agent")).startsWith("ADSync/");
            assertThat(request.headers().get("Authorization")).isEqualTo("Bearer our-own-token");
        });
        assertThat(seen.get(0).headers().get("Content-Type")).isEqualTo("application/scim+json");
        assertThat(seen.get(0).headers().get("Idempotency-Key"))
                .isEqualTo(alice.correlationId().value());
        assertThat(seen.get(2).body()).isEmpty();
    }

    @Test
    void basic_is_sent_in_utf_8() {
        client.close().await();
        client = open(new BasicLogin("scim", Secret.of("pässwörd")));
        server.then(201, CREATED);

        execute(alice);

        assertThat(server.seen().get(0).headers().get("Authorization")).isEqualTo("Basic c2NpbTpww6Rzc3fDtnJk");
    }

    @Test
    void a_page_instead_of_an_answer_is_denied() {
        server.then(request -> request.response()
                .putHeader("Content-Type", "text/html")
                .end("<html><title>Please log in</title></html>"));

        assertThat(execute(alice)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> client.discover().await())
                .isInstanceOfSatisfying(
                        ScimException.class, e -> assertThat(e.outcome()).isInstanceOf(Denied.class));
    }

    @Test
    void a_redirect_is_not_followed() {
        server.then(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", server.url() + "/elsewhere")
                .end());

        assertThat(execute(patch)).isInstanceOf(Denied.class);
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "Mon, 01 Jun 2026 12:00:30 GMT"})
    void a_provider_that_wants_us_to_wait_says_how_long(String retryAfter) {
        server.then(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", retryAfter)
                .end());

        assertThat(execute(alice)).isEqualTo(new Busy(429, Optional.of(Duration.ofSeconds(30)), "429"));
    }

    @Test
    void an_answer_that_comes_too_late_leaves_the_outcome_open_and_its_connection_unused() {
        server.then(request -> vertx.timer(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(end -> request.response().setStatusCode(201).end("{\"id\":\"late\"}")));
        server.then(201, CREATED);

        ScimOutcome slow = execute(alice);
        ScimOutcome next = execute(alice);

        assertThat(slow).isEqualTo(new Unknown(0, "no answer within 3000 ms"));
        assertThat(next).isEqualTo(new Created(201, "42"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void an_answer_that_trickles_in_too_slowly_is_not_waited_for() {
        server.then(request -> {
            request.response().setStatusCode(201).setChunked(true).write("{");
            vertx.setPeriodic(100, timer -> {
                if (request.response().closed()) {
                    vertx.cancelTimer(timer);
                } else {
                    request.response().write(" ");
                }
            });
        });

        assertThat(execute(alice)).isInstanceOf(Unknown.class);
    }

    @Test
    void an_answer_that_ends_early_leaves_the_outcome_open() {
        server.then(request -> {
            request.response()
                    .setStatusCode(201)
                    .putHeader("Content-Length", "100")
                    .write("{\"id\":\"4");
            vertx.runOnContext(later -> request.connection().close());
        });

        assertThat(execute(alice)).isInstanceOf(Unknown.class);
    }

    @Test
    void a_whole_answer_with_half_an_object_leaves_the_outcome_open() {
        server.then(201, "{\"id\":\"4");

        assertThat(execute(alice)).isInstanceOf(Unknown.class);
    }

    @Test
    void an_endless_answer_is_given_up() {
        server.then(request -> request.response().end(Buffer.buffer(new byte[HttpTransport.MAX_BODY + 1])));

        assertThat(execute(alice))
                .isInstanceOfSatisfying(
                        Unknown.class, open -> assertThat(open.detail()).contains("longer than"));
    }

    @Test
    void a_new_connection_that_is_lost_is_not_tried_again() {
        server.thenClose();

        assertThat(execute(alice)).isInstanceOf(Unknown.class);
        assertThat(execute(patch)).isInstanceOf(Unknown.class);
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void a_used_connection_that_is_lost_is_tried_again_once_unless_it_was_a_creation() {
        server.then(204, "").thenClose().then(204, "").thenClose();
        execute(delete);
        returnedToThePool();

        ScimOutcome patched = execute(patch);
        returnedToThePool();
        ScimOutcome created = execute(alice);

        assertThat(patched).isEqualTo(new Applied(204));
        assertThat(created).isInstanceOf(Unknown.class);
        assertThat(server.seen())
                .extracting(OddServer.Seen::method)
                .containsExactly("DELETE", "PATCH", "PATCH", "POST");
    }

    @Test
    void a_connection_that_was_idle_for_long_is_not_used_again_whatever_the_server_says() {
        server.then(request -> request.response()
                .putHeader("Keep-Alive", "timeout=60")
                .setStatusCode(200)
                .end("{}"));
        var transport = new HttpTransport(vertx, Optional.empty(), "test", Duration.ofSeconds(4), end -> {});
        var call = HttpCall.of(HttpMethod.GET, server.url(), Duration.ofSeconds(5));

        transport.send(call).await();
        returnedToThePool();
        transport.send(call).await();
        assertThat(server.connections()).isEqualTo(1);
        vertx.timer(4_100, TimeUnit.MILLISECONDS).await();
        transport.send(call).await();

        assertThat(server.connections()).isEqualTo(2);
        transport.close().await();
    }

    @Test
    void nobody_there_means_nothing_was_sent() {
        String authority = "127.0.0.1:" + FreePort.draw();
        ScimClient nobody = open("http://" + authority + "/scim/v2", new BasicLogin("user", Secret.of("word")));

        assertThat(nobody.execute(alice).await()).isInstanceOfSatisfying(Busy.class, busy -> {
            assertThat(busy.status()).isZero();
            assertThat(busy.detail()).contains(authority);
        });
        assertThat(nobody.bulk(BulkRequest.of(List.of(alice))).await())
                .isInstanceOfSatisfying(
                        BulkOutcome.Whole.class,
                        whole -> assertThat(whole.outcome()).isInstanceOf(Busy.class));
        nobody.close().await();
    }

    @Test
    void a_patch_whose_removal_has_no_target_is_done_in_parts() {
        server.then(400, "{\"scimType\":\"noTarget\"}").then(200, "{}").then(400, "{\"scimType\":\"noTarget\"}");

        assertThat(execute(patch)).isInstanceOf(Applied.class);

        assertThat(server.seen())
                .extracting(OddServer.Seen::body)
                .satisfiesExactly(
                        all -> assertThat(all).contains("title").contains("nickName"),
                        sets -> assertThat(sets).contains("title").doesNotContain("nickName"),
                        clears -> assertThat(clears).contains("nickName").doesNotContain("title"));
        assertThat(server.seen())
                .extracting(seen -> seen.headers().get("Idempotency-Key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_patch_in_parts_stops_at_the_first_that_fails() {
        server.then(400, "{\"scimType\":\"noTarget\"}").then(503, "");

        assertThat(execute(patch)).isInstanceOf(Busy.class);
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void no_target_for_what_is_set_is_refused() {
        server.then(400, "{\"scimType\":\"noTarget\"}");

        assertThat(execute(new Patch(correlation(), "42", List.of(new Edit("title", "x", false)))))
                .isInstanceOf(Refused.class);
        assertThat(execute(patch)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"bulk\":{\"supported\":true,\"maxOperations\":50,\"maxPayloadSize\":1000}} | true | 50 | 1000 | true",
                "{\"bulk\":{\"supported\":\"true\",\"maxOperations\":\"50\"}} | true | 50 | 2147483647 | true",
                "{\"bulk\":{\"supported\":true,\"maxOperations\":0}} | false | 0 | 0 | true",
                "{\"bulk\":{\"supported\":false,\"maxOperations\":50},\"patch\":{\"supported\":false}} | false | 0 | 0 | false",
                "{\"schemas\":[]} | false | 0 | 0 | true"
            })
    void discovery_takes_what_it_can_get(String body, boolean bulk, int operations, int octets, boolean hasPatch) {
        server.then(200, body);

        assertThat(client.discover().await()).isEqualTo(new ProviderFeatures(bulk, operations, octets, hasPatch));
    }

    @Test
    void who_does_not_match_is_not_taken_even_if_the_provider_ignores_the_filter() {
        server.then(
                200, "{\"totalResults\":1,\"Resources\":[{\"id\":\"1\",\"userName\":\"bob\",\"externalId\":\"b\"}]}");

        assertThat(client.findByExternalId("a").await()).isEmpty();
        assertThat(client.findByUserName("alice").await()).isEmpty();
        assertThat(client.findByUserName("BOB").await()).hasSize(1);
    }

    @Test
    void a_reading_that_fails_carries_why() {
        server.then(503, "").then(404, "{}").then(200, "[]").then(200, "{\"totalResults\":\"7\"}");

        assertThatThrownBy(() -> client.findByExternalId("a").await())
                .isInstanceOfSatisfying(
                        ScimException.class, e -> assertThat(e.outcome()).isInstanceOf(Busy.class));
        assertThat(client.read("a").await()).isEmpty();
        assertThatThrownBy(() -> client.countUsers().await()).isInstanceOf(ScimException.class);
        assertThat(client.countUsers().await()).isEqualTo(7);
    }

    @Test
    void an_answer_that_breaks_off_says_nothing_about_the_address() {
        server.then(200, "{\"totalResults\":7,\"Resour");

        assertThatThrownBy(() -> client.countUsers().await())
                .isInstanceOfSatisfying(
                        ScimException.class, e -> assertThat(e.outcome()).isInstanceOf(Unknown.class));
    }

    @Test
    void a_secret_that_is_echoed_is_not_repeated() {
        server.then(400, "{\"request\":{\"password\":\"Hunter2!\",\"authorization\":\"Bearer our-own-token\"}}");

        assertThat(execute(alice).toString()).doesNotContain("Hunter2").doesNotContain("our-own-token");
    }

    @Test
    void half_a_character_is_sent_as_a_question_mark() {
        server.then(201, CREATED);

        execute(new Create(correlation(), plain("al\ud83dice")));

        assertThat(server.seen().get(0).body()).contains("al?ice");
    }
}
