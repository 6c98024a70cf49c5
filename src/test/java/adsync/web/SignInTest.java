package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest extends WebFixture {

    @Test
    void a_link_leads_to_the_page_and_its_code_is_where_no_server_sees_it() {
        JsonObject told = web().signIn().ask(new JsonObject()).await().body();

        assertThat(told.getString("url")).matches("http://127\\.0\\.0\\.1:" + web().port() + "/#sign-in=[\\w-]{43}");
        assertThat(told.getLong("minutes")).isEqualTo(5);
    }

    @Test
    void a_code_opens_a_session_that_only_its_own_page_can_use() {
        var answer = signIn(code());

        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .matches("adsync-session-[\\w-]{8}=.*")
                        .containsIgnoringCase("HttpOnly")
                        .contains("SameSite=Strict")
                        .contains("Path=/")
                        .doesNotContain("Max-Age"));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void a_code_is_good_once() {
        String code = code();

        assertThat(signIn(code).statusCode()).isEqualTo(OK);
        assertThat(signIn(code).statusCode()).isEqualTo(401);
    }

    @Test
    void a_code_is_good_for_five_minutes() {
        String code = code();
        String late = code();

        clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(signIn(code).statusCode()).isEqualTo(OK);
        clock.advance(Duration.ofSeconds(1));
        assertThat(signIn(late).statusCode()).isEqualTo(401);
    }

    @Test
    void who_guesses_has_to_wait_even_with_a_good_code() {
        for (int guess = 0; guess < 10; guess++) {
            assertThat(signIn("guess" + guess).statusCode()).isEqualTo(401);
        }
        var limited = signIn(code());
        clock.advance(Duration.ofMinutes(1));
        var later = signIn(code());

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(later.statusCode()).isEqualTo(OK);
    }

    @Test
    void codes_that_nobody_uses_do_not_pile_up() {
        String first = code();
        for (int more = 0; more < SignIn.MOST; more++) {
            code();
        }

        assertThat(signIn(first).statusCode()).isEqualTo(401);
        assertThat(signIn(code()).statusCode()).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"code\": 1}", "{}", "null"})
    void what_is_no_code_opens_nothing(String body) {
        assertThat(send(post("/session", body)).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_ends_when_nobody_does_anything_for_a_while() {
        Held held = signedIn();

        clock.advance(Duration.ofMinutes(14));
        assertThat(send(ask("why", held)).statusCode()).isEqualTo(OK);
        clock.advance(Duration.ofMinutes(14));
        assertThat(send(ask("why", held)).statusCode()).isEqualTo(OK);
        clock.advance(Duration.ofMinutes(15));
        assertThat(send(ask("why", held)).statusCode()).isEqualTo(401);
    }

    @Test
    void a_page_that_nobody_touches_does_not_keep_its_session() {
        Held held = signedIn();

        for (int minutes = 0; minutes < 14; minutes++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(send(ask("why", held).header(Api.BY_ITSELF, "yes")).statusCode())
                    .isEqualTo(OK);
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(send(ask("why", held).header(Api.BY_ITSELF, "yes")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_session_ends_after_eight_hours_whatever_happens() {
        Held held = signedIn();

        for (int tens = 1; tens < 48; tens++) {
            clock.advance(Duration.ofMinutes(10));
            assertThat(send(ask("why", held)).statusCode()).isEqualTo(OK);
        }
        clock.advance(Duration.ofMinutes(10));

        assertThat(send(ask("why", held)).statusCode()).isEqualTo(401);
    }

    @Test
    void who_signs_out_is_out() {
        Held held = signedIn();

        var out = send(HttpRequest.newBuilder(URI.create(url("/api/session")))
                .DELETE()
                .header("Cookie", held.cookie())
                .header(Api.TOKEN, held.token()));

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(send(ask("why", held)).statusCode()).isEqualTo(401);
    }

    @Test
    void sessions_do_not_pile_up() {
        Held first = signedIn();
        for (int more = 0; more < Sessions.MOST; more++) {
            signedIn();
        }

        assertThat(send(ask("why", first)).statusCode()).isEqualTo(401);
        assertThat(send(ask("why", signedIn())).statusCode()).isEqualTo(OK);
    }
}
