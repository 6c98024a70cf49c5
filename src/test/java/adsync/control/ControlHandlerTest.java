package adsync.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.desk.Answer;
import adsync.desk.Question;
import adsync.journal.JournalException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class ControlHandlerTest {

    private static final String TOKEN = ControlFile.drawToken();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<JsonObject> asked = new CopyOnWriteArrayList<>();

    @TempDir
    private Path state;

    private HttpServer server;

    @BeforeEach
    void serve(Vertx vertx) throws IOException {
        Map<String, Question> questions = Map.of(
                "echo", question("echo", body -> Future.succeededFuture(new Answer(true, body))),
                "full",
                        question(
                                "full",
                                body -> Future.failedFuture(
                                        new JournalException(JournalException.Reason.DISK_FULL, "The disk is full."))),
                "broken",
                        question("broken", body -> {
                            throw new IllegalStateException("a fault of ours");
                        }));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false)) // as operations have it
                .requestHandler(new ControlHandler(TOKEN, questions))
                .listen(0, "127.0.0.1")
                .await();
        ControlFile.of("127.0.0.1", server.actualPort(), TOKEN).write(state);
    }

    @AfterEach
    void close() {
        client.close();
        server.close().await();
    }

    private interface Asking {
        Future<Answer> ask(JsonObject body);
    }

    private Question question(String name, Asking asking) {
        return new Question() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<Answer> ask(JsonObject body) {
                asked.add(body);
                return asking.ask(body);
            }
        };
    }

    @Test
    void the_holder_of_the_file_is_answered() throws InterruptedException {
        JsonObject question = new JsonObject().put("who", "ada");

        ControlClient.Told told = ControlClient.ask(state, "echo", question);

        assertThat(told).isEqualTo(new ControlClient.Answered(new Answer(true, question)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 00",
                "Basic abc",
                "bearer TOKEN",
                "Bearer TOKENx",
                "Bearer  TOKEN"
            })
    void nobody_else_learns_anything(String authorization) throws IOException, InterruptedException {
        for (String path : List.of("/control/echo", "/control/nothing", "/control/")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString("{}"));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization.replace("TOKEN", TOKEN));
            }
            HttpResponse<String> answer = send(request.build());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(answer.body()).doesNotContain(TOKEN);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void a_stranger_is_refused_before_the_body_is_sent() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /control/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.setSoTimeout(60_000);
            InputStream in = socket.getInputStream();

            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII); // ends: it was closed

            assertThat(answer).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_without_reading_it_all() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /control/echo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                            + "\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(17 * 1024))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.setSoTimeout(60_000);

            byte[] begun = socket.getInputStream().readNBytes(13); // a reset may follow, because of the rest

            assertThat(new String(begun, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413 ");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void what_is_no_question_is_told_so() throws IOException, InterruptedException {
        assertThat(post("/control/nothing", "{}"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(404);
        assertThat(post("/control/echo", "[1"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(400);
        assertThat(post("/control/echo", "[1]"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(400);
        assertThat(send(HttpRequest.newBuilder(at("/control/echo"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .GET()
                        .build()))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(405);
        assertThat(asked).isEmpty();
    }

    @Test
    void no_body_is_an_empty_question() throws IOException, InterruptedException {
        assertThat(post("/control/echo", "").body()).isEqualTo("{\"found\":true,\"answer\":{}}");
    }

    @Test
    void a_failure_is_told_by_its_message() {
        assertThatThrownBy(() -> ControlClient.ask(state, "full", new JsonObject()))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("The disk is full.");
        assertThatThrownBy(() -> ControlClient.ask(state, "broken", new JsonObject()))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("a fault of ours");
    }

    @Test
    void without_a_file_or_behind_a_stale_one_nobody_is_reached() throws IOException, InterruptedException {
        Path empty = Files.createDirectory(state.resolve("empty"));
        assertThat(ControlClient.ask(empty, "echo", new JsonObject())).isInstanceOf(ControlClient.Unreachable.class);

        ControlFile.of("127.0.0.1", server.actualPort(), ControlFile.drawToken())
                .write(empty);
        assertThat(ControlClient.ask(empty, "echo", new JsonObject())).isInstanceOf(ControlClient.Unreachable.class);

        server.close().await();
        assertThat(ControlClient.ask(state, "echo", new JsonObject())).isInstanceOf(ControlClient.Unreachable.class);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }
}
