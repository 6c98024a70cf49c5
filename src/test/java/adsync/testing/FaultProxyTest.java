package adsync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.testing.ScimProbe.Answer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private final SdkScimServer server = SdkScimServer.start();
    private final FaultProxy proxy = FaultProxy.before(server.url());
    private final ScimProbe probe = new ScimProbe(proxy.url(), "Bearer " + server.token());

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void without_faults_everything_passes_and_is_counted() {
        String alice = create("alice");
        Answer deleted = probe.delete("/Users/" + alice);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(probe.all("/Users")).isEmpty();
        assertThat(proxy.requests())
                .containsEntry("POST /scim/v2/Users", 1L)
                .containsEntry("GET /scim/v2/Users", 1L)
                .containsEntry("DELETE /scim/v2/Users/" + alice, 1L);
        assertThat(proxy.count("DELETE", "/scim/v2/Users/")).isEqualTo(1);
    }

    @Test
    void chunked_requests_pass_whole() throws Exception {
        byte[] body = user("alice").encode().getBytes(StandardCharsets.UTF_8);
        var chunked = HttpRequest.newBuilder(URI.create(proxy.url() + "/Users"))
                .header("Authorization", "Bearer " + server.token())
                .header("Content-Type", "application/scim+json")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(body)))
                .build();

        int status = http().send(chunked, BodyHandlers.ofString()).statusCode();

        assertThat(status).isEqualTo(201);
        assertThat(names()).containsExactly("alice");
    }

    @Test
    void answers_of_its_own_never_reach_the_server() {
        proxy.next(Fault.tooManyRequests(Duration.ofSeconds(7)), Fault.status(500), Fault.status(503), Fault.html());

        List<Answer> answers = IntStream.range(0, 4)
                .mapToObj(i -> probe.post("/Users", user("user" + i)))
                .toList();

        assertThat(answers).extracting(Answer::status).containsExactly(429, 500, 503, 200);
        assertThat(answers.get(0).header("retry-after")).isEqualTo("7");
        assertThat(answers.get(3).header("content-type")).isEqualTo("text/html");
        assertThat(names()).isEmpty();
        assertThat(probe.post("/Users", user("alice")).status()).isEqualTo(201);
    }

    @Test
    void a_truncated_answer_is_whole_http_and_broken_json() {
        proxy.next(Fault.truncated());

        Answer answer = probe.post("/Users", user("alice"));

        assertThat(answer.status()).isEqualTo(201);
        assertThatThrownBy(answer::json).isInstanceOf(DecodeException.class);
        assertThat(names()).containsExactly("alice");
    }

    @Test
    void an_answer_cut_off_in_its_body_fails_the_request_though_the_server_acted() {
        proxy.next(Fault.cutOff());

        assertThatThrownBy(() -> probe.post("/Users", user("alice"))).isInstanceOf(UncheckedIOException.class);
        assertThat(names()).containsExactly("alice");
    }

    @Test
    void a_reset_before_the_request_leaves_the_server_untouched() {
        proxy.next(Fault.resetBefore());

        assertThatThrownBy(() -> probe.post("/Users", user("alice"))).isInstanceOf(UncheckedIOException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void a_reset_after_the_request_hides_what_the_server_did() {
        proxy.next(Fault.resetAfter());

        assertThatThrownBy(() -> probe.post("/Users", user("alice"))).isInstanceOf(UncheckedIOException.class);
        assertThat(names()).containsExactly("alice");
    }

    @Test
    void a_slow_answer_comes_after_the_delay() {
        proxy.next(Fault.slow(Duration.ofMillis(300)));

        long begin = System.nanoTime();
        Answer answer = probe.get("/Users");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_black_hole_swallows_one_request_until_the_client_gives_up() {
        proxy.next(Fault.blackHole());
        var impatient = HttpRequest.newBuilder(URI.create(proxy.url() + "/Users"))
                .timeout(Duration.ofSeconds(2)) // within which it arrives on any machine
                .build();

        assertThatThrownBy(() -> http().send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server.provider().requests()).isEmpty();
        assertThat(probe.get("/Users").status()).isEqualTo(200);
    }

    @Test
    void connections_are_refused_until_it_heals_at_the_same_address() {
        String url = proxy.url();
        create("alice");

        proxy.refuse();
        assertThatThrownBy(() -> probe.get("/Users")).isInstanceOf(UncheckedIOException.class);
        proxy.heal();

        await().ignoreExceptions().until(() -> probe.get("/Users").status() == 200);
        assertThat(proxy.url()).isEqualTo(url);
    }

    @Test
    void a_rule_hits_only_its_kind_and_lasts_until_it_heals() {
        proxy.always(request -> request.body().contains("mallory"), Fault.status(500));

        assertThat(probe.post("/Users", user("mallory")).status()).isEqualTo(500);
        assertThat(probe.post("/Users", user("alice")).status()).isEqualTo(201);
        assertThat(probe.post("/Users", user("mallory")).status()).isEqualTo(500);
        proxy.heal();
        assertThat(probe.post("/Users", user("mallory")).status()).isEqualTo(201);
    }

    @Test
    void a_fault_for_the_next_of_a_kind_waits_for_it() {
        proxy.once(request -> request.method().equals("DELETE"), Fault.status(503));
        String alice = create("alice");

        assertThat(probe.delete("/Users/" + alice).status()).isEqualTo(503);
        assertThat(probe.delete("/Users/" + alice).status()).isEqualTo(204);
    }

    @Test
    void many_clients_at_once_get_their_own_answers() {
        List<CompletableFuture<String>> created = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> probe.post("/Users", user("user" + i)).json().getString("userName")))
                .toList();

        assertThat(created.stream().map(CompletableFuture::join))
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> "user" + i).toList());
    }

    private String create(String name) {
        return probe.post("/Users", user(name)).json().getString("id");
    }

    /** Who the server has, asked without the proxy. */
    private List<String> names() {
        return server.users().stream().map(user -> user.getString("userName")).toList();
    }

    private static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static JsonObject user(String name) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", name)
                .put("active", true);
    }
}
