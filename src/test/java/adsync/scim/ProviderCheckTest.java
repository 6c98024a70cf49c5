package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.observe.CheckStep;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.secret.Secret;
import adsync.testing.FreePort;
import adsync.testing.SdkScimServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderCheckTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void a_provider_in_order_passes_every_step() {
        try (SdkScimServer server = SdkScimServer.withBulkOf(25)) {
            List<CheckStep> steps = check(server.url(), server.token());

            assertThat(steps).allMatch(CheckStep::passed);
            assertThat(steps)
                    .extracting(CheckStep::name)
                    .containsExactly(
                            "provider: name",
                            "provider: connection",
                            "provider: certificate",
                            "provider: discovery",
                            "provider: login");
            assertThat(steps.get(3).detail()).contains("25 operations");
            assertThat(steps.get(4).detail()).contains("0 users");
        }
    }

    @Test
    void a_wrong_token_fails_at_the_login_and_is_not_shown() {
        try (SdkScimServer server = SdkScimServer.start()) {
            CheckStep last = check(server.url(), "wrong-token").getLast();

            assertThat(last.name()).isEqualTo("provider: login");
            assertThat(last.passed()).isFalse();
            assertThat(last.remedy().orElseThrow()).contains("user and password");
            assertThat(last.toString()).doesNotContain("wrong-token");
        }
    }

    @Test
    void a_wrong_path_fails_and_points_to_the_url() {
        try (SdkScimServer server = SdkScimServer.start()) {
            CheckStep last = check(server.url().replace("/scim/v2", "/elsewhere"), server.token())
                    .getLast();

            assertThat(last.passed()).isFalse();
            assertThat(last.remedy().orElseThrow()).contains("provider.url");
        }
    }

    @Test
    void a_page_is_no_provider() {
        OddServer server = OddServer.start(vertx).then(200, "<html><title>Portal</title></html>");

        CheckStep last = check(server.url(), "token").getLast();

        assertThat(last.name()).isEqualTo("provider: discovery");
        assertThat(last.passed()).isFalse();
        assertThat(last.detail()).contains("Portal");
        assertThat(last.remedy().orElseThrow()).contains("provider.url");
    }

    @Test
    void a_provider_that_says_nothing_about_itself_is_told_apart_from_one_without_bulk() {
        OddServer server = OddServer.start(vertx).then(404, "{}").then(200, "{\"totalResults\":0,\"Resources\":[]}");

        List<CheckStep> steps = check(server.url(), "token");

        assertThat(steps).allMatch(CheckStep::passed);
        assertThat(steps.get(3).detail()).contains("not offered (404)").contains("PATCH");
    }

    @Test
    void how_users_are_changed_without_patch_is_told() {
        OddServer server = OddServer.start(vertx)
                .then(200, "{\"patch\":{\"supported\":false}}")
                .then(200, "{\"totalResults\":0}");

        List<CheckStep> steps = check(server.url(), "token");

        assertThat(steps).allMatch(CheckStep::passed);
        assertThat(steps.get(3).detail()).contains("no PATCH").contains("PUT of the whole user");
    }

    @Test
    void what_needs_patch_is_refused_by_the_check() {
        OddServer server = OddServer.start(vertx).then(200, "{\"patch\":{\"supported\":false}}");

        CheckStep last = ScimClients.check(vertx, needingPatch(server), new SimpleMeterRegistry(), Clock.systemUTC())
                .await()
                .getLast();

        assertThat(last.name()).isEqualTo("provider: discovery");
        assertThat(last.passed()).isFalse();
        assertThat(last.detail()).contains("no groups.ship, no provider.passwords.as: attribute");
        assertThat(last.remedy().orElseThrow()).contains("leave that out");
    }

    private ScimOptions needingPatch(OddServer server) {
        ScimOptions users = options(server.url(), "token");
        return new ScimOptions(
                users.url(),
                users.login(),
                users.trust(),
                users.allowClearText(),
                users.requestTimeout(),
                users.bulkTimeout(),
                List.of("groups.ship", "provider.passwords.as: attribute"));
    }

    @Test
    void what_needs_patch_is_refused_at_the_start() {
        OddServer server = OddServer.start(vertx).then(200, "{\"patch\":{\"supported\":false}}");
        ScimOptions options = needingPatch(server);
        ScimClient client = ScimClients.open(vertx, options, new SimpleMeterRegistry(), Clock.systemUTC());

        assertThatThrownBy(() -> ScimClients.prove(client, options).await())
                .isInstanceOfSatisfying(
                        ScimException.class, e -> assertThat(e.outcome()).isInstanceOf(ScimOutcome.Denied.class))
                .hasMessageContaining("no PATCH, without which there is no groups.ship")
                .hasMessageContaining("to mend it: leave that out");
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void a_port_that_does_not_encrypt_is_mended_in_the_url() {
        OddServer server = OddServer.start(vertx).then(200, "{}");

        CheckStep last = check(server.url("https", "127.0.0.1"), "token").getLast();

        assertThat(last.name()).isEqualTo("provider: certificate");
        assertThat(last.remedy().orElseThrow())
                .contains("provider.url")
                .contains("http://")
                .doesNotContain("certificate");
    }

    @Test
    void a_port_nobody_listens_on_fails_at_the_connection() {
        List<CheckStep> steps = check("http://127.0.0.1:" + FreePort.draw() + "/scim/v2", "token");

        assertThat(steps).extracting(CheckStep::passed).containsExactly(true, false);
        assertThat(steps.get(1).name()).isEqualTo("provider: connection");
    }

    @Test
    void an_url_that_may_not_be_used_is_told_first() {
        List<CheckStep> steps = check("http://scim.example.net", "token");

        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).detail()).startsWith("provider.url ");
    }

    private List<CheckStep> check(String url, String token) {
        return ScimClients.check(vertx, options(url, token), new SimpleMeterRegistry(), Clock.systemUTC())
                .await();
    }

    private static ScimOptions options(String url, String token) {
        return new ScimOptions(
                URI.create(url),
                new TokenLogin(Secret.of(token)),
                Optional.empty(),
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }
}
