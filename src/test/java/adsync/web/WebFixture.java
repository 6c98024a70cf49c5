package adsync.web;

import adsync.desk.Answer;
import adsync.desk.Question;
import adsync.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real server with questions that say what they were asked, and a clock that can be moved. */
@ExtendWith(VertxExtension.class)
abstract class WebFixture {

    static final int OK = 200;

    final TestClock clock = new TestClock();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final List<JsonObject> asked = new CopyOnWriteArrayList<>();

    private Vertx vertx;
    private WebVerticle web;

    @BeforeEach
    void serve(Vertx used) {
        vertx = used;
        web = serve(new WebOptions("127.0.0.1", 0, true, Optional.empty(), false));
    }

    @AfterEach
    void close() {
        client.close();
    }

    WebVerticle web() {
        return web;
    }

    Vertx vertx() {
        return vertx;
    }

    WebVerticle serve(WebOptions options) {
        Question approve = question("approve");
        Question why = question("why");
        var hidden = question("dc-add");
        var overview = question("overview"); // what a running service has, and so all its pages
        Mount metrics = new Mount("/metrics", request -> request.response().end("metrics"));
        var created = new WebVerticle(
                options,
                List.of(metrics),
                Map.of("approve", approve, "why", why, "dc-add", hidden, "overview", overview),
                clock);
        vertx.deployVerticle(created).await();
        return created;
    }

    private Question question(String name) {
        return new Question() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<Answer> ask(JsonObject body) {
                asked.add(body);
                return Future.succeededFuture(new Answer(true, new JsonObject().put("message", name)));
            }
        };
    }

    /** Who is signed in. */
    record Held(String cookie, String token) {}

    String code() {
        String url = web.signIn().ask(new JsonObject()).await().body().getString("url");
        return url.substring(url.indexOf('=') + 1);
    }

    HttpResponse<String> signIn(String code) {
        return send(post("/session", new JsonObject().put("code", code).encode()));
    }

    Held signedIn() {
        HttpResponse<String> answer = signIn(code());
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        return new Held(cookie, new JsonObject(answer.body()).getString("token"));
    }

    String url(String path) {
        return "http://127.0.0.1:" + web.port() + path;
    }

    HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder ask(String question, Held held) {
        return post("/api/" + question, "{}").header("Cookie", held.cookie()).header(Api.TOKEN, held.token());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(20)));
    }

    /** What the server answers to exactly these octets, until it closes, or resets because it did not want them all. */
    String raw(int port, String request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = Objects.requireNonNull(socket.getInputStream());
            in.transferTo(answer);
        } catch (SocketException e) {
            if (answer.size() == 0) {
                throw e;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** A request line and headers; the server is asked to close. */
    String raw(String requestLine, String... headers) throws IOException {
        return raw(
                web.port(),
                requestLine + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }
}
