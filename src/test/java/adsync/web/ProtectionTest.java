package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the page: nobody gets through who was not let in, and nobody's browser is used for it. */
class ProtectionTest extends WebFixture {

    @Test
    void without_a_session_nothing_is_asked() {
        assertThat(send(post("/api/why", "{}")).statusCode()).isEqualTo(401);
        assertThat(send(post("/api/approve", "{\"hold\": 1}")).statusCode()).isEqualTo(401);
        assertThat(send(post("/api/changes", "{}")).statusCode()).isEqualTo(401);
        assertThat(send(post("/api/session", "{}")).statusCode()).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    /** A cookie goes to every port of a host, and with whatever a foreign page makes the browser send. */
    @Test
    void a_cookie_alone_is_not_enough() {
        Held held = signedIn();

        assertThat(send(post("/api/approve", "{}").header("Cookie", held.cookie()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(ask("approve", new Held(held.cookie(), signedIn().token())))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(ask("approve", new Held(held.cookie().replaceFirst("=.*", "=made-up"), held.token())))
                        .statusCode())
                .isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    /** One for tests and one for production, say: a browser sends each the cookies of both. */
    @Test
    void signing_in_at_another_one_of_the_same_machine_signs_nobody_out() {
        WebVerticle other = serve(new WebOptions("127.0.0.1", 0, true, Optional.empty(), false));
        var cookies = new CookieManager();

        String token = signedIn(web(), cookies);
        String another = signedIn(other, cookies);

        assertThat(asked(web(), token, cookies)).isEqualTo(OK);
        assertThat(asked(other, another, cookies)).isEqualTo(OK);
        assertThat(asked(other, token, cookies)).isEqualTo(401);
    }

    @Test
    void whoever_is_signed_in_is_so_at_the_one_that_comes_after() {
        WebVerticle next = serve(new WebOptions("127.0.0.1", 0, true, Optional.empty(), false));
        var cookies = new CookieManager();
        String token = signedIn(web(), cookies);

        next.comesAfter(web());

        assertThat(asked(next, token, cookies)).isEqualTo(OK);
    }

    private String signedIn(WebVerticle at, CookieManager cookies) {
        String url = at.signIn().ask(new JsonObject()).await().body().getString("url");
        var code = new JsonObject().put("code", url.substring(url.indexOf('=') + 1));
        return new JsonObject(sent(at, cookies, post("/session", code.encode())).body()).getString("token");
    }

    private int asked(WebVerticle at, String token, CookieManager cookies) {
        return sent(at, cookies, post("/api/why", "{}").header(Api.TOKEN, token))
                .statusCode();
    }

    private static HttpResponse<String> sent(WebVerticle at, CookieManager cookies, HttpRequest.Builder request) {
        URI before = request.build().uri();
        URI there = URI.create("http://127.0.0.1:" + at.port() + before.getPath());
        try (HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .build()) {
            return browser.send(request.uri(there).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void with_both_it_is_asked() {
        var answer = send(ask("approve", signedIn()));

        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(new JsonObject(answer.body()).getJsonObject("answer").getString("message"))
                .isEqualTo("approve");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_question_of_the_commands_is_none_of_the_page() {
        Held held = signedIn();

        assertThat(send(ask("dc-add", held)).statusCode()).isEqualTo(404);
        assertThat(send(ask("sign-in", held)).statusCode()).isEqualTo(404);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "https://localhost"})
    void a_page_of_another_origin_is_refused(String origin) throws IOException {
        Held held = signedIn();

        String answer = raw(
                "POST /api/approve",
                "Host: 127.0.0.1:" + web().port(),
                "Origin: " + origin,
                "Cookie: " + held.cookie(),
                Api.TOKEN + ": " + held.token(),
                "Content-Type: application/json",
                "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 403");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void a_browser_that_says_it_comes_from_elsewhere_is_refused(String site) {
        assertThat(send(ask("approve", signedIn()).header("Sec-Fetch-Site", site))
                        .statusCode())
                .isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""})
    void a_form_is_refused(String type) throws IOException {
        Held held = signedIn();

        String answer = raw(
                "POST /api/approve",
                "Host: localhost:" + web().port(),
                "Cookie: " + held.cookie(),
                Api.TOKEN + ": " + held.token(),
                type.isEmpty() ? "Accept: */*" : "Content-Type: " + type,
                "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 415");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8480", "127.0.0.1.evil.example", "localhost.", "[::2]", ""})
    void a_name_that_is_not_ours_is_refused(String host) throws IOException {
        String answer = raw("GET /", "Host: " + host);

        assertThat(answer).matches("(?s)HTTP/1.1 4(21|00) .*").doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "localhost:9999", "127.0.0.1:80"})
    void the_names_of_this_machine_are_ours_whatever_port_was_forwarded(String host) throws IOException {
        assertThat(raw("GET /", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @Test
    void the_name_of_a_reverse_proxy_is_ours_if_it_is_configured() throws IOException {
        WebVerticle proxied = serve(
                new WebOptions("127.0.0.1", 0, true, Optional.of(URI.create("https://adsync.contoso.com")), false));

        assertThat(raw(proxied.port(), "GET / HTTP/1.1\r\nHost: adsync.contoso.com\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        String url = proxied.signIn().ask(new JsonObject()).await().body().getString("url");
        assertThat(url).startsWith("https://adsync.contoso.com/#sign-in=");
        String body = new JsonObject()
                .put("code", url.substring(url.indexOf('=') + 1))
                .encode();
        assertThat(raw(
                        proxied.port(),
                        "POST /session HTTP/1.1\r\nHost: adsync.contoso.com\r\nOrigin: https://adsync.contoso.com\r\n"
                                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 200")
                .contains("; Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/..%2f..%2fweb/index.html",
                "/%2e%2e/adsync/journal/schema-1.sql",
                "/lib/../../../../logback.xml",
                "/lib/%2e%2e/uplot.js",
                "/.%00/main.js",
                "/main.js%00.css",
                "//etc/passwd",
                "/web/main.js",
                "/META-INF/MANIFEST.MF",
                "/lib/",
                "/lib/uPlot.cjs.js",
                "/MAIN.JS",
                "/main.js/",
                "/..\\..\\main.js"
            })
    void only_the_files_of_the_page_are_served(String path) throws IOException {
        assertThat(raw("GET " + path, "Host: 127.0.0.1")).matches("(?s)HTTP/1.1 40[04] .*");
    }

    @Test
    void a_large_body_is_refused_before_it_is_asked() throws IOException {
        Held held = signedIn();

        var told = raw(
                "POST /api/why",
                "Host: 127.0.0.1:" + web().port(),
                "Content-Type: application/json",
                "Cookie: " + held.cookie(),
                Api.TOKEN + ": " + held.token(),
                "Content-Length: " + (WebVerticle.LARGEST_BODY + 1)); // and nothing of it
        var unknown = raw(
                web().port(),
                "POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(5));

        assertThat(told).startsWith("HTTP/1.1 413");
        assertThat(unknown).startsWith("HTTP/1.1 413");
        assertThat(asked).isEmpty();
    }

    @Test
    void long_headers_and_addresses_are_refused() throws IOException {
        assertThat(raw("GET /" + "x".repeat(5000), "Host: localhost")).matches("(?s)HTTP/1.. 414 .*");
        assertThat(raw("GET /", "Host: localhost", "X-Long: " + "x".repeat(9000)))
                .matches("(?s)HTTP/1.. 431 .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%0d%0aSet-Cookie:%20a=b", "/api/why%0d%0aX-Evil:%20yes", "/#%0d%0aX-Evil:%20yes"})
    void no_header_can_be_slipped_in(String path) throws IOException {
        String answer = raw("GET " + path, "Host: localhost", "X-ADSync-Token: a\r\n b");

        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
                .doesNotContain("a=b")
                .doesNotContain("X-Evil");
    }

    @Test
    void every_answer_forbids_what_the_page_does_not_need() throws IOException {
        for (String path : new String[] {"/", "/main.js", "/nothing", "/api/why"}) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
    }

    @Test
    void other_methods_are_refused() throws IOException {
        for (String method : new String[] {"PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND"}) {
            assertThat(raw(method + " /api/approve", "Host: localhost", "Content-Length: 0"))
                    .startsWith("HTTP/1.1 405");
        }
    }

    @Test
    void what_other_rooms_answer_needs_no_session_and_no_name() throws IOException {
        assertThat(raw("GET /metrics", "Host: scraped.example"))
                .startsWith("HTTP/1.1 200")
                .endsWith("metrics");
    }

    @Test
    void another_machine_gets_metrics_and_no_page() throws IOException {
        WebVerticle open = serve(new WebOptions("0.0.0.0", 0, true, Optional.empty(), false));
        WebVerticle allowed = serve(new WebOptions("0.0.0.0", 0, true, Optional.empty(), true));
        InetAddress host = outside();
        InetAddress here = InetAddress.getLoopbackAddress();

        assertThat(from(host, open.port(), "/metrics")).startsWith("HTTP/1.1 200");
        assertThat(from(host, open.port(), "/")).startsWith("HTTP/1.1 404").contains("this machine only");
        assertThat(from(here, open.port(), "/")).startsWith("HTTP/1.1 200");
        assertThat(from(host, allowed.port(), "/")).startsWith("HTTP/1.1 200");
        assertThat(open.signIn().ask(new JsonObject()).await().body().getString("url"))
                .startsWith("http://127.0.0.1:" + open.port() + "/#");
    }

    /** An address of this machine that is not its loopback address. */
    private static InetAddress outside() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no network"));
    }

    private static String from(InetAddress host, int port, String path) throws IOException {
        try (var socket = new Socket(host, port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host.getHostAddress()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_page_that_is_switched_off_is_not_there() throws IOException {
        WebVerticle off = serve(new WebOptions("127.0.0.1", 0, false, Optional.empty(), false));

        assertThat(from(InetAddress.getLoopbackAddress(), off.port(), "/")).startsWith("HTTP/1.1 404");
        assertThat(from(InetAddress.getLoopbackAddress(), off.port(), "/metrics"))
                .startsWith("HTTP/1.1 200");
        var told = off.signIn().ask(new JsonObject()).await();
        assertThat(told.found()).isFalse();
        assertThat(told.body().getString("message")).contains("web.enabled");
    }

    @Test
    void a_file_that_did_not_change_is_not_sent_again() {
        var first = get("/main.js");
        var second = send(HttpRequest.newBuilder(URI.create(url("/main.js")))
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));

        assertThat(first.statusCode()).isEqualTo(OK);
        assertThat(second.statusCode()).isEqualTo(304);
    }
}
